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
        SquadMatch.V1,
        SquadMatch.V2,
        new DropMatch(),
        RougeF1.One,
        RougeF1.Two,
        RougeF1.L,
        RougeF1.Lsum,
        new BleuCorpus(),
        ChrfCorpus.Characters,
        ChrfCorpus.CharactersAndWords,
        new TruthfulOverlap(),
        new JsonSchemaMatch(),
        new InstructionFollowing(),
        new ToolCallMatch(),
        new CommandScore(),
    ];

    /// <summary>The scorer of a name, or null.</summary>
    public static IScorer? Find(string name) => BuiltIn.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));
}
