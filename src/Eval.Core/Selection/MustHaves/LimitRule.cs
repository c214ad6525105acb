using System.Globalization;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.MustHaves;

/// <summary>
/// A number must be on one side of a limit. A stated number is compared as it is; one with an error passes if its one-sided bound on the bad side is inside the limit and
/// fails if the bound on the good side is outside.
/// </summary>
/// <param name="Id">Its key.</param>
/// <param name="Quantity">Id of a factor or name of a fact that is a number.</param>
/// <param name="Side">Which side is asked for.</param>
/// <param name="Limit">The limit itself passes: 32,768 passes a limit of 32,000.</param>
public sealed record LimitRule(string Id, string Quantity, LimitSide Side, double Limit) : MustHaveRule(Id)
{
    /// <summary>One-sided confidence for numbers with an error, above 0.5 and below 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>True where only a factor is meant, false where only a fact is; null: the factor of that name, or else the fact. Default null.</summary>
    public bool? IsFactor { get; init; }

    /// <summary>What the quantity is multiplied with before it is compared: 400 makes a monthly cost of a cost per 1,000 of 400,000 requests. Default 1.</summary>
    public double Multiplier { get; init; } = 1;

    /// <summary>What the product is called; null: the quantity.</summary>
    public string? Label { get; init; }

    /// <inheritdoc/>
    public override RuleResult Check(string candidate, MustHaveEvidence evidence)
    {
        var name = Label ?? Quantity;
        var known = IsFactor == false ? null : evidence.Of(candidate, Quantity);
        var limits = known?.Limits(Confidence);
        var fact = IsFactor == true ? null : evidence.Fact(candidate, Quantity);
        if ((known?.Value ?? Stated(fact)) is not { } raw)
        {
            var why = fact is null ? "is not known" : $"is \"{fact}\", which is no number";
            return new(Id, RuleOutcome.NotEnoughEvidence, $"{name} {why}, must be {(Side == LimitSide.AtLeast ? "≥" : "≤")} {Text(Limit)}") { Limit = Limit };
        }

        var (value, low, high) = (raw * Multiplier, (limits?.Low ?? raw) * Multiplier, (limits?.High ?? raw) * Multiplier);
        var (pessimistic, optimistic) = Side == LimitSide.AtLeast ? (low, high) : (high, low);
        var outcome = Holds(pessimistic) ? RuleOutcome.Pass : Holds(optimistic) ? RuleOutcome.NotEnoughEvidence : RuleOutcome.Fail;
        var sign = (Side, Holds(value)) switch
        {
            (LimitSide.AtLeast, true) => "≥",
            (LimitSide.AtLeast, false) => "<",
            (_, true) => "≤",
            _ => ">",
        };
        var bounds = known?.IsUncertain == true ? $" (between {Text(low)} and {Text(high)})" : "";
        return new(Id, outcome, $"{name} {Text(value)}{bounds} {sign} {Text(Limit)}")
        {
            Value = value,
            Limit = Limit,
            Shortfall = Holds(value) ? 0 : Math.Abs(value - Limit),
            Needed = outcome == RuleOutcome.NotEnoughEvidence ? NeededItems(known, value) : null,
        };
    }

    private bool Holds(double value) => Side == LimitSide.AtLeast ? value >= Limit : value <= Limit;

    // The error shrinks with the root of the items; a judge's own error does not.
    private int? NeededItems(Evidence? known, double value)
    {
        if (known is not { Count: { } count, Error: > 0 })
        {
            return null;
        }

        var z = Wilson.NormalQuantile((2 * Confidence) - 1);
        var room = Math.Pow((value - Limit) / (z * Multiplier), 2) - Math.Pow(known.JudgeError, 2);
        var needed = room > 0 ? count * known.Error * known.Error / room : double.PositiveInfinity;
        return needed < int.MaxValue ? (int)Math.Ceiling(needed) : null;
    }

    // No commas: whoever writes 0,5 does not mean 5.
    private static double? Stated(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // Six decimals, or as many as a small number needs to have four digits that count.
    private static string Text(double value) => value.ToString(
        "0." + new string('#', value == 0 || !double.IsFinite(value) ? 6 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 6, 15)), CultureInfo.InvariantCulture);
}
