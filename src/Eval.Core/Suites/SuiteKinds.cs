namespace Eval.Core.Suites;

/// <summary>The kinds of suites that ship with the program. A new kind is one folder under <c>Kinds/</c> and one line here.</summary>
public static class SuiteKinds
{
    /// <summary>All kinds, by the order in which help lists them.</summary>
    public static IReadOnlyList<ISuiteKind> BuiltIn { get; } =
    [
        new Kinds.Perplexity.PerplexityKind(),
        new Kinds.MultipleChoice.MultipleChoiceKind(),
        new Kinds.Generation.GenerationKind(),
        new Kinds.Rubrics.RubricKind(),
        new Kinds.Arena.ArenaKind(),
        new Kinds.Speed.SpeedKind(),
    ];

    /// <summary>The kind of a name, or null.</summary>
    public static ISuiteKind? Find(string name) => BuiltIn.FirstOrDefault(k => string.Equals(k.Name, name, StringComparison.Ordinal));
}
