using Eval.Core.Selection;
using Eval.Core.Selection.Weights;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Selection;

/// <summary>Small decisions for tests.</summary>
internal static class Decisions
{
    /// <summary>Linear factors f0, f1 … with anchors 0 and 1; NaN is a missing value.</summary>
    public static DecisionMatrix Unit(params (string Name, double[] Values)[] rows) => DecisionMatrix.Of(
        [.. Enumerable.Range(0, rows[0].Values.Length).Select(f => new Factor { Id = $"f{f}", Worst = 0, Best = 1 })],
        [.. rows.Select(r => r.Name)],
        rows.SelectMany(r => r.Values.Select((v, f) => new Evidence { Candidate = r.Name, Factor = $"f{f}", Value = double.IsNaN(v) ? null : v })));

    public static WeightSet Weights(params double[] weights) => WeightSet.Of(weights);

    public static (DecisionMatrix Matrix, WeightSet Weights) Random(SeededRandom random, int candidates, int factors) => (
        Unit([.. Enumerable.Range(0, candidates).Select(c => ($"c{c:00}", Enumerable.Range(0, factors).Select(_ => random.NextDouble()).ToArray()))]),
        WeightSet.Of([.. Enumerable.Range(0, factors).Select(_ => 0.02 + random.NextDouble())]));
}
