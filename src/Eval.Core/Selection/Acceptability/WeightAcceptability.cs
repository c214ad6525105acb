using Eval.Core.Selection.Aggregation;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.Acceptability;

/// <summary>
/// Which ranks candidates take where weights are not known exactly: stochastic multicriteria acceptability analysis (R. Lahdelma, J. Hokkanen and P. Salminen,
/// European Journal of Operational Research 106, 1998). Values are taken as they are; the joint simulation adds their errors.
/// </summary>
/// <param name="Ranks">Probabilities of ranks.</param>
/// <param name="CentralWeights">For each candidate the mean of the weights under which it is first; null where it never is.</param>
/// <param name="Draws">Draws; 0 where the result is exact (two factors, weighted sum, nothing missing).</param>
public sealed record WeightAcceptability(RankAcceptability Ranks, IReadOnlyList<IReadOnlyList<double>?> CentralWeights, int Draws)
{
    /// <summary>Draws unless said otherwise.</summary>
    public const int DefaultDraws = 20_000;

    private const int Block = 256;

    /// <summary>Runs the analysis.</summary>
    /// <param name="matrix">The matrix; a missing value is uniform from 0 to 1.</param>
    /// <param name="belief">What is known about the weights.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="draws">Draws, 100 to 1,000,000.</param>
    /// <param name="method">A method on anchored values; null: the weighted sum.</param>
    public static WeightAcceptability Of(DecisionMatrix matrix, WeightBelief belief, int seed, int draws = DefaultDraws, IAggregation? method = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(draws, Simulation.SimulationInput.MostDraws);
        ArgumentOutOfRangeException.ThrowIfNotEqual(belief.Count, matrix.Factors.Count);
        var anchored = (method ?? AggregationMethods.WeightedSum).Anchored();
        var (candidates, factors) = (matrix.Candidates.Count, matrix.Factors.Count);
        double[][] values = [.. Enumerable.Range(0, candidates).Select(c => matrix.Values(c, double.NaN))];
        if (matrix.IsComplete && anchored is WeightedSum && belief.FirstOfTwo() is { } range)
        {
            return TwoFactors.Of(matrix.Candidates, values, range);
        }

        var stream = SeededRandom.StableHash(seed, "selection weights");
        var (scores, weights) = (new double[draws * candidates], new double[draws * factors]);
        Parallel.For(0, (draws + Block - 1) / Block, block =>
        {
            var row = new double[factors];
            for (var draw = block * Block; draw < Math.Min(draws, (block + 1) * Block); draw++)
            {
                var random = new SeededRandom(stream + (ulong)draw);
                var drawn = weights.AsSpan(draw * factors, factors);
                belief.Draw(random, drawn);
                for (var c = 0; c < candidates; c++)
                {
                    for (var f = 0; f < factors; f++)
                    {
                        row[f] = double.IsNaN(values[c][f]) ? random.NextDouble() : values[c][f];
                    }

                    scores[(draw * candidates) + c] = anchored.Score(row, drawn);
                }
            }
        });
        return new(RankAcceptability.Of(matrix.Candidates, scores, draws), Central(scores, weights, candidates, factors, draws), draws);
    }

    private static double[]?[] Central(double[] scores, double[] weights, int candidates, int factors, int draws)
    {
        var (sums, counts) = (new double[candidates][], new double[candidates]);
        for (var draw = 0; draw < draws; draw++)
        {
            var row = scores.AsSpan(draw * candidates, candidates);
            var best = double.NegativeInfinity;
            foreach (var score in row)
            {
                best = Math.Max(best, score);
            }

            for (var c = 0; c < candidates; c++)
            {
                if (row[c] < best)
                {
                    continue;
                }

                counts[c]++;
                sums[c] ??= new double[factors];
                for (var f = 0; f < factors; f++)
                {
                    sums[c][f] += weights[(draw * factors) + f];
                }
            }
        }

        return [.. sums.Select((s, c) => s?.Select(w => w / counts[c]).ToArray())];
    }
}
