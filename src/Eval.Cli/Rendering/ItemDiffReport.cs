using System.Globalization;
using Eval.Core.Comparisons;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>Samples that changed between two candidates, with their texts. None of the texts reaches the terminal raw.</summary>
internal static class ItemDiffReport
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, ShownDiff shown)
    {
        console.WriteLine();
        console.WriteLine(TerminalText.OneLine(Head(shown)), Bold);
        foreach (var item in shown.Diff.Items)
        {
            console.WriteLine();
            console.WriteLine(TerminalText.OneLine(Title(item, shown)), new Style(item.Change switch
            {
                ItemChange.Broken => Color.Red,
                ItemChange.Fixed => Color.Green,
                _ => Color.Yellow,
            }));
            foreach (var (title, text) in Texts(item, shown))
            {
                console.WriteLine(TerminalText.OneLine($"  {title}"), Dim);
                console.Write(new Padder(new Text(TerminalText.Lines(SampleReport.Shortened(text, shown.Full))), new Padding(4, 0, 0, 0)));
            }
        }
    }

    /// <summary>The suite, the candidates and how many of each kind there are.</summary>
    public static string Head(ShownDiff shown)
    {
        var words = Enum.GetValues<ItemChange>().Select(k => $"{Figures.Count(shown.Diff.Counts[k])} {Word(k, shown)}");
        return $"{shown.Pairing.New.Cell.SuiteName} {shown.Diff.MetricId}, {shown.Pairing.Old.Cell.CandidateId} → {shown.Pairing.New.Cell.CandidateId}: {string.Join(", ", words)}";
    }

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

/// <summary>A diff as it is shown.</summary>
/// <param name="Pairing">The cells.</param>
/// <param name="Scores">The paired scores that decided.</param>
/// <param name="Diff">The samples.</param>
/// <param name="Full">Whether texts are shown whole.</param>
internal sealed record ShownDiff(CellPairing Pairing, PairedScores Scores, ItemDiff Diff, bool Full)
{
    /// <summary>True where every score is right or wrong.</summary>
    public bool IsBinary { get; } = Scores.Old.Concat(Scores.New).All(s => s is 0 or 1);

    /// <summary>True where the scores are logarithms.</summary>
    public bool IsLogarithm => Scores.ScoresAreLogarithms;
}
