using Eval.Benchmarks.Baseline;
using Eval.Benchmarks.Measuring;
using Eval.Benchmarks.Models;
using Eval.Benchmarks.Peers;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.LlamaCpp.Engine;

namespace Eval.Benchmarks.Cases;

/// <summary>Multiple choice by likelihood: four continuations of one context.</summary>
internal static class ChoiceCase
{
    // Questions in one call, as a run cuts its work units.
    private const int QuestionsPerCall = 64;

    // What five worked examples come to.
    private const int PreambleWords = 760;
    private const int PreambleQuestions = 50;

    public static async Task AgainstBaselineAsync(ResultTable table, BenchmarkModel model, int rounds, int threads)
    {
        var requests = ChoiceItems.Make(BenchmarkModel.Text, model.Questions);
        using var engine = Engines.Open(model, threads);
        using var naive = new NaiveModel(model.File, model.Context, threads, model.Engine.Gpu);
        var times = await PairedRounds.MeasureAsync(
            rounds,
            async () => (await ScoreAsync(engine, requests, QuestionsPerCall)).Average(s => s.LogLikelihood),
            () => Task.FromResult(requests.Average(r => naive.Continuation(r.Context, r.Continuation))));
        table.Add($"multiple choice, {model.Name}, {model.Questions} questions", "naive baseline", times, model.IsOneMegabyte ? "3" : "–", "mean log-likelihood");
    }

    /// <summary>Questions behind one long preamble, against evaluating the preamble again for each question (its four choices still share it).</summary>
    public static async Task SharedPreambleAsync(ResultTable table, BenchmarkModel model, int rounds, int threads)
    {
        var preamble = BenchmarkModel.Text(SeededRandom.For(1, "preamble"), PreambleWords) + "\n\n";
        var requests = ChoiceItems.Make(BenchmarkModel.Text, PreambleQuestions, preamble);
        var apart = requests.Select(r => r with { SharedPrefixLength = 0 }).ToList();
        using var engine = Engines.Open(model, threads);
        var tokens = (await engine.CountTokensAsync([preamble], CancellationToken.None))[0];
        var times = await PairedRounds.MeasureAsync(
            rounds,
            async () => (await ScoreAsync(engine, requests, QuestionsPerCall)).Average(s => s.LogLikelihood),
            async () => (await ScoreAsync(engine, apart, 1)).Average(s => s.LogLikelihood));
        table.Add(
            $"multiple choice, {model.Name}, {PreambleQuestions} questions behind a preamble of {tokens} tokens", "preamble evaluated for each question",
            times, model.IsLarge ? "3" : "–", "mean log-likelihood");
    }

    /// <summary>Accuracy of HellaSwag and multiple choice, normalised as the tool does; both load the model.</summary>
    public static async Task AgainstPeerAsync(ResultTable table, BenchmarkModel model, Peer peer, int rounds, int threads, string folder)
    {
        var requests = ChoiceItems.Make(BenchmarkModel.Text, model.Questions);
        var tasks = requests.Chunk(ChoiceItems.Choices).Select((r, i) => new PeerTask(r[0].Context, [.. r.Select(c => c.Continuation)], i % ChoiceItems.Choices)).ToList();
        var file = Path.Combine(folder, "tasks");
        var budget = model.IsLarge ? "1" : model.IsOneMegabyte ? "3 (default flags), 1.5 (same flags)" : "–";

        Peer.WriteHellaSwag(file, tasks);
        var hellaSwag = await PairedRounds.MeasureAsync(rounds, OursAsync, () => peer.HellaSwagAsync(model.File, file, tasks.Count, threads));
        table.Add($"HellaSwag, {model.Name}, {tasks.Count} tasks, with loading", peer.Name, hellaSwag, budget, "accuracy in %");

        Peer.WriteMultipleChoice(file, tasks);
        var choice = await PairedRounds.MeasureAsync(rounds, OursAsync, () => peer.MultipleChoiceAsync(model.File, file, tasks.Count, model.Context, threads));
        table.Add($"multiple choice, {model.Name}, {tasks.Count} tasks, with loading", peer.Name, choice, budget, "accuracy in %");

        async Task<double> OursAsync()
        {
            using var engine = Engines.Open(model, threads);
            var scores = await ScoreAsync(engine, requests, QuestionsPerCall);
            var right = scores.Chunk(ChoiceItems.Choices).Select((choices, i) => Best(choices) == tasks[i].Gold).Count(r => r);
            return 100.0 * right / tasks.Count;
        }
    }

    private static async Task<List<ContinuationScore>> ScoreAsync(LlamaEngine engine, IReadOnlyList<ContinuationRequest> requests, int questions)
    {
        var scores = new List<ContinuationScore>(requests.Count);
        foreach (var call in requests.Chunk(questions * ChoiceItems.Choices))
        {
            scores.AddRange(await engine.ScoreContinuationsAsync(call, CancellationToken.None));
        }

        return scores.Find(s => s.Failure is not null) is { } failed ? throw new InvalidOperationException(failed.Failure!.ToString()) : scores;
    }

    // The tool divides by the tokens of the ending.
    private static int Best(ContinuationScore[] choices) => Array.IndexOf(choices, choices.MaxBy(c => c.LogLikelihood / c.TokenCount));
}
