using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Text;
using Eval.Benchmarks.Peers;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Benchmarks;

[SupportedOSPlatform("linux")]
public class PeerTests
{
    private static readonly PeerTask[] Tasks = [new("A man walks", [" home", " é"], 1), new("B", [" x", " y"], 0)];

    [Fact]
    public async Task PerplexityAsync_ToolThatPrintsAnEstimate_GivesItAndPassesTheFlags()
    {
        using var folder = new TemporaryFolder();
        var peer = Tool(folder, """echo "$@" >&2; echo "[1]4.0,"; echo "Final estimate: PPL = 3.4395 +/- 0.43047" """);
        (await peer.PerplexityAsync("model.gguf", "text.txt", 128, 2)).ShouldBe(3.4395);
        peer.Name.ShouldBe("tool -fa off");
    }

    [Fact]
    public async Task HellaSwagAsync_RunningValues_GivesTheLast()
    {
        using var folder = new TemporaryFolder();
        var peer = Tool(folder, """printf "task\tacc_norm\n1\t100.00000000%%\n2\t50.00000000%%\n" """);
        (await peer.HellaSwagAsync("model.gguf", "tasks", 2, 2)).ShouldBe(50);
    }

    [Fact]
    public async Task MultipleChoiceAsync_ToolThatFails_IsAnErrorWithItsWords()
    {
        using var folder = new TemporaryFolder();
        var peer = Tool(folder, "echo unknown model architecture >&2; exit 3");
        var error = await Should.ThrowAsync<InvalidOperationException>(() => peer.MultipleChoiceAsync("model.gguf", "tasks", 2, 128, 2));
        error.Message.ShouldContain("ended with 3");
        error.Message.ShouldContain("unknown model architecture");
    }

    [Fact]
    public void WriteHellaSwag_Tasks_AreLinesOfText()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("tasks.txt");
        Peer.WriteHellaSwag(file, Tasks);
        File.ReadAllText(file).ShouldBe("A man walks\n1\nhome\né\nB\n0\nx\ny\n");
    }

    [Fact]
    public void WriteMultipleChoice_Tasks_AreCountedTexts()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("tasks.bin");
        Peer.WriteMultipleChoice(file, Tasks);
        var bytes = File.ReadAllBytes(file);
        Number(bytes, 0).ShouldBe(2);
        Number(bytes, 4).ShouldBe(0);
        var second = 12 + Number(bytes, 8);
        Number(bytes, 12).ShouldBe(11);
        Encoding.UTF8.GetString(bytes, 16, 11).ShouldBe("A man walks");
        Number(bytes, 27).ShouldBe(2);
        Number(bytes, second).ShouldBe(1);
        bytes[second + 4].ShouldBe((byte)'B');
        Number(bytes, bytes.Length - 4).ShouldBe(0);
        Number(bytes, bytes.Length - 12).ShouldBe(1);
    }

    private static int Number(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static Peer Tool(TemporaryFolder folder, string script)
    {
        var path = folder.Write("tool", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return new Peer(path, ["-fa", "off"]);
    }
}
