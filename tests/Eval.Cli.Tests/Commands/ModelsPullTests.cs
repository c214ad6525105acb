using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eval.Cli.CommandLine;
using Eval.Cli.Tests.CommandLine;
using Eval.Cli.Tests.Documents;
using Eval.Cli.Tests.EndToEnd;
using Eval.TestSupport;

namespace Eval.Cli.Tests.Commands;

public sealed class ModelsPullTests : IDisposable
{
    private static readonly byte[] Model = File.ReadAllBytes(Path.Combine(SharedFolder.RepositoryRoot, "suites/demo-models/tiny-small.gguf"));
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Model));
    private static readonly Dictionary<string, byte[]> Files = new() { ["/m/tiny.gguf"] = Model, ["/page.gguf"] = "<html>a page</html>"u8.ToArray() };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_CandidateWhoseFileIsMissing_NamesTheCommandThatFetchesIt()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        var world = new TestWorld(_folder.Root);

        (await world.RunAsync("run")).ShouldBe(2);
        world.Error.ShouldContain("eval.yaml:2:5: tiny: ");
        world.Error.ShouldContain("there is no such file (fetch it: dotnet eval models pull tiny)");
        (await world.RunAsync("doctor")).ShouldBe(0);
        world.Out.ReplaceLineEndings(" ").ShouldContain("models pull tiny");
        host.Requests.ShouldBeEmpty();

        (await world.RunAsync("models", "pull")).ShouldBe(0, world.Error);
        File.ReadAllBytes(_folder.PathOf("models/tiny.gguf")).ShouldBe(Model);
        world.Out.ShouldContain($"models/tiny.gguf: fetched, 205.3 kB, llama, 164.2 k parameters, Q8_0, SHA-256 {Hash} as it must be");
        host.Requests.ShouldBe(["/m/tiny.gguf - -"]);

        var later = new TestWorld(_folder.Root);
        (await later.RunAsync("models", "pull", "tiny", "--json")).ShouldBe(0, later.Error);
        SchemaFiles.Validate("pull", later.Out).ShouldBeEmpty();
        JsonNode.Parse(later.Out)!["files"]![0]!["state"]!.GetValue<string>().ShouldBe("present");
        host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pull_Killed_GoesOnWhereItStopped()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        host.SilentAfter = 100_000;
        using (var first = ProgramRun.Start(_folder.Root, null, ["models", "pull"]))
        {
            var part = new FileInfo(_folder.PathOf("models/tiny.gguf.part"));
            for (; !part.Exists || part.Length < 65_536; part.Refresh())
            {
                first.HasExited.ShouldBeFalse(first.Error);
                await Task.Delay(20);
            }

            await first.SignalAsync("KILL");
            await first.EndAsync();
        }

        var kept = new FileInfo(_folder.PathOf("models/tiny.gguf.part")).Length;
        File.Exists(_folder.PathOf("models/tiny.gguf")).ShouldBeFalse();
        host.SilentAfter = null;

        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "pull", "--json")).ShouldBe(0, world.Error);

        JsonNode.Parse(world.Out)!["files"]![0]!["resumedBytes"]!.GetValue<long>().ShouldBe(kept);
        host.Requests.ShouldBe(["/m/tiny.gguf - -", $"/m/tiny.gguf {kept} -"]);
        File.ReadAllBytes(_folder.PathOf("models/tiny.gguf")).ShouldBe(Model);
    }

    [Fact]
    public async Task Pull_Interrupted_Exits130AndKeepsWhatCame()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        host.SilentAfter = 100_000;
        using var run = await ProgramRun.UntilAsync(_folder.Root, "tiny.gguf: ", "models", "pull");
        await run.SignalAsync("INT");
        await run.EndAsync();
        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("to go on: ");
        run.Error.ShouldContain("models pull");
        File.Exists(_folder.PathOf("models/tiny.gguf.part")).ShouldBeTrue();
    }

    [Fact]
    public async Task Pull_OtherBytesThanThePromised_Exits2WithThePlaceAndKeepsNothing()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host, new string('0', 64));
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "pull")).ShouldBe(2);
        world.Error.ShouldContain($"eval.yaml:2:5: {host.Address}/m/tiny.gguf has SHA-256 {Hash}, but");
        File.Exists(_folder.PathOf("models/tiny.gguf")).ShouldBeFalse();
    }

    [Fact]
    public async Task Pull_FileThatIsThereWithOtherBytes_IsReplacedOnlyByForce()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        _folder.Write("models/tiny.gguf", "another");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "pull")).ShouldBe(2);
        world.Error.ShouldContain($"models/tiny.gguf is there, and its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData("another"u8))}, not {Hash} (--force replaces it)");
        File.ReadAllText(_folder.PathOf("models/tiny.gguf")).ShouldBe("another");

        (await world.RunAsync("models", "pull", "--force")).ShouldBe(0, world.Error);
        File.ReadAllBytes(_folder.PathOf("models/tiny.gguf")).ShouldBe(Model);
    }

    [Fact]
    public async Task Pull_HostThatIsDown_Exits4AfterSomeAttempts()
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        await host.DisposeAsync();
        var world = new TestWorld(_folder.Root);
        var code = await EvalProgram.RunAsync(["models", "pull"], world.Surroundings with { Clock = new FastTimeProvider(100) });
        code.ShouldBe(4, world.Error);
        world.Error.ShouldContain("could not be fetched in 4 attempts: Connection refused");
    }

    [Fact]
    public async Task Pull_Address_IsKeptBesideTheWorkspaceAndTellsHowToUseIt()
    {
        await using var host = await FileHost.StartAsync(Files);
        _folder.Write("eval.yaml", "candidates: []\nsuites: []\n");
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "pull", $"{host.Address}/m/tiny.gguf?key=secret", "--sha256", Hash.ToUpperInvariant())).ShouldBe(0, world.Error);
        File.Exists(_folder.PathOf("models/tiny.gguf")).ShouldBeTrue();
        world.Error.ShouldContain($"{{ id: tiny, local: {{ file: models/tiny.gguf, url: \"{host.Address}/m/tiny.gguf\", sha256: {Hash} }} }}");
        (world.Out + world.Error).ShouldNotContain("secret");

        var own = new TestWorld(_folder.Root);
        (await own.RunAsync("models", "pull", $"{host.Address}/m/tiny.gguf", "--unchecked", "-o", "elsewhere/", "--json")).ShouldBe(0, own.Error);
        File.Exists(_folder.PathOf("elsewhere/tiny.gguf")).ShouldBeTrue();
        var file = JsonNode.Parse(own.Out)!["files"]![0]!;
        (file["checked"]!.GetValue<bool>(), file["sha256"]!.GetValue<string>()).ShouldBe((false, Hash));
    }

    [Fact]
    public async Task Pull_FileThatCannotBeRun_IsKeptAndSaysWhy()
    {
        await using var host = await FileHost.StartAsync(new Dictionary<string, byte[]> { ["/odd.gguf"] = [.. "GGUF"u8, .. new byte[64]] });
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync("models", "pull", $"{host.Address}/odd.gguf", "--unchecked")).ShouldBe(0, world.Error);
        world.Out.ShouldContain("models/odd.gguf: fetched, 68 bytes, SHA-256 ");
        world.Error.ShouldContain("it cannot be run here: ");
        world.Error.ShouldNotContain("to use it");
    }

    [Fact]
    public async Task Pull_TokenAndARedirect_SendsTheTokenToTheAddressAlone()
    {
        await using var store = await FileHost.StartAsync(Files);
        await using var front = await FileHost.StartAsync(Files);
        front.Redirects["/get"] = $"{store.Address}/m/tiny.gguf";
        var world = new TestWorld(_folder.Root) { Variables = { ["MODEL_TOKEN"] = "hf_sesame" } };
        (await world.RunAsync("models", "pull", $"{front.Address}/get", "--sha256", Hash, "-o", "tiny.gguf", "--token-env", "MODEL_TOKEN")).ShouldBe(0, world.Error);
        front.Requests.ShouldBe(["/get - Bearer hf_sesame"]);
        store.Requests.ShouldBe(["/m/tiny.gguf - -"]);
        (world.Out + world.Error).ShouldNotContain("sesame");
    }

    [Theory]
    [InlineData("an address needs --sha256", "http://127.0.0.1:1/m.gguf")]
    [InlineData("--sha256 needs 64 hexadecimal digits, not \"abc\"", "http://127.0.0.1:1/m.gguf", "--sha256", "abc")]
    [InlineData("\"ftp://x/m.gguf\" is no address that begins with http:// or https://", "ftp://x/m.gguf", "--unchecked")]
    [InlineData("--output belongs to one address", "tiny", "-o", "x.gguf")]
    [InlineData("no candidate matches \"tyni\" (did you mean \"tiny\"?)", "tyni")]
    [InlineData("candidate \"plain\" names no address to fetch its file from", "plain")]
    [InlineData("the environment variable NO_SUCH is not set", "tiny", "--token-env", "NO_SUCH")]
    public async Task Pull_WrongUse_Exits2BeforeAnyRequest(string message, params string[] arguments)
    {
        await using var host = await FileHost.StartAsync(Files);
        Workspace(host);
        var world = new TestWorld(_folder.Root);
        (await world.RunAsync(["models", "pull", .. arguments])).ShouldBe(2, world.Error);
        world.Error.ShouldContain(message);
        host.Requests.ShouldBeEmpty();
    }

    private void Workspace(FileHost host, string? hash = null)
    {
        _folder.Write("eval.yaml", $$"""
            candidates:
              - id: tiny
                local: { file: models/tiny.gguf, url: "{{host.Address}}/m/tiny.gguf", sha256: {{hash ?? Hash}} }
              - id: plain
                local: { file: plain.gguf }
            suites: [ suite.yaml ]
            """);
        File.Copy(Path.Combine(SharedFolder.RepositoryRoot, "suites/demo-models/tiny-small.gguf"), _folder.PathOf("plain.gguf"), overwrite: true);
        _folder.Write("suite.yaml", """
            name: sums
            version: 1
            kind: multiple-choice
            dataset: { samples: [ { question: "1 + 1", choices: [ "2", "3" ], answer: 0 } ] }
            prompt: "{{question}} ="
            choices: choices
            answer: answer
            metrics: [acc]
            """);
    }
}
