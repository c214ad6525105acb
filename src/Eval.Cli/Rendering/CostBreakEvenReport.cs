using System.Globalization;
using Eval.Cli.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>A break-even for people, in sentences that carry their units.</summary>
internal static class CostBreakEvenReport
{
    private const int MostShown = 12;

    public static void Write(IAnsiConsole console, CostBreakEvenDocument document)
    {
        var own = document.Own;
        console.WriteLine($"Hosted: {Usd(document.HostedPerMTokUsd)} for a million tokens.");
        console.WriteLine($"Own: {Usd(own.PerMonthUsd)} a month for each machine of {Million(own.CapacityMTok)} a month"
            + (own.MarginalPerMTokUsd > 0 ? $", {Usd(own.MarginalPerMTokUsd)} for a million tokens on top" : "")
            + (own.OverheadPerMonthUsd > 0 ? $", {Usd(own.OverheadPerMonthUsd)} a month for all" : "") + ".");
        console.WriteLine($"A machine that is always full costs {Usd(own.PerMTokAtFullUseUsd)} for a million tokens.");
        console.WriteLine();
        if (!document.EverPays)
        {
            console.WriteLine("Own machines never pay, however much is asked" + (document.OneMachineMTok is { } volume
                ? $": one would at {Million(volume)} a month, {Times(document.OneMachineBusyShare!.Value)} times what it serves." : ": a million tokens costs more on them than hosted."));
            return;
        }

        console.WriteLine("Own machines are no dearer");
        foreach (var range in document.Ranges.Take(MostShown))
        {
            console.WriteLine($"  {(range.ToMTok is { } to ? $"from {Number(range.FromMTok)} to {Million(to)} a month" : $"from {Million(range.FromMTok)} a month on")}"
                + $", with {Figures.Count(range.Machines)} machine{(range.Machines == 1 ? "" : "s")}{(range.ToMTok is null ? " and more" : "")}");
        }

        if (document.Ranges.Count > MostShown)
        {
            console.WriteLine("  and so on");
        }

        if (document.Ranges.Count > 1 && document.AlwaysFromMTok is { } always)
        {
            console.WriteLine($"Between these a machine has just been bought and is mostly idle; above {Million(always)} a month they are never dearer again.");
        }

        console.WriteLine();
        console.WriteLine("Where machines are less busy than that:");
        console.Write(Table(document.LessBusy, console.Profile.Width));
    }

    private static IRenderable Table(IReadOnlyList<LessBusyEntry> rows, int width)
    {
        List<FittedColumn<LessBusyEntry>> columns =
        [
            new("of that", r => Figures.Percent((double)r.Share)) { Right = true },
            new("$ for 1M tokens", r => Usd(r.PerMTokAtFullUseUsd)) { Right = true },
            new("pays from, M tokens/month", r => r.FromMTok is { } from ? Number(from) : "never") { Right = true },
            new("always from", r => r.AlwaysFromMTok is { } from ? Number(from) : Figures.None) { Right = true, DroppedAs = 1 },
        ];
        return FittedTable.Create(rows, columns, width) as IRenderable
            ?? new Rows(rows.Select(r => new Text($"{Figures.Percent((double)r.Share)} busy: {(r.FromMTok is { } from ? $"from {Million(from)}" : "never")}")));
    }

    private static string Usd(decimal usd) => "$" + usd.ToString(usd is > 0 and < 0.01m ? "0.00######" : "#,0.00##", CultureInfo.InvariantCulture);

    private static string Number(decimal millions) => millions.ToString(millions < 10 ? "0.####" : "#,0.#", CultureInfo.InvariantCulture);

    private static string Million(decimal millions) => Number(millions) + " million tokens";

    private static string Times(decimal share) => share.ToString(share < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
