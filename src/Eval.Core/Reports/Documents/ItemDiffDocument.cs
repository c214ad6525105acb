using Eval.Core.Comparisons;
using Eval.Core.Running;

namespace Eval.Core.Reports.Documents;

/// <summary>Samples that changed between two sides: written by <c>samples --diff</c>.</summary>
public sealed record ItemDiffDocument(int Schema, IReadOnlyList<SuiteDiffEntry> Suites);

/// <summary>The changed samples of one suite.</summary>
public sealed record SuiteDiffEntry(string Suite, SideEntry Old, SideEntry New, ItemDiffEntry Items)
{
    /// <summary>The entry of a pair of cells.</summary>
    public static SuiteDiffEntry Of(CellPairing pairing, ItemDiff diff) =>
        new(pairing.New.Cell.SuiteName, SideEntry.Of(pairing.Old), SideEntry.Of(pairing.New), ItemDiffEntry.Of(diff));
}

/// <summary>How many samples became better, became worse or are equally wrong, by one metric, and some of them.</summary>
public sealed record ItemDiffEntry(string Metric, int Fixed, int Broken, int BothWrong, IReadOnlyList<ChangedItemEntry> Samples)
{
    /// <summary>The entry of a diff.</summary>
    public static ItemDiffEntry Of(ItemDiff diff) => new(
        diff.MetricId, diff.Counts[ItemChange.Fixed], diff.Counts[ItemChange.Broken], diff.Counts[ItemChange.BothWrong],
        [.. diff.Items.Select(ChangedItemEntry.Of)]);
}

/// <summary>One sample. <c>change</c> is <c>fixed</c>, <c>broken</c> or <c>bothWrong</c>; texts are null where they were not kept.</summary>
public sealed record ChangedItemEntry(
    string SampleId,
    string Change,
    double OldScore,
    double NewScore,
    string? Prompt,
    string? Target,
    SampleOutcome? OldOutcome,
    string? OldAnswer,
    SampleOutcome? NewOutcome,
    string? NewAnswer)
{
    /// <summary>The entry of a sample.</summary>
    public static ChangedItemEntry Of(ChangedItem item)
    {
        var change = item.Change.ToString();
        return new(
            item.SampleId, char.ToLowerInvariant(change[0]) + change[1..], item.OldScore, item.NewScore, item.New?.Prompt ?? item.Old?.Prompt,
            item.New?.Target ?? item.Old?.Target, item.Old?.Outcome, item.Old?.Answer, item.New?.Outcome, item.New?.Answer);
    }
}
