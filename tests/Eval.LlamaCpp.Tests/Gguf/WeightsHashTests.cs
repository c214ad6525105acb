using System.Security.Cryptography;
using Eval.LlamaCpp.Gguf;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Gguf;

public sealed class WeightsHashTests
{
    [Fact]
    public async Task OfAsync_ChangedFile_IsHashedAnew()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("weights", "one");
        var hash = new WeightsHash(folder.PathOf("cache"));
        (await hash.OfAsync(path, default)).ShouldBe(Sha("one"));

        File.WriteAllText(path, "other");
        (await hash.OfAsync(path, default)).ShouldBe(Sha("other"));
    }

    [Fact]
    public async Task OfAsync_KeptBetweenRuns_IsReadFromTheFolder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("weights", "one");
        await new WeightsHash(folder.PathOf("cache")).OfAsync(path, default);
        var kept = Directory.GetFiles(folder.PathOf("cache")).ShouldHaveSingleItem();
        var other = new string('a', 64);
        File.WriteAllText(kept, other);
        (await new WeightsHash(folder.PathOf("cache")).OfAsync(path, default)).ShouldBe(other);

        File.WriteAllText(kept, "cut off");
        (await new WeightsHash(folder.PathOf("cache")).OfAsync(path, default)).ShouldBe(Sha("one"));
    }

    [Fact]
    public async Task OfAsync_MissingFile_Throws()
    {
        using var folder = new TemporaryFolder();
        await Should.ThrowAsync<FileNotFoundException>(() => new WeightsHash().OfAsync(folder.PathOf("none"), default));
    }

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
