using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Core.Comparisons;

/// <summary>What became of a sample from the old to the new side.</summary>
public enum ItemChange
{
    /// <summary>The new score is worse.</summary>
    Broken,

    /// <summary>The new score is better.</summary>
    Fixed,

    /// <summary>The scores are equal and not the best there is.</summary>
    BothWrong,
}

/// <summary>The samples of two cells that are not right on both sides, with their texts.</summary>
public sealed record ItemDiff
{
    /// <summary>The metric whose scores decide.</summary>
    public required string MetricId { get; init; }

    /// <summary>Samples by what became of them; those that are right on both sides are not counted.</summary>
    public required IReadOnlyDictionary<ItemChange, int> Counts { get; init; }

    /// <summary>Some of each kind: broken ones first, the largest change first.</summary>
    public required IReadOnlyList<ChangedItem> Items { get; init; }

    /// <summary>Finds the samples that changed, and reads the texts of some.</summary>
    /// <param name="pairing">The cells.</param>
    /// <param name="scores">The paired scores that decide.</param>
    /// <param name="kinds">Kinds whose samples are wanted; all are counted.</param>
    /// <param name="most">Samples of each kind at most, 0 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ItemDiff> ReadAsync(
        CellPairing pairing, PairedScores scores, IReadOnlyCollection<ItemChange> kinds, int most, CancellationToken cancellationToken)
    {
        var changes = Changes(scores).ToList();
        var chosen = changes.Where(c => kinds.Contains(c.Change)).GroupBy(c => c.Change).OrderBy(g => g.Key)
            .SelectMany(g => g.OrderByDescending(c => Math.Abs(scores.New[c.Index] - scores.Old[c.Index])).Take(most)).ToList();
        var ids = chosen.Select(c => scores.SampleIds[c.Index]).ToHashSet(StringComparer.Ordinal);
        var documents = BuiltInMetrics.Find(scores.MetricId) is IPairedMetric { ScoresDocuments: true };
        var old = await TextsAsync(pairing.Old, ids, documents, cancellationToken);
        var @new = await TextsAsync(pairing.New, ids, documents, cancellationToken);
        return new ItemDiff
        {
            MetricId = scores.MetricId,
            Counts = Enum.GetValues<ItemChange>().ToDictionary(k => k, k => changes.Count(c => c.Change == k)),
            Items = [.. chosen.Select(c => (Id: scores.SampleIds[c.Index], c.Change, c.Index)).Select(c => new ChangedItem(
                c.Change, c.Id, scores.Old[c.Index], scores.New[c.Index], old.GetValueOrDefault(c.Id), @new.GetValueOrDefault(c.Id)))],
        };
    }

    private static IEnumerable<(ItemChange Change, int Index)> Changes(PairedScores scores)
    {
        var best = scores.HigherIsBetter ? scores.Largest : scores.Smallest;
        for (var i = 0; i < scores.Count; i++)
        {
            var gain = scores.HigherIsBetter ? scores.New[i] - scores.Old[i] : scores.Old[i] - scores.New[i];
            if (gain != 0)
            {
                yield return (gain > 0 ? ItemChange.Fixed : ItemChange.Broken, i);
            }
            else if (scores.Old[i] != best)
            {
                yield return (ItemChange.BothWrong, i);
            }
        }
    }

    // The first repetition, or part, of each: the others are in the run's samples.
    private static async Task<Dictionary<string, SampleResult>> TextsAsync(
        ComparedCell side, HashSet<string> ids, bool documents, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, SampleResult>(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            return texts;
        }

        await foreach (var sample in side.Samples.ReadSamplesAsync(side.Cell.Id, texts: true, cancellationToken))
        {
            var id = documents ? CellScores.DocumentOf(sample.SampleId) : sample.SampleId;
            if (ids.Contains(id) && texts.TryAdd(id, sample) && texts.Count == ids.Count)
            {
                break;
            }
        }

        return texts;
    }
}

/// <summary>One sample that is not right on both sides.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="SampleId">The data's id.</param>
/// <param name="OldScore">The old side's score, epochs averaged.</param>
/// <param name="NewScore">The new side's score, epochs averaged.</param>
/// <param name="Old">The old side's first stored answer, with its texts where they are kept.</param>
/// <param name="New">The new side's first stored answer.</param>
public sealed record ChangedItem(ItemChange Change, string SampleId, double OldScore, double NewScore, SampleResult? Old, SampleResult? New);
