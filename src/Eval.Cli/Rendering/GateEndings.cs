using Eval.Cli.CommandLine;
using Eval.Service.Gating;

namespace Eval.Cli.Rendering;

/// <summary>How a gate is called that ended without a decision.</summary>
internal static class GateEndings
{
    public static string Word(int exitCode) => exitCode switch
    {
        ExitCodes.Inconclusive => "NOT RUN: it could not have decided",
        ExitCodes.Stopped => "STOPPED",
        ExitCodes.Interrupted => "INTERRUPTED",
        _ => "BROKEN",
    };

    /// <summary>Why there is no decision, one sentence each.</summary>
    public static IEnumerable<string> Reasons(GateOutcome outcome) =>
        outcome.Reasons.Concat(outcome.Power.Where(p => !p.IsEnough).Select(Sentence));

    private static string Sentence(SuitePower power)
    {
        var planned = $"{Figures.Count(power.Planned)} samples";
        var detects = power.Detectable is { } effect ? $" could not tell a loss below {GateFigures.AmountWithUnit(effect, power.MetricId)} from none" : " cannot detect the margin";
        var needed = power.Needed is { } n ? $"; about {Figures.Count(n)} would do{(power.NeededMicroUsd is { } price ? $", for at most {Figures.Money(price)}" : "")}" : "";
        return $"{power.Suite}: {planned}{detects}, and the margin is {GateFigures.AmountWithUnit(power.Margin, power.MetricId)}{needed} ({power.Assumption})";
    }
}
