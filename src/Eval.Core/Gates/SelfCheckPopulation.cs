using Eval.Core.Comparisons;
using Eval.Core.Statistics;

namespace Eval.Core.Gates;

/// <summary>Measured scores as a population to draw gates from, in which the two sides are equally good.</summary>
internal sealed class SelfCheckPopulation
{
    private readonly PairedScores _scores;
    private readonly IReadOnlyList<double[]>? _epochs;
    private readonly int[][] _units;
    private readonly bool _isBinary;
    private readonly double _flip;

    /// <summary>Creates it.</summary>
    /// <param name="scores">Two sides that change places at random.</param>
    /// <param name="epochs">Or: repetitions of one side, by sample, which are divided at random.</param>
    public SelfCheckPopulation(PairedScores scores, IReadOnlyList<double[]>? epochs)
    {
        (_scores, _epochs) = (scores, epochs);
        _units = scores.Clusters is { } clusters
            ? [.. Enumerable.Range(0, scores.Count).GroupBy(i => clusters[i]).Select(g => g.ToArray())]
            : [.. Enumerable.Range(0, scores.Count).Select(i => new[] { i })];
        var all = epochs is null ? scores.Old.Concat(scores.New) : epochs.SelectMany(e => e.Length <= 3 ? e : []);
        _isBinary = scores.Weights is null && all.All(s => s is 0 or 1) && (epochs is null || epochs.All(e => e.Length <= 3));

        // Right answers that turn wrong lower a mean of p by p times the share that turns.
        var mean = epochs is null ? (scores.MeanOf(scores.Old) + scores.MeanOf(scores.New)) / 2 : epochs.Average(e => e.Average());
        _flip = scores.HigherIsBetter ? mean : 1 - mean;
    }

    public string MetricId => _scores.MetricId;

    public int Count => _scores.Count;

    public double Range => _scores.Range();

    /// <summary>True where the scores leave room for a loss: right answers can only turn wrong where there are as many.</summary>
    public bool CanLose(double loss) => !_isBinary || _flip >= loss;

    /// <summary>Draws one gate.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="loss">By how much the new side is worse in truth, 0 or more.</param>
    public PairedScores Draw(SeededRandom random, double loss)
    {
        var (old, @new, origin, clusters) = (new List<double>(Count), new List<double>(Count), new List<int>(Count), new List<int>(Count));
        for (var unit = 0; unit < _units.Length; unit++)
        {
            var exchanged = random.Next(2) == 1;
            foreach (var i in _units[random.Next(_units.Length)])
            {
                var (a, b) = _epochs is null ? (_scores.Old[i], _scores.New[i]) : Halves(_epochs[i], random);
                old.Add(exchanged ? b : a);
                @new.Add(Worse(exchanged ? a : b, random, loss));
                origin.Add(i);
                clusters.Add(unit);
            }
        }

        return _scores with
        {
            Old = [.. old],
            New = [.. @new],
            Weights = _scores.Weights is { } weights ? [.. origin.Select(i => weights[i])] : null,
            Clusters = _scores.Clusters is null ? null : [.. clusters],
            SampleIds = [.. origin.Select(i => _scores.SampleIds[i])],
            Slices = new Dictionary<string, int[]>(),
            Planned = old.Count,
            OldScored = old.Count,
            NewScored = old.Count,
        };
    }

    private double Worse(double score, SeededRandom random, double loss)
    {
        if (loss == 0)
        {
            return score;
        }

        if (!_isBinary)
        {
            return _scores.HigherIsBetter ? score - loss : score + loss;
        }

        var good = _scores.HigherIsBetter ? 1 : 0;
        return score == good && random.NextDouble() < loss / _flip ? 1 - good : score;
    }

    private static (double A, double B) Halves(double[] epochs, SeededRandom random)
    {
        var shuffled = (double[])epochs.Clone();
        random.Shuffle<double>(shuffled);
        var half = shuffled.Length / 2;
        return (Moments.MeanOf(shuffled.AsSpan(0, half)), Moments.MeanOf(shuffled.AsSpan(half, half)));
    }
}
