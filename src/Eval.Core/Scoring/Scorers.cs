namespace Eval.Core.Scoring;

/// <summary>The scorers that ship with the program. A new scorer is one file in this folder and one line here.</summary>
public static class Scorers
{
    /// <summary>All scorers, by the order in which help lists them.</summary>
    public static IReadOnlyList<IScorer> BuiltIn { get; } =
    [
        new ExactMatch(),
        Gsm8kMatch.Strict,
        Gsm8kMatch.Flexible,
        new NumericMatch(),
        new RegexMatch(),
        new Contains(),
        new ChoiceMatch(),
    ];

    /// <summary>The scorer of a name, or null.</summary>
    public static IScorer? Find(string name) => BuiltIn.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
}
