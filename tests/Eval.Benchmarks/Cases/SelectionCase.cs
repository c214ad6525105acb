using System.Diagnostics;
using System.Globalization;
using Eval.Core.Selection;
using Eval.Core.Selection.Acceptability;
using Eval.Core.Selection.Simulation;
using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// The joint simulation of a large decision: 20 candidates, 12 factors, 10,000 draws, 2,000 items; items, judges, latency, prices and weights all uncertain.
/// Once with the items spread over the factors, as suites are, and once with every factor measured on every item.
/// </summary>
internal static class SelectionCase
{
    private const int Candidates = 20;
    private const int Factors = 12;
    private const int Items = 2_000;

    public static void Measure(TextWriter output, int rounds)
    {
        output.WriteLine($"| joint simulation, {Candidates} candidates × {Factors} factors, 10,000 draws | wall, median (range), n = {rounds} | processor time | budget |");
        output.WriteLine("|---|---|---|---|");
        Row("2,000 items in 8 suites", Input(suites: 8, each: Items / 8, factorsEach: 1, clusters: 1));
        Row("2,000 items in 8 suites, clusters of 5", Input(suites: 8, each: Items / 8, factorsEach: 1, clusters: 5));
        Row("all 12 factors on each of 2,000 items", Input(suites: 1, each: Items, factorsEach: Factors, clusters: 1));
        Row("200,000 items in 8 suites, means drawn for some", Input(suites: 8, each: 25_000, factorsEach: 1, clusters: 1), null);
        output.WriteLine();

        void Row(string what, SimulationInput input, double? budget = 2)
        {
            JointSimulation.Run(input with { Draws = 1_000 });
            var (times, processor) = (new double[rounds], 0.0);
            using var self = Process.GetCurrentProcess();
            for (var i = 0; i < rounds; i++)
            {
                self.Refresh();
                var (before, watch) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
                var result = JointSimulation.Run(input);
                times[i] = Stopwatch.GetElapsedTime(watch).TotalSeconds;
                self.Refresh();
                processor += (self.TotalProcessorTime - before).TotalSeconds / rounds;
                var exact = result.Resamplings.All(r => r.Method == "bootstrap");
                if (exact != budget.HasValue || result.Causes.Count < 4)
                {
                    throw new InvalidOperationException("the decision was not simulated as it should be");
                }
            }

            Array.Sort(times);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {what} | **{Quantile.OfSorted(times, 0.5):0.00} s** ({times[0]:0.00} – {times[^1]:0.00}) | {processor:0.00} s | {(budget is { } seconds ? $"{seconds:0} s" : "–")} |"));
        }
    }

    private static SimulationInput Input(int suites, int each, int factorsEach, int clusters)
    {
        var random = SeededRandom.For(17, "selection");
        string[] names = [.. Enumerable.Range(0, Candidates).Select(c => $"model-{c:00}")];
        Factor[] factors =
        [
            .. Enumerable.Range(0, Factors - 2).Select(f => new Factor { Id = $"f{f}", Worst = 0, Best = 1 }),
            new() { Id = "cost", Worst = 20, Best = 0.1, Scale = FactorScale.Logarithmic },
            new() { Id = "latency", Worst = 8, Best = 0.5, Scale = FactorScale.Logarithmic },
        ];
        ItemSet[] sets =
        [
            .. Enumerable.Range(0, suites).Select(s => new ItemSet
            {
                Name = $"suite-{s}",
                Columns = [.. Enumerable.Range(0, factorsEach).Select(k => new ItemColumn(factors[s + k].Id, [.. names.Select((_, c) => Scores(factors[s + k], c))]))],
                Clusters = clusters == 1 ? [] : [.. Enumerable.Range(0, each).Select(i => i / clusters)],
            }),
        ];
        var means = sets.SelectMany(s => s.Columns).ToDictionary(c => c.Factor, c => c.Scores.Select(s => Moments.MeanOf(s)).ToArray());
        return new()
        {
            Matrix = DecisionMatrix.Of(factors, names, factors.SelectMany(f => names.Select((n, c) => new Evidence
            {
                Candidate = n,
                Factor = f.Id,
                Value = means.TryGetValue(f.Id, out var m) ? m[c] : f.Id == "cost" ? 0.5 + c : 1 + (0.2 * c),
                StandardError = means.ContainsKey(f.Id) ? null : 0.05,
                JudgeError = f.Id == "f0" ? 0.01 : 0,
                Cause = f.Id == "latency" ? UncertaintyCause.Latency : UncertaintyCause.Items,
                Source = FactorSource.Measured,
            }))),
            Weights = WeightSet.Of([.. factors.Select(_ => 1.0)]),
            Belief = new UnknownWeights(Factors),
            Items = sets,
            Prices = new() { CostFactors = ["cost"], Ranges = names.ToDictionary(n => n, _ => 0.2) },
        };

        double[] Scores(Factor factor, int candidate) =>
        [
            .. Enumerable.Range(0, each).Select(_ => factor.Id switch
            {
                "cost" => 0.5 + candidate + random.NextDouble(),
                "latency" => 1 + (0.1 * candidate) + random.NextDouble(),
                _ => random.NextDouble() < 0.5 + (0.01 * candidate) ? 1.0 : 0,
            }),
        ];
    }
}
