using System.Globalization;
using Eval.Core.Gates;
using Eval.Service.Gating;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>The self-check of a gate for people: four rates a suite, each with what the policy allows.</summary>
internal static class GateSelfCheckReport
{
    public static void Write(IAnsiConsole console, GatePolicy policy, SelfCheckOutcome outcome)
    {
        console.WriteLine(TerminalText.OneLine($"Self-check of gate {policy.Name}, from scores of {outcome.Baseline}"), new Style(decoration: Decoration.Bold));
        console.WriteLine();
        List<FittedColumn<SelfCheckResult>> columns =
        [
            new("suite", r => r.SuiteName) { Style = _ => new Style(decoration: Decoration.Bold) },
            new("metric", r => GateFigures.Metric(r.MetricId)) { DroppedAs = 1 },
            new("margin", r => GateFigures.Amount(r.Margin, r.MetricId)) { Right = true },
            new("n", r => Figures.Count(r.Samples)) { Right = true },
            new("false alarm", r => Rate(r.FalseAlarm)) { Right = true, Style = r => Style(r.FalseAlarm) },
            new("power", r => Rate(r.Power)) { Right = true },
            new("false pass", r => Rate(r.FalsePass)) { Right = true, Style = r => Style(r.FalsePass) },
            new("false fail", r => Rate(r.FalseFail)) { Right = true, Style = r => Style(r.FalseFail) },
        ];
        console.Write(FittedTable.Create(outcome.Results, columns, console.Profile.Width) as IRenderable ?? new Rows(outcome.Results.Select(r =>
            new Text(TerminalText.OneLine($"{r.SuiteName}: false alarm {Rate(r.FalseAlarm)}, power {Rate(r.Power)}, false pass {Rate(r.FalsePass)}, false fail {Rate(r.FalseFail)}")))));
        console.WriteLine();
        foreach (var line in Lines(policy, outcome))
        {
            console.WriteLine(TerminalText.OneLine(line));
        }
    }

    private static IEnumerable<string> Lines(GatePolicy policy, SelfCheckOutcome outcome)
    {
        yield return $"false alarm: an equally good candidate fails; power: it passes. False pass, false fail: of a candidate that is worse by just the margin. Allowed: {Percent(1 - policy.Confidence)} each; the policy wants a power of {Percent(policy.Power)}.";
        foreach (var result in outcome.Results)
        {
            yield return $"{result.SuiteName}: {Figures.Count(result.Rounds)} simulated gates a rate, from {result.Source}";
            if (!result.IsCalibrated)
            {
                yield return $"{result.SuiteName}: a rate is above what is allowed by more than chance";
            }

            if (result.Power.Rate < policy.Power)
            {
                yield return $"{result.SuiteName}: an equally good candidate would too often end as inconclusive; more samples, repetitions or a wider margin would help";
            }
        }

        foreach (var missing in outcome.Missing)
        {
            yield return $"not checked: {missing}";
        }
    }

    private static string Rate(SelfCheckRate? rate) => rate is null ? Figures.None : Percent(rate.Rate);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static Style Style(SelfCheckRate? rate) => rate is { IsWithin: false } ? new Style(Color.Red) : Spectre.Console.Style.Plain;
}
