using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Stopping;

/// <summary>
/// The rule, fixed beforehand, by which a tournament ends before all is played. The allowed error is spent over the looks (Lan and DeMets 1983), so that looking often costs no
/// false decisions.
/// </summary>
public sealed record StoppingRule
{
    /// <summary>What is to be found out.</summary>
    public required StoppingTarget Target { get; init; }

    /// <summary>Names of the two models of <see cref="StoppingTarget.Contrast"/>; else null.</summary>
    public (string A, string B)? Contrast { get; init; }

    /// <summary>A difference also counts as decided where it is shown to be smaller than this, in Elo points above 0; null (the default) where only a winner decides.</summary>
    public double? Equivalence { get; init; }

    /// <summary>Probability, above 0 and below 1, of a false decision at any of the looks; half of it in each direction. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Looks at most, the last one included: 1 to 20. Default 5.</summary>
    public int Looks { get; init; } = 5;

    /// <summary>How the error is spent. Default: O'Brien–Fleming type.</summary>
    public SpendingType Spending { get; init; } = SpendingType.OBrienFleming;

    /// <summary>Battles, 1 or more, that each model of the claim has before anything is decided: robust standard errors are too small on few. Default 30.</summary>
    public int MinBattles { get; init; } = 30;

    /// <summary>The rule in one line, for reports.</summary>
    public string Describe()
    {
        var looks = Looks == 1 ? "one look" : $"{Looks} looks at most";
        var spending = Spending == SpendingType.OBrienFleming ? "O'Brien–Fleming" : "Pocock";
        var holm = Target == StoppingTarget.Contrast ? "" : ", Holm over the differences";
        return $"{looks}, {spending} type spending (Lan and DeMets), α {Alpha} in all, half per side{holm}";
    }

    /// <summary>Throws where the rule cannot be.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Alpha, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Looks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Looks, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinBattles, 1);
        if (Equivalence is { } margin)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        }

        if (Target == StoppingTarget.Contrast && (Contrast is not { } c || string.Equals(c.A, c.B, StringComparison.Ordinal)))
        {
            throw new ArgumentException("A contrast needs two models.");
        }
    }
}
