namespace Eval.Core.Comparisons;

/// <summary>Something that is not the same on both sides.</summary>
/// <param name="Key">What: a key of the suite's definition (<c>prompt</c>, <c>dataset.files[0]</c>), <c>data</c>, <c>seed</c>, <c>machine</c> …</param>
/// <param name="Old">How it is on the baseline's side, or null where it is absent.</param>
/// <param name="New">How it is on the candidate's side, or null where it is absent.</param>
public sealed record KeyDifference(string Key, string? Old, string? New)
{
    private const int Longest = 60;

    /// <summary>Both sides in one line, long values cut.</summary>
    public override string ToString() => $"{Key}: {Shown(Old)} → {Shown(New)}";

    private static string Shown(string? value) => value switch
    {
        null => "(none)",
        { Length: > Longest } => value[..(Longest - 1)] + "…",
        _ => value,
    };
}
