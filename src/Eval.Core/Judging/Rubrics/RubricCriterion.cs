namespace Eval.Core.Judging.Rubrics;

/// <summary>One thing that a judge looks at.</summary>
/// <param name="Name">Its name; letters, digits and <c>-_</c>.</param>
/// <param name="Question">What it asks, and how to look for it: a sentence or two that the judge is shown.</param>
/// <param name="Weight">How much it counts, above 0. Default 1.</param>
/// <param name="Descriptors">What earns each score, by score.</param>
public sealed record RubricCriterion(string Name, string Question, double Weight, IReadOnlyDictionary<int, string> Descriptors);

/// <summary>A worked example: an answer with the score that it deserves, and why.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Score">The score it deserves.</param>
/// <param name="Why">Why.</param>
/// <param name="Reference">A right answer, or null.</param>
/// <param name="Context">The text it should be grounded in, or null.</param>
public sealed record RubricExample(string Question, string Answer, int Score, string Why, string? Reference = null, string? Context = null);
