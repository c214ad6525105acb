using System.Globalization;
using Eval.Benchmarks.Hosted;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Speed;
using Eval.Core.Workspaces;
using Eval.Providers;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// What a speed suite records of an endpoint in a process of its own, against when that endpoint gave each piece to the network: the error of the
/// client on a real clock, under closed and open loads, beside the lag that the client reports of itself.
/// </summary>
internal static class SpeedCase
{
    private const double DelayMs = 50;
    private const int Tokens = 20;
    private const double TokensPerSecond = 100;

    public static async Task MeasureAsync(TextWriter output)
    {
        await output.WriteLineAsync($"| load ({DelayMs} ms, then {TokensPerSecond} tokens/s) | first token: recorded − endpoint's, median | 99th percentile | gaps: recorded − endpoint's, median | 99th percentile of the size | client's own lag, p50, p99 | send lag, p99 |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|");
        await using var endpoint = await EndpointProcess.StartAsync(
            DelayMs, int.MaxValue, "--answers", string.Create(CultureInfo.InvariantCulture, $"words:{Tokens}"), "--tokens-per-second", TokensPerSecond.ToString(CultureInfo.InvariantCulture));
        var suite = Load();
        var candidate = new Candidate
        {
            Id = "endpoint",
            Hosted = new HostedModelSpec { Provider = "openai-compatible", Model = "words", Endpoint = $"{endpoint.Address}v1", Likelihoods = LikelihoodRoute.None },
        };
        await using var model = await new HostedModelProvider(_ => null, TimeProvider.System).OpenAsync(candidate, CancellationToken.None);
        var kind = new SpeedKind();
        var context = new SampleContext(Seed: 1, FewShot: null, WorkFolder: "unused");
        var rows = new[] { new Sample(0, "row", new() { ["question"] = "Write." }, new SourcePosition("rows", 1, 0)) };
        await foreach (var unit in kind.CutAsync(suite, rows.ToAsyncEnumerable(), context, model, CancellationToken.None))
        {
            await endpoint.ClearAsync();
            var results = await kind.RunAsync(suite, unit, context, model, CancellationToken.None);
            await output.WriteLineAsync(Row(results, await endpoint.PiecesAsync()));
        }

        await output.WriteLineAsync();
    }

    private static string Row(IReadOnlyList<SampleResult> results, Dictionary<string, double[]> pieces)
    {
        var (first, gaps, lags) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var result in results)
        {
            var trace = TraceDetail.Of(result)!.Trace;
            var sent = pieces[result.Prompt!];
            var seen = trace.Events.Where(e => e.Kind == TraceEventKind.Text).Select(e => e.AtMs).ToArray();
            if (!trace.IsAnswered || seen.Length != sent.Length)
            {
                throw new InvalidOperationException($"{result.SampleId}: {seen.Length} of {sent.Length} pieces, {trace.Failure}");
            }

            first.Add(seen[0] - trace.SentMs - sent[0]);
            gaps.AddRange(Enumerable.Range(1, sent.Length - 1).Select(i => seen[i] - seen[i - 1] - (sent[i] - sent[i - 1])));
            lags.Add(trace.SubmittedMs - trace.ScheduledMs);
        }

        var load = TraceDetail.Of(results[0])!.Load;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {load.Name}, {results.Count} requests | {At(first, 0.5):0.00} ms | {At(first, 0.99):0.00} ms | {At(gaps, 0.5):0.00} ms | {At(gaps.Select(Math.Abs), 0.99):0.00} ms | {load.Lag?.P50:0.00}, {load.Lag?.P99:0.00} ms | {At(lags, 0.99):0.00} ms |");
    }

    private static double At(IEnumerable<double> values, double p) => Quantile.OfSorted(values.Order().ToArray(), p);

    private static Suite Load()
    {
        var folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "suite.yaml"), """
                name: speed
                version: 1
                kind: speed
                dataset: { samples: [ { question: Write. } ] }
                prompt: "{{question}}"
                load: [ { concurrency: 1, requests: 20 }, { concurrency: 16, requests: 320 }, { concurrency: 64, requests: 1280 }, { rate: 50, requests: 300 } ]
                """);
            return SuiteLoader.Load(Path.Combine(folder, "suite.yaml"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
