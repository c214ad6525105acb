using System.Text.Json.Nodes;
using Eval.Core.Statistics;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Serving;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The program killed at random moments of a tournament, whose rounds depend on each other, and started again until it is done.</summary>
public sealed class KilledTournamentTests : IDisposable
{
    private const int Concurrency = 4;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("adaptive")]
    [InlineData("swiss")]
    public async Task Run_TournamentKilledAgainAndAgain_EndsAsIfItHadNeverBeen(string pairing)
    {
        var kills = TestRounds.Of(20);
        ModelProfile Profile(string answers) => new() { Answers = answers, Latency = new Latency { Ms = 20, Spread = 15, Shape = LatencyShape.Uniform } };
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Models = new Dictionary<string, ModelProfile> { ["five"] = Profile("words:5"), ["seven"] = Profile("words:7"), ["nine"] = Profile("words:9"), ["judge"] = Profile("words:3") },
        });
        Write(server, pairing, prompts: 12 * kills);
        var random = new SeededRandom(17);
        for (var kill = 0; kill < kills; kill++)
        {
            var at = (await server.Ledger.SettleAsync()).Answered + random.Next(60);
            using var run = ProgramRun.Start(_folder.Root, null, ["run", "--quiet"]);
            while (server.Ledger.Totals.Answered < at && !run.HasExited)
            {
                await Task.Delay(2);
            }

            run.HasExited.ShouldBeFalse($"kill {kill}: {run.Error}");
            await run.SignalAsync("KILL");
            await run.EndAsync();
        }

        using var last = await ProgramRun.ToEndAsync(_folder.Root, "run", "--quiet");
        last.ExitCode.ShouldBe(0, last.Error);
        last.Out.ShouldContain("Went on with run");

        // A kill loses what was under way, and at most what was answered but not yet committed.
        (await server.Ledger.SettleAsync()).AskedAgain.ShouldBeLessThanOrEqualTo(kills * 4L * Concurrency * 2);
        using var whole = await ProgramRun.ToEndAsync(_folder.Root, "run", "--quiet", "--fresh", "--no-cache", "--db", "whole.db");
        whole.ExitCode.ShouldBe(0, whole.Error);
        var resumed = await BattlesAsync("results/eval.db");
        resumed.Count.ShouldBeGreaterThan(3 * 12 * kills / 2);
        resumed.ShouldBe(await BattlesAsync("whole.db"));
        (await EstimatesAsync()).ShouldBe(await EstimatesAsync("--db", "whole.db"));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(FakeEndpointServer server, string pairing, int prompts)
    {
        string Candidate(string id) => $$"""  - { id: {{id}}, hosted: { provider: openai-compatible, endpoint: "{{server.OpenAiAddress}}", model: {{id}}, concurrency: {{Concurrency}} } }""";
        _folder.Write("eval.yaml", $"candidates:\n{string.Join('\n', new[] { "five", "seven", "nine", "judge" }.Select(Candidate))}\nsuites: [suite.yaml]\n");
        _folder.Write("suite.yaml", $$$"""
            name: arena
            version: 1
            kind: arena
            dataset: { files: [data.jsonl] }
            prompt: "{{question}}"
            rubric: helpfulness
            judge: judge
            canaries: false
            pairing: {{{pairing}}}
            roundSize: 14
            battles: {{{prompts * 2}}}
            """);
        _folder.Write("data.jsonl", string.Join('\n', Enumerable.Range(0, prompts).Select(i => $$"""{"id":"q{{i}}","question":"{{EchoedQuestions.Question(i)}}"}""")));
    }

    private async Task<List<string>> BattlesAsync(string path)
    {
        await using var database = await EvalDatabase.OpenAsync(_folder.PathOf(path), OpenMode.ReadOnly, CancellationToken.None);
        var battles = await database.Runs.Battles!.ReadAsync(1, "arena", texts: false, CancellationToken.None).ToListAsync();
        return [.. battles.Select(b => $"{b.Plan} {b.Outcome} {string.Join(" ", b.Games)} {b.Cluster}")];
    }

    private async Task<List<string>> EstimatesAsync(params string[] more)
    {
        using var shown = await ProgramRun.ToEndAsync(_folder.Root, null, ["show", "--json", .. more]);
        return [.. JsonNode.Parse(shown.Out)!["cells"]!.AsArray().SelectMany(c => c!["estimates"]!.AsArray()).Select(e => e!.ToJsonString())];
    }
}
