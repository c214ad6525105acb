using Eval.Core.Metrics;

namespace Eval.Core.Comparisons;

/// <summary>
/// The scores of two candidates on the samples that both have scored, side by side: what every comparison and every gate is computed from. One
/// entry per shared sample; the repetitions (epochs) of a sample are averaged first and are never taken as independent.
/// </summary>
public sealed record PairedScores
{
    /// <summary>The suite.</summary>
    public required string SuiteName { get; init; }

    /// <summary>Exact id of the metric that the scores belong to.</summary>
    public required string MetricId { get; init; }

    /// <summary>True where more is better; the scores are as stored, not turned round.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>Scores of the baseline, one per shared sample.</summary>
    public required double[] Old { get; init; }

    /// <summary>Scores of the candidate, in the same order.</summary>
    public required double[] New { get; init; }

    /// <summary>
    /// How much each sample counts, or null where all count the same. A corpus ratio such as bits per byte is the mean of its documents' own ratios,
    /// weighted by what stands under the line.
    /// </summary>
    public double[]? Weights { get; init; }

    /// <summary>Number of each sample's cluster, from 0 without gaps, or null where the samples are independent.</summary>
    public int[]? Clusters { get; init; }

    /// <summary>The data's ids of the shared samples.</summary>
    public required string[] SampleIds { get; init; }

    /// <summary>Indices of the shared samples of each slice, by <c>field=value</c>.</summary>
    public IReadOnlyDictionary<string, int[]> Slices { get; init; } = new Dictionary<string, int[]>();

    /// <summary>
    /// Samples that both sides were to answer, before epochs. Where one side has a smaller limit, the other side's further samples are not among them.
    /// </summary>
    public required int Planned { get; init; }

    /// <summary>Samples that the baseline has a score for.</summary>
    public required int OldScored { get; init; }

    /// <summary>Samples that the candidate has a score for.</summary>
    public required int NewScored { get; init; }

    /// <summary>Repetitions of each sample on the baseline's side.</summary>
    public int OldEpochs { get; init; } = 1;

    /// <summary>Repetitions of each sample on the candidate's side.</summary>
    public int NewEpochs { get; init; } = 1;

    /// <summary>
    /// The smaller of the two sides' shares of the planned answers (samples × epochs) that have a score, 0 to 1. Default 1.
    /// </summary>
    public double Answered { get; init; } = 1;

    /// <summary>
    /// Samples that both were to answer and one or both have no score for; those that were never stored are missing here, see <see cref="Planned"/>.
    /// </summary>
    public IReadOnlyList<UnpairedScore> Unpaired { get; init; } = [];

    /// <summary>How the metric's values are shown.</summary>
    public MetricFormat Format { get; init; } = MetricFormat.Share;

    /// <summary>True where scores are logarithms (perplexities): a difference is the logarithm of a ratio. Default false.</summary>
    public bool ScoresAreLogarithms { get; init; }

    /// <summary>Smallest value that one score can have; −∞ where unbounded.</summary>
    public double Smallest { get; init; }

    /// <summary>Largest value that one score can have; ∞ where unbounded.</summary>
    public double Largest { get; init; } = 1;

    /// <summary>Shared samples.</summary>
    public int Count => Old.Length;

    /// <summary>Shared samples / planned samples; not above <see cref="Answered"/>.</summary>
    public double Coverage => Planned == 0 ? 0 : Math.Min((double)Count / Planned, Answered);

    /// <summary>
    /// Smallest and largest mean difference new − old that the missing scores could lead to: each at its worst, then at its best. Null where scores are
    /// unbounded or weighted, since the weight of what is missing is unknown.
    /// </summary>
    public (double Low, double High)? DifferenceBounds
    {
        get
        {
            if (Planned == 0 || Weights is not null || !double.IsFinite(Largest - Smallest))
            {
                return null;
            }

            var paired = 0.0;
            for (var i = 0; i < Count; i++)
            {
                paired += New[i] - Old[i];
            }

            var unseen = Math.Max(0, Planned - Count - Unpaired.Count) * (Largest - Smallest);
            var low = paired - unseen + Unpaired.Sum(u => (u.New ?? Smallest) - (u.Old ?? Largest));
            var high = paired + unseen + Unpaired.Sum(u => (u.New ?? Largest) - (u.Old ?? Smallest));
            return (low / Planned, high / Planned);
        }
    }

    /// <summary>A slice with its own counts: planned are the samples of it that are known, since what was never stored has no slice.</summary>
    /// <param name="slice">One of the keys of <see cref="Slices"/>.</param>
    public PairedScores Slice(string slice)
    {
        var part = Part(Slices[slice]);
        var unpaired = Unpaired.Where(u => u.Slices.Any(s => slice.Length == s.Key.Length + 1 + s.Value.Length
            && slice.StartsWith(s.Key, StringComparison.Ordinal) && slice.EndsWith(s.Value, StringComparison.Ordinal))).ToList();
        return part with
        {
            Planned = part.Count + unpaired.Count,
            OldScored = part.Count + unpaired.Count(u => u.Old is not null),
            NewScored = part.Count + unpaired.Count(u => u.New is not null),
            Unpaired = unpaired,
        };
    }

    /// <summary>The samples that some indices name; planned and scored counts become their own, so that coverage is whole.</summary>
    public PairedScores Part(ReadOnlySpan<int> indices)
    {
        var chosen = indices.ToArray();
        return this with
        {
            Old = Array.ConvertAll(chosen, i => Old[i]),
            New = Array.ConvertAll(chosen, i => New[i]),
            Weights = Weights is { } weights ? Array.ConvertAll(chosen, i => weights[i]) : null,
            Clusters = Clusters is { } clusters ? Renumbered(Array.ConvertAll(chosen, i => clusters[i])) : null,
            SampleIds = Array.ConvertAll(chosen, i => SampleIds[i]),
            Slices = new Dictionary<string, int[]>(),
            Planned = chosen.Length,
            OldScored = chosen.Length,
            NewScored = chosen.Length,
            Answered = 1,
            Unpaired = [],
        };
    }

    private static int[] Renumbered(int[] clusters)
    {
        var numbers = new Dictionary<int, int>();
        return Array.ConvertAll(clusters, c =>
        {
            if (!numbers.TryGetValue(c, out var number))
            {
                numbers[c] = number = numbers.Count;
            }

            return number;
        });
    }
}

/// <summary>A sample that cannot be paired because a score is missing.</summary>
/// <param name="SampleId">The data's id.</param>
/// <param name="Old">The baseline's score, or null.</param>
/// <param name="New">The candidate's score, or null.</param>
/// <param name="Slices">Its slice values by field.</param>
public sealed record UnpairedScore(string SampleId, double? Old, double? New, IReadOnlyDictionary<string, string> Slices);
