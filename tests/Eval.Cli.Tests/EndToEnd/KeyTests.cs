using System.Text;
using System.Text.Json;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>A key of an endpoint is used, and seen nowhere else.</summary>
public sealed class KeyTests
{
    private const string Key = "sk-proj-Zq7vR2mXw9TkLd4Y";

    private static readonly Dictionary<string, string> WithKey = new(StringComparer.Ordinal) { [HostedWorkspace.KeyVariable] = Key };

    [Fact]
    public async Task Run_WithAKeyAndFaults_LeavesItInNoFileNoOutputAndNoCommandLine()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            ApiKey = Key,
            Otherwise = new ModelProfile { Latency = new Latency { Ms = 20 }, Faults = new FaultPlan { Mixed = 0.2, RetryAfterSeconds = 0 } },
        });
        using var workspace = new HostedWorkspace(server, samples: 40, keyed: true);

        using var run = await ProgramRun.UntilAsync(workspace.Root, "hosted / questions", WithKey, "run", "--verbose");
        var commandLines = CommandLines();
        await run.EndAsync();
        run.ExitCode.ShouldBe(0, run.Error);
        server.Ledger.Totals.Answered.ShouldBeGreaterThanOrEqualTo(40);

        commandLines.ShouldContain(c => c.Contains("eval.dll"));
        commandLines.ShouldNotContain(c => c.Contains(Key));
        Outputs(run).ShouldNotContain(Key);
        foreach (var arguments in (string[][])[["show", "--json"], ["samples", "--jsonl"], ["doctor"], ["doctor", "--json"], ["models", "list", "--json"], ["check", "--json"]])
        {
            using var shown = await ProgramRun.ToEndAsync(workspace.Root, WithKey, arguments);
            Outputs(shown).ShouldNotContain(Key, Case.Sensitive, string.Join(' ', arguments));
        }

        File.Exists(Path.Combine(workspace.Root, "results", "eval.db")).ShouldBeTrue();
        workspace.FilesWith(EchoedQuestions.Question(7)).ShouldNotBeEmpty("the search itself must work");
        workspace.FilesWith(Key).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_RefusedKeyThatTheEndpointRepeats_Exits2BeforeAnyWorkAndMasksIt()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = "another", RepeatsKeys = true });
        using var workspace = new HostedWorkspace(server, samples: 5, keyed: true);

        using var run = await ProgramRun.ToEndAsync(workspace.Root, WithKey, ["run", "--verbose"]);

        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain("eval.yaml:2:");
        run.Error.ShouldContain(HostedWorkspace.KeyVariable);
        Outputs(run).ShouldNotContain(Key);
        workspace.FilesWith(Key).ShouldBeEmpty();
        server.Ledger.Totals.Billed.ShouldBe(0);

        using var json = await ProgramRun.ToEndAsync(workspace.Root, WithKey, ["run", "--json"]);
        json.ExitCode.ShouldBe(2);
        Outputs(json).ShouldNotContain(Key);
    }

    [Fact]
    public async Task Run_MissingKey_Exits2WithTheVariable()
    {
        await using var server = await FakeEndpointServer.StartAsync();
        using var workspace = new HostedWorkspace(server, samples: 5, keyed: true);
        using var run = await ProgramRun.ToEndAsync(workspace.Root, "run");
        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(HostedWorkspace.KeyVariable);
        server.Ledger.Totals.Requests.ShouldBe(0);
    }

    // JSON escapes would hide a key from a plain search.
    private static string Outputs(ProgramRun run) => run.Out + run.Error + Unescaped(run.Out);

    private static string Unescaped(string text)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text));
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static List<string> CommandLines()
    {
        var all = new List<string>();
        foreach (var file in Directory.EnumerateDirectories("/proc").Where(d => Path.GetFileName(d).All(char.IsAsciiDigit)).Select(d => Path.Combine(d, "cmdline")))
        {
            try
            {
                all.Add(Encoding.UTF8.GetString(File.ReadAllBytes(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or somebody else's.
            }
        }

        return all;
    }
}
