using System.Text.Json.Nodes;
using Eval.Cli.Tests.Progress;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Tests.Commands;

/// <summary>A database with one run of two candidates whose answers a judge has scored from 1 to 5, written through the real store.</summary>
internal static class JudgedDatabase
{
    public const string Definition =
        """{"judge":["tiny-large"],"judges":["judge-identity"],"method":"score","methodVersion":"1","rubricHash":"abc","rubricName":"helpfulness"}""";

    /// <summary>What the judge gave the answer of a candidate to a question; sample 5 it refused to judge.</summary>
    public static int ScoreOf(string candidate, int sample) => ((sample * 7) + (candidate == "alpha" ? 0 : 2)) % 5 + 1;

    public static string AnswerOf(string candidate, int sample) => sample == 0 ? $"=HYPERLINK(\"http://{sample}.example\") by {candidate[..1]}" : $"words {sample} by {candidate[..1]}";

    public static async Task WriteAsync(string path, int samples = 12, string definition = Definition)
    {
        await using var database = await EvalDatabase.OpenAsync(path, OpenMode.ReadWrite, CancellationToken.None);
        var cells = new[] { "alpha", "beta" }.Select(c => TestPlans.Cell(c, "letters", samples)).ToList();
        var plan = TestPlans.Of([.. cells.Select(c => c with { Suite = c.Suite with { Kind = "rubric", Metrics = ["judge_score_1_5", "judge_canaries"], DefinitionText = definition } })]);
        var run = await database.Runs.CreateAsync(plan, CancellationToken.None);
        await using var lease = await database.Runs.AcquireAsync(run.Id, CancellationToken.None);
        foreach (var (key, cell) in run.CellIds)
        {
            var candidate = key.Split('/')[0];
            await database.Runs.AppendAsync([.. Enumerable.Range(0, samples).Select(i => new CellResult(cell, Sample(candidate, i)))], CancellationToken.None);
            await database.Runs.SaveEstimatesAsync(
                cell,
                [
                    new Estimate { MetricId = "judge_score_1_5", Value = 3, Low = 2.5, High = 3.5, StandardError = 0.25, N = samples - 1, Planned = samples },
                    new Estimate { MetricId = "judge_canaries", Value = 1, N = 4, Planned = 4 },
                ],
                CancellationToken.None);
        }

        await database.Runs.FinishAsync(run.Id, RunStatus.Finished, null, CancellationToken.None);
    }

    private static SampleResult Sample(string candidate, int i) => new()
    {
        Ordinal = i,
        SampleId = $"letter-{i}",
        Outcome = i == 5 ? SampleOutcome.ScorerError : SampleOutcome.Completed,
        Measures = i == 5 ? new Dictionary<string, double>() : new Dictionary<string, double> { ["judge_score_1_5"] = ScoreOf(candidate, i) },
        Prompt = $"Write letter {i}",
        Answer = AnswerOf(candidate, i),
        DetailJson = new JsonObject
        {
            ["judges"] = new JsonArray(new JsonObject { ["judge"] = "tiny-large", ["state"] = i == 5 ? "Refused" : "Scored", ["score"] = i == 5 ? null : ScoreOf(candidate, i), ["feedback"] = "secret praise" }),
        }.ToJsonString(),
    };
}
