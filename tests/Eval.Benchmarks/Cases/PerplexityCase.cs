using System.Globalization;
using Eval.Benchmarks.Baseline;
using Eval.Benchmarks.Measuring;
using Eval.Benchmarks.Models;
using Eval.Benchmarks.Peers;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.LlamaCpp.Engine;

namespace Eval.Benchmarks.Cases;

/// <summary>Chunked perplexity of a text, by the rule of llama.cpp's tool.</summary>
internal static class PerplexityCase
{
    public static async Task AgainstBaselineAsync(ResultTable table, BenchmarkModel model, int rounds, int threads)
    {
        var text = BenchmarkModel.Text(SeededRandom.For(1, "text"), model.Words);
        using var engine = Engines.Open(model, threads);
        using var naive = new NaiveModel(model.File, model.Context, threads, model.Engine.Gpu);
        var times = await PairedRounds.MeasureAsync(
            rounds, () => OursAsync(engine, text, model.Chunk), () => Task.FromResult(naive.Perplexity(text, model.Chunk, int.MaxValue)));
        table.Add($"perplexity, {model.Name}, {Tokens(naive, text)} tokens", "naive baseline", times, "–", "ppl");
    }

    /// <summary>Whole processes' work: both load the model.</summary>
    public static async Task AgainstPeerAsync(ResultTable table, BenchmarkModel model, Peer peer, int rounds, int threads, string folder)
    {
        var text = BenchmarkModel.Text(SeededRandom.For(1, "text"), model.Words);
        var file = Path.Combine(folder, "text.txt");
        await File.WriteAllTextAsync(file, text);
        var times = await PairedRounds.MeasureAsync(
            rounds,
            async () =>
            {
                using var engine = Engines.Open(model, threads);
                return await OursAsync(engine, text, model.Chunk);
            },
            () => peer.PerplexityAsync(model.File, file, model.Chunk, threads));
        table.Add($"perplexity, {model.Name}, with loading", peer.Name, times, model.IsLarge ? "1" : model.IsOneMegabyte ? "3 (default flags), 1 (same flags)" : "–", "ppl");
    }

    private static async Task<double> OursAsync(LlamaEngine engine, string text, int chunk)
    {
        var rule = new WindowRule(WindowKind.HalfWindow, chunk);
        var windows = await engine.MeasureTextAsync(text, rule, CancellationToken.None);
        var scores = await engine.ScoreWindowsAsync(new WindowRequest(text, rule, 0, windows.WindowCount), CancellationToken.None);
        return Math.Exp(-scores.Sum(s => s.LogLikelihood) / scores.Sum(s => s.ScoredTokens));
    }

    private static string Tokens(NaiveModel naive, string text) => naive.Tokenize(text, addSpecial: true).Length.ToString("N0", CultureInfo.InvariantCulture);
}
