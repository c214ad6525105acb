using System.Globalization;
using Eval.Core.Comparisons;

namespace Eval.Core.Reports;

/// <summary>The words around samples that changed between two candidates.</summary>
public static class ItemDiffWords
{
    /// <summary>The suite, the candidates and how many of each kind there are.</summary>
    public static string Head(ShownDiff shown)
    {
        var words = Enum.GetValues<ItemChange>().Select(k => $"{Figures.Count(shown.Diff.Counts[k])} {Word(k, shown)}");
        var filters = new[] { shown.Pairing.Old.Cell.Filter, shown.Pairing.New.Cell.Filter }.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return $"{shown.Pairing.New.Cell.SuiteName} {shown.Diff.MetricId}, {shown.Pairing.Old.Cell.CandidateId} → {shown.Pairing.New.Cell.CandidateId}: {string.Join(", ", words)}{(filters.Count > 0 ? $"; {string.Join("; ", filters.Select(RunWords.Selected))}" : "")}";
    }

    /// <summary>What became of a sample, and which it is.</summary>
    public static string Title(ChangedItem item, ShownDiff shown) =>
        $"{Word(item.Change, shown)}: {item.SampleId}{(IsBinary(shown) ? "" : $" ({Score(item.OldScore, shown)} → {Score(item.NewScore, shown)})")}";

    /// <summary>The texts under their titles; what is the same on both sides once.</summary>
    public static IEnumerable<(string Title, string Text)> Texts(ChangedItem item, ShownDiff shown)
    {
        var (old, @new) = (item.Old, item.New);
        if ((@new?.Prompt ?? old?.Prompt) is { Length: > 0 } prompt)
        {
            yield return ("prompt", prompt);
        }

        if ((@new?.Target ?? old?.Target) is { Length: > 0 } target)
        {
            yield return ("target", target);
        }

        var sameName = shown.Pairing.Old.Cell.CandidateId == shown.Pairing.New.Cell.CandidateId;
        if ((old?.Answer ?? old?.Reason) is { Length: > 0 } before)
        {
            yield return (sameName ? "old answer" : $"{shown.Pairing.Old.Cell.CandidateId} answered", before);
        }

        if ((@new?.Answer ?? @new?.Reason) is { Length: > 0 } after)
        {
            yield return (sameName ? "new answer" : $"{shown.Pairing.New.Cell.CandidateId} answered", after);
        }
    }

    private static string Word(ItemChange change, ShownDiff shown) => (change, IsBinary(shown)) switch
    {
        (ItemChange.Broken, true) => "broken",
        (ItemChange.Broken, false) => "worse",
        (ItemChange.Fixed, true) => "fixed",
        (ItemChange.Fixed, false) => "better",
        (_, true) => "both wrong",
        _ => "equal and not the best",
    };

    private static bool IsBinary(ShownDiff shown) => shown.IsBinary;

    private static string Score(double score, ShownDiff shown) =>
        (shown.IsLogarithm ? Math.Exp(score) : score).ToString("0.###", CultureInfo.InvariantCulture);
}
