using Eval.Cli.Tests.Progress;
using Eval.Core.Metrics;
using Eval.Core.Ratings;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Tests.Commands;

/// <summary>A database with one run of three candidates' arena, written through the real store.</summary>
internal static class ArenaDatabase
{
    public const string Judged =
        """{"kind":"arena","judge":["tiny-large"],"rubricName":"helpfulness","judging":{"swap":"both-half"},"slices":["topic"],"until":{"decided":"leader","minBattles":5,"looks":2}}""";

    public const string People = """{"kind":"arena","decide":"people","slices":["topic"],"battles":24}""";

    public static readonly string[] Candidates = ["alpha", "beta", "gamma"];

    public static async Task<long> WriteAsync(string path, string definition = Judged, int samples = 12, string name = "nightly")
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadWrite, CancellationToken.None);
        var cells = Candidates.Select(c => TestPlans.Cell(c, "letters", samples)).ToList();
        var plan = TestPlans.Of([.. cells.Select(c => c with { Suite = c.Suite with { Kind = "arena", Metrics = ["rating_bt", "best_bt", "rank_bt", "arena_score"], DefinitionText = definition } })]) with { Name = name };
        var run = await database.Runs.CreateAsync(plan, CancellationToken.None);
        await using var lease = await database.Runs.AcquireAsync(run.Id, CancellationToken.None);
        foreach (var (key, cell) in run.CellIds)
        {
            await database.Runs.AppendAsync([.. Enumerable.Range(0, samples).Select(i => new CellResult(cell, Sample(key.Split('/')[0], i)))], CancellationToken.None);
        }

        if (definition != People)
        {
            var battles = Battles(samples).ToList();
            await database.Runs.Battles!.PlanAsync(run.Id, "letters", [.. battles.Select(b => b.Plan)], CancellationToken.None);
            await database.Runs.Battles!.AppendAsync(run.Id, "letters", battles, [], CancellationToken.None);
            var table = new TournamentTable(Eval.Core.Suites.Kinds.Arena.ArenaDefinition.Of(definition)!.Rating, Candidates, 0.95, 17);
            var estimates = table.Estimates(battles, ["topic"], battles.Count);
            foreach (var (key, cell) in run.CellIds)
            {
                await database.Runs.SaveEstimatesAsync(cell, estimates[key.Split('/')[0]], CancellationToken.None);
            }
        }
        else
        {
            foreach (var cell in run.CellIds.Values)
            {
                await database.Runs.SaveEstimatesAsync(cell, [new Estimate { MetricId = "rating_bt", N = 0, Planned = 0, Note = "no battle was played" }, new Estimate { MetricId = "acc", Value = 0.5, N = 4, Planned = 4 }], CancellationToken.None);
            }
        }

        await database.Runs.FinishAsync(run.Id, RunStatus.Finished, null, CancellationToken.None);
        return run.Id;
    }

    public static string AnswerOf(string candidate, int sample) => sample == 0 ? $"=HYPERLINK(\"http://{candidate[..1]}.example\")" : $"</script><b>letter {sample}</b> by {candidate[..1]}";

    /// <summary>Each pair on each prompt: alpha mostly beats beta, beta gamma; two judges, one of whom was asked in both orders. One battle failed.</summary>
    private static IEnumerable<BattleResult> Battles(int samples)
    {
        var ordinal = 0;
        foreach (var (a, b) in ((string, string)[])[("alpha", "beta"), ("beta", "gamma"), ("gamma", "alpha")])
        {
            for (var i = 0; i < samples; i++)
            {
                var plan = new PlannedBattle(ordinal, ordinal / 12, a, b, i, 0, $"letter-{i}", 1);
                var sign = (a == "gamma" ? -1 : 1) * (i % 4 == 3 ? -1 : 1);
                BattleOutcome Of(int s) => s > 0 ? BattleOutcome.AWins : s < 0 ? BattleOutcome.BWins : i % 5 == 0 ? BattleOutcome.BothBad : BattleOutcome.Tie;
                var failed = ordinal == 7;
                yield return new BattleResult
                {
                    Plan = plan,
                    Outcome = failed ? SampleOutcome.ScorerError : SampleOutcome.Completed,
                    Reason = failed ? "unparsed" : null,
                    Games = failed ? [] : [new BattleGame("tiny-large", Of(i % 5 == 0 ? 0 : sign)) { AFirst = true }, new BattleGame("tiny-large", Of(sign)) { AFirst = false }, .. i % 3 == 0 ? [new BattleGame("strict", Of(-sign))] : Array.Empty<BattleGame>()],
                    Slices = new Dictionary<string, string> { ["topic"] = Topic(i) },
                    Cluster = $"letter-{i}",
                    CostMicroUsd = 7,
                    DetailJson = failed ? """{"judges":[{"judge":"tiny-large","state":"Unparsed","reason":"unparsed","replies":[{"promptHash":"x","text":"Hm. </script>","order":"ours-first"}]}]}"""
                        : """{"judges":[{"judge":"tiny-large","state":"Scored","score":0.5,"pair":{"oursFirst":0},"replies":[{"promptHash":"x","text":"both bad","order":"ours-first"},{"promptHash":"y","text":"alpha is better","order":"ours-second"}]},{"judge":"strict","state":"Scored","replies":[{"promptHash":"z","text":"gamma is better"}]}]}""",
                };
                ordinal++;
            }
        }
    }

    private static string Topic(int sample) => sample % 2 == 0 ? "thanks" : "requests";

    private static SampleResult Sample(string candidate, int i) => new()
    {
        Ordinal = i,
        SampleId = $"letter-{i}",
        Outcome = SampleOutcome.Completed,
        Prompt = $"Write letter {i}",
        Answer = AnswerOf(candidate, i),
        Slices = new Dictionary<string, string> { ["topic"] = Topic(i) },
    };
}
