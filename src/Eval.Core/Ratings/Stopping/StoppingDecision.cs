namespace Eval.Core.Ratings.Stopping;

/// <summary>What one look says.</summary>
public sealed record StoppingDecision
{
    /// <summary>True where what was to be found out is known: the tournament may end.</summary>
    public required bool IsDecided { get; init; }

    /// <summary>One or two sentences: the finding, or what is missing.</summary>
    public required string Why { get; init; }

    /// <summary>The rule in one line (<see cref="StoppingRule.Describe"/>).</summary>
    public required string Rule { get; init; }

    /// <summary>Number of the look, from 1.</summary>
    public required int Look { get; init; }

    /// <summary>Share of the planned battles that is played, above 0 and at most 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>z that one difference needs at this look; ∞ where nothing may be decided yet.</summary>
    public required double Boundary { get; init; }

    /// <summary>The differences that matter, in the table's order; empty where none could be tested.</summary>
    public IReadOnlyList<StoppingTest> Tests { get; init; } = [];
}

/// <summary>The difference of two models at one look, on the Elo scale of the board's method.</summary>
/// <param name="A">Name of the model that is named first or stands higher.</param>
/// <param name="B">Name of the other.</param>
/// <param name="Difference">A − B.</param>
/// <param name="StandardError">Its robust standard error.</param>
/// <param name="P">Two-sided p of "no difference", or of "at least as large as the equivalence margin" where that is smaller, at this look alone; by Student's t.</param>
/// <param name="Level">The level that it was held against: the look's, divided by Holm's rule.</param>
/// <param name="Low">Lower end of the interval at that level.</param>
/// <param name="High">Upper end of the interval at that level.</param>
/// <param name="Finding">What is shown.</param>
public sealed record StoppingTest(string A, string B, double Difference, double StandardError, double P, double Level, double Low, double High, StoppingFinding Finding);

/// <summary>What is shown of a difference.</summary>
public enum StoppingFinding
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>The first model is better.</summary>
    Better,

    /// <summary>The first model is worse.</summary>
    Worse,

    /// <summary>The difference is smaller than the equivalence margin.</summary>
    Equivalent,
}
