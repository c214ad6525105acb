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

    /// <summary>Samples planned, before epochs; the larger number where the two sides differ.</summary>
    public required int Planned { get; init; }

    /// <summary>Samples that the baseline has a score for.</summary>
    public required int OldScored { get; init; }

    /// <summary>Samples that the candidate has a score for.</summary>
    public required int NewScored { get; init; }

    /// <summary>Repetitions of each sample on the baseline's side.</summary>
    public int OldEpochs { get; init; } = 1;

    /// <summary>Repetitions of each sample on the candidate's side.</summary>
    public int NewEpochs { get; init; } = 1;

    /// <summary>Smallest value that one score can have; −∞ where unbounded.</summary>
    public double Smallest { get; init; }

    /// <summary>Largest value that one score can have; ∞ where unbounded.</summary>
    public double Largest { get; init; } = 1;

    /// <summary>Shared samples.</summary>
    public int Count => Old.Length;

    /// <summary>Shared samples / planned samples.</summary>
    public double Coverage => Planned == 0 ? 0 : (double)Count / Planned;

    /// <summary>The part that some indices name, for example a slice; planned and scored counts become its own.</summary>
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
