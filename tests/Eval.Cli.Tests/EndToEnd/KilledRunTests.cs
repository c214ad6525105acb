using System.Text.Json.Nodes;
using Eval.Core.Statistics;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The program killed at random moments of a hosted run, and started again until it is done.</summary>
public sealed class KilledRunTests
{
    private const int Concurrency = 8;

    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private long _seen;

    [Fact]
    public async Task Run_KilledAgainAndAgain_EndsAsIfItHadNeverBeen()
    {
        var kills = TestRounds.Of(50);
        var samples = 90 * kills;
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Otherwise = new ModelProfile { Latency = new Latency { Ms = 20, Spread = 15, Shape = LatencyShape.Uniform }, Faults = new FaultPlan { Mixed = 0.1, RetryAfterSeconds = 0 } },
        });
        using var workspace = new HostedWorkspace(server, samples, $"concurrency: {Concurrency}");
        var random = new SeededRandom(17);
        for (var kill = 0; kill < kills; kill++)
        {
            var before = (await server.Ledger.SettleAsync()).Answered;
            using var run = ProgramRun.Start(workspace.Root, null, ["run", "--quiet"]);
            // Some are killed before their first question, most in the middle of the work.
            var at = before + random.Next(60);
            while (server.Ledger.Totals.Answered < at && !run.HasExited)
            {
                await Task.Delay(2);
            }

            run.HasExited.ShouldBeFalse($"kill {kill}: {run.Error}");
            await run.SignalAsync("KILL");
            await run.EndAsync();
            await CheckThatNothingStoredIsAskedAgainAsync(server, workspace, kill);
        }

        using var last = await ProgramRun.ToEndAsync(workspace.Root, "run", "--quiet");
        last.ExitCode.ShouldBe(0, last.Error);
        last.Out.ShouldContain("Went on with run");

        var totals = await server.Ledger.SettleAsync();
        // A kill loses what was under way, and at most what was answered but not yet committed.
        totals.AskedAgain.ShouldBeLessThanOrEqualTo(kills * 4L * Concurrency);

        var resumed = await StoredAsync(workspace);
        resumed.Count.ShouldBe(samples);
        using var whole = await ProgramRun.ToEndAsync(workspace.Root, "run", "--quiet", "--fresh", "--no-cache", "--db", "whole.db");
        whole.ExitCode.ShouldBe(0, whole.Error);
        var uninterrupted = await StoredAsync(workspace, "--db", "whole.db");
        resumed.ShouldBe(uninterrupted);
        (await EstimatesAsync(workspace)).ShouldBe(await EstimatesAsync(workspace, "--db", "whole.db"));
    }

    // What the database holds now must not be asked by the run that follows; the last call looks at the run that follows the kill before.
    private async Task CheckThatNothingStoredIsAskedAgainAsync(FakeEndpointServer server, HostedWorkspace workspace, int kill)
    {
        await server.Ledger.SettleAsync();
        server.Ledger.Entries.Where(e => e.Number > _seen).Select(e => e.Question).Where(_stored.Contains).ShouldBeEmpty($"kill {kill}");
        _seen = server.Ledger.Entries.Max(e => (long?)e.Number) ?? 0;
        foreach (var sample in await StoredAsync(workspace))
        {
            _stored.Add(JsonNode.Parse(sample)!["prompt"]!.GetValue<string>());
        }
    }

    private static async Task<List<string>> StoredAsync(HostedWorkspace workspace, params string[] more)
    {
        using var shown = await ProgramRun.ToEndAsync(workspace.Root, null, ["samples", "--jsonl", "--limit", "100000", .. more]);
        return [.. shown.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            // Time and what it took to get the answer may differ; what was answered may not.
            var sample = JsonNode.Parse(line)!.AsObject();
            foreach (var name in (string[])["run", "cell", "durationMs", "cached", "costUsd", "costMicroUsd", "inputTokens", "outputTokens"])
            {
                sample.Remove(name);
            }

            return sample.ToJsonString();
        }).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> EstimatesAsync(HostedWorkspace workspace, params string[] more)
    {
        using var shown = await ProgramRun.ToEndAsync(workspace.Root, null, ["show", "--json", .. more]);
        return [.. JsonNode.Parse(shown.Out)!["cells"]!.AsArray().SelectMany(c => c!["estimates"]!.AsArray()).Select(e => e!.ToJsonString())];
    }
}
