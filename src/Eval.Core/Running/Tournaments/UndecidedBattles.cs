using System.Globalization;

namespace Eval.Core.Running.Tournaments;

/// <summary>Tells why battles have no verdict.</summary>
public static class UndecidedBattles
{
    private const int MostReasons = 3;
    private const int LongestReason = 120;

    /// <summary>One sentence: how many of the played battles have no verdict, and the commonest reasons with their counts; null where all have one. It holds no semicolon.</summary>
    /// <param name="battles">All battles of a tournament; those that are still to be played do not count.</param>
    public static string? Why(IReadOnlyList<BattleResult> battles)
    {
        var undecided = battles.Where(b => b.Outcome is not null && b.Games.Count == 0).ToList();
        if (undecided.Count == 0)
        {
            return null;
        }

        // What failed is the same where an error's details differ from call to call; the commonest details stand for all.
        var reasons = undecided.Select(ReasonOf).GroupBy(KindOf, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var told = reasons.Take(MostReasons).Select(g => $"{Count(g.Count())} × {Told([.. g])}");
        var others = reasons.Skip(MostReasons).Sum(g => g.Count());
        var (one, all) = (undecided.Count == 1, battles.Count(b => b.Outcome is not null));
        return $"{Count(undecided.Count)} of {Count(all)} battles {(one ? "has" : "have")} no verdict and {(one ? "says" : "say")} nothing: {string.Join(", ", told)}{(others > 0 ? $", {Count(others)} × for other reasons" : "")}";
    }

    private static string ReasonOf(BattleResult battle) => string.IsNullOrWhiteSpace(battle.Reason) ? $"no reason is stored ({battle.Outcome})" : battle.Reason.Trim();

    private static string KindOf(string reason)
    {
        var ends = new[] { ": ", "; ", " (" }.Select(s => reason.IndexOf(s, StringComparison.Ordinal)).Where(i => i > 0).ToList();
        return ends.Count == 0 ? reason : reason[..ends.Min()];
    }

    private static string Told(IReadOnlyList<string> reasons)
    {
        var details = reasons.GroupBy(r => r, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var text = string.Join(' ', details[0].Key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(';', ',');
        return (text.Length > LongestReason ? text[..(LongestReason - 1)] + "…" : text) + (details.Count > 1 ? " and the like" : "");
    }

    private static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
