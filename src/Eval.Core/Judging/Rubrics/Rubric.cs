using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Rubrics;

/// <summary>Criteria with descriptors that a judge applies: a file <c>rubrics/&lt;name&gt;.yaml</c>, or one that ships with the program.</summary>
public sealed record Rubric
{
    /// <summary>Its name; letters, digits and <c>-_.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The author's version; scores of different versions are not compared.</summary>
    public required string Version { get; init; }

    /// <summary>One sentence, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The scale of every criterion.</summary>
    public required RubricScale Scale { get; init; }

    /// <summary>What is looked at; never empty, names unique.</summary>
    public required IReadOnlyList<RubricCriterion> Criteria { get; init; }

    /// <summary>Whether the judge is shown a right answer. Default: where the data has one.</summary>
    public Presence Reference { get; init; } = Presence.Optional;

    /// <summary>Whether the judge is shown a text that the answer must be grounded in. Default: none.</summary>
    public Presence Context { get; init; } = Presence.None;

    /// <summary>True (the default) where one call judges all criteria; false for one call each, so that one cannot colour the other.</summary>
    public bool IsJoint { get; init; } = true;

    /// <summary>Name of the method where the suite names none; see <see cref="Methods.JudgeMethods"/>. Default <c>score</c>.</summary>
    public string Method { get; init; } = "score";

    /// <summary>The author's own instruction to the judge, in place of the method's usual one (the fence, the rubric and the form of the verdict stay), or null.</summary>
    public PromptTemplate? Prompt { get; init; }

    /// <summary>Candidates that judge where the suite names none; may be empty.</summary>
    public IReadOnlyList<string> Judges { get; init; } = [];

    /// <summary>How several judges' scores become one. Default: their mean.</summary>
    public JuryRule Aggregate { get; init; } = JuryRule.Mean;

    /// <summary>Worked examples: shown to people, and to the judge where <see cref="ShowsExamples"/>.</summary>
    public IReadOnlyList<RubricExample> Examples { get; init; } = [];

    /// <summary>True where the judge is shown the worked examples. Default false.</summary>
    public bool ShowsExamples { get; init; }

    /// <summary>
    /// The canaries that deserve a bad score by its criteria; see <see cref="Canaries.Canary.Names"/>. Default: all. A rubric that looks at style alone must
    /// leave out the well-written answer to another question.
    /// </summary>
    public IReadOnlyList<string> Canaries { get; init; } = Judging.Canaries.Canary.Names;

    /// <summary>The canonical text of everything that decides a verdict (not the description, the judges, the file).</summary>
    public required string DefinitionText { get; init; }

    /// <summary>SHA-256 of <see cref="DefinitionText"/>, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Absolute path of its file; null for one that ships with the program.</summary>
    public string? File { get; init; }

    /// <summary>Where the user wrote it, or null.</summary>
    public SourcePosition? DefinedAt { get; init; }
}

/// <summary>Whether something is part of what the judge sees.</summary>
public enum Presence
{
    /// <summary>Never shown.</summary>
    None,

    /// <summary>Shown where the data has it.</summary>
    Optional,

    /// <summary>A row without it is a mistake.</summary>
    Required,
}

/// <summary>How the scores of several judges become one.</summary>
public enum JuryRule
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their median.</summary>
    Median,

    /// <summary>The score or label that most gave; without a majority, the median of those that share the lead.</summary>
    Majority,
}
