using Eval.Core.Costs;
using Eval.Core.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>A plan for people: what would be asked, and what that takes.</summary>
internal static class PlanReport
{
    private const int NarrowBelow = 64;

    public static void Write(IAnsiConsole console, RunPlan plan)
    {
        console.WriteLine($"Plan {plan.Hash[..Math.Min(12, plan.Hash.Length)]}, seed {plan.Seed}: nothing has been asked yet", new Style(decoration: Decoration.Bold));
        console.WriteLine();
        console.Write(console.Profile.Width < NarrowBelow ? Narrow(plan) : Wide(plan));
        console.WriteLine();
        foreach (var filter in plan.Cells.Select(c => c.Filter).OfType<string>().Distinct())
        {
            console.WriteLine(TerminalText.OneLine($"only some samples: {filter}"), new Style(Color.Yellow));
        }

        foreach (var cell in plan.Cells.Where(c => c.SkipReason is not null))
        {
            console.WriteLine(TerminalText.OneLine($"{cell.Key}: left out: {cell.SkipReason}"), new Style(Color.Yellow));
        }

        foreach (var cells in plan.Cells.Where(c => c is { AnswersFrom: not null, Own.Calls: > 0 }).GroupBy(c => c.Suite.Name, StringComparer.Ordinal))
        {
            var answers = Figures.Count(cells.Sum(c => (long)c.Samples * c.Epochs));
            console.WriteLine(TerminalText.OneLine($"{cells.Key}: {answers} answers of {string.Join(", ", cells.Select(c => c.Candidate.Id))} are stored already and will not be asked again; the figures count them as if they were"));
        }

        var samples = plan.Cells.Where(c => c.SkipReason is null).Sum(c => (long)c.Samples * c.Epochs);
        console.WriteLine(
            $"in all {Figures.Count(samples)} samples, {Figures.Count(plan.Cells.Sum(c => c.EstimatedCalls))} calls, about {Figures.Short(plan.Cells.Sum(c => c.EstimatedTokens))} tokens, "
            + Money(plan));
        console.WriteLine(TimeInAll([.. plan.Cells.Where(c => c.SkipReason is null)]));
        foreach (var line in RateLimits(plan))
        {
            console.WriteLine(TerminalText.OneLine(line));
        }
    }

    private static string Money(RunPlan plan)
    {
        if (plan is not { EstimatedMicroUsd: { } most, EstimatedLowMicroUsd: { } least })
        {
            return "no prices known";
        }

        var unknown = plan.Cells.Where(c => c is { SkipReason: null, Estimate.High: null, Candidate.Hosted: not null }).Select(c => c.Candidate.Id).Distinct(StringComparer.Ordinal).ToList();
        return $"{Figures.Money(least)} to {Figures.Money(most)}{(unknown.Count > 0 ? $" and what {string.Join(", ", unknown)} costs, whose price is not known" : "")}";
    }

    // How long the rate limits alone make it, where that is worth knowing.
    private static IEnumerable<string> RateLimits(RunPlan plan) =>
        from cells in plan.Cells.Where(c => c is { SkipReason: null, Candidate.Hosted: not null }).GroupBy(c => c.Candidate.Id, StringComparer.Ordinal)
        let hosted = cells.First().Candidate.Hosted!
        let least = new RateCapacity(hosted.RequestsPerMinute, hosted.TokensPerMinute).LeastTime(cells.Sum(c => c.Own.Calls), cells.Sum(c => c.OwnTokens))
        where least >= TimeSpan.FromMinutes(1)
        select $"{cells.Key}: at least {Figures.Duration(least)} at its rate limits";

    private static string TimeInAll(IReadOnlyList<RunCell> cells)
    {
        var unknown = cells.Count(c => c.EstimatedTime is null);
        var known = Figures.Duration(TimeSpan.FromSeconds(cells.Sum(c => c.EstimatedTime?.TotalSeconds ?? 0)));
        return cells.Count == 0 ? "nothing to ask"
            : unknown == 0 ? $"about {known} of model time, by the speed of earlier runs"
            : unknown == cells.Count ? "time unknown: no finished run of these models here tells their speed"
            : $"about {known} of model time by the speed of earlier runs, and {unknown} of {cells.Count} cells whose speed is unknown";
    }

    private static string Time(RunCell cell) => cell.EstimatedTime is { } time ? "~" + Figures.Duration(time) : "unknown";

    private static Table Wide(RunPlan plan)
    {
        var table = new Table().Border(TableBorder.None);
        var isPriced = plan.EstimatedMicroUsd is not null;
        foreach (var (title, right) in (ReadOnlySpan<(string, bool)>)[("candidate", false), ("suite", false), ("samples", true), ("calls", true), ("tokens", true), ("model time", true), ("money", true)])
        {
            if (title == "money" && !isPriced)
            {
                continue;
            }

            var column = new TableColumn(new Text(title, new Style(decoration: Decoration.Dim))) { Padding = new Padding(0, 0, 2, 0) };
            column.Alignment = right ? Justify.Right : Justify.Left;
            table.AddColumn(right ? column.NoWrap() : column);
        }

        foreach (var cell in plan.Cells)
        {
            Text[] row =
            [
                new Text(TerminalText.OneLine(cell.Candidate.Id)),
                new Text(TerminalText.OneLine(cell.Suite.Name)),
                new Text(Samples(cell)),
                new Text(cell.SkipReason is null ? Figures.Count(cell.EstimatedCalls) : "left out"),
                new Text(cell.SkipReason is null ? "~" + Figures.Short(cell.EstimatedTokens) : ""),
                new Text(cell.SkipReason is null ? Time(cell) : ""),
                new Text(cell.Estimate is { Low: { } low, High: { } high } ? $"{Figures.Money(low.MicroUsd)} – {Figures.Money(high.MicroUsd)}" : ""),
            ];
            table.AddRow(isPriced ? row : row[..^1]);
        }

        return table;
    }

    private static Rows Narrow(RunPlan plan) => new(plan.Cells.SelectMany(c => (IEnumerable<IRenderable>)
    [
        new Text(TerminalText.OneLine(c.Key), new Style(decoration: Decoration.Bold)),
        new Text(c.SkipReason is null ? $"  {Samples(c)} samples, ~{Figures.Short(c.EstimatedTokens)} tokens, time {Time(c)}" : "  left out"),
    ]));

    private static string Samples(RunCell cell) =>
        Figures.Count(cell.Samples) + (cell.Epochs > 1 ? $" × {cell.Epochs}" : "");
}
