using System.Globalization;
using Eval.Cli.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>The calculator for people: a column for each model, in as many tables as the width needs.</summary>
internal static class CostWorkloadReport
{
    private const int Gap = 2;

    private static readonly (string Title, Func<WorkloadColumnEntry, string?> Text)[] Rows =
    [
        ("$ for 1M tokens in / out", c => c.Kind == "hosted" ? $"{Price(c.InputPerMTok)} / {Price(c.OutputPerMTok)}" : null),
        ("machines × $ an hour", c => c.Instances is { } count ? $"{Figures.Count(count)} × {Price(c.InstancePerHourUsd)}" : null),
        ("a turn", c => Money(c.PerTurnUsd)),
        ("an hour", c => Money(c.PerHourUsd)),
        ("requests/min, limit", c => Number(c.RequestsPerMinuteLimit)),
        ("tokens/min, limit", c => Number(c.TokensPerMinuteLimit)),
        ("requests beyond limit", c => Flag(c.AtRequestLimit)),
        ("tokens beyond limit", c => Flag(c.AtTokenLimit)),
        ("requests/min, at most", c => Number(c.MostRequestsPerMinute)),
        ("  bound by", c => c.BoundBy),
        ("sessions, at most", c => c.MostSessions is { } most ? Figures.Count(most) : null),
        ("busy", c => c.Utilisation is { } share ? Figures.Percent(share) : null),
        ("machines needed", c => c.InstancesNeeded is { } needed ? Figures.Count(needed) : null),
        ("an hour with those", c => Money(c.PerHourAtNeededUsd)),
    ];

    public static void Write(IAnsiConsole console, CostWorkloadDocument document)
    {
        var asked = document.Workload;
        console.WriteLine(FormattableString.Invariant(
            $"{asked.Sessions:#,0} sessions × {asked.RequestsPerHourOfSession:#,0.##} requests/hour = {asked.RequestsPerHour:#,0.##} requests/hour = {asked.RequestsPerMinute:#,0.##} requests/min"));
        console.WriteLine(FormattableString.Invariant(
            $"{asked.InputTokens:#,0} tokens in + {asked.OutputTokens:#,0} out a turn = {asked.TokensPerMinute:#,0.##} tokens/min"));
        var rows = Rows.Where(r => document.Columns.Any(c => r.Text(c) is not null)).ToList();
        foreach (var columns in Blocks(document.Columns, rows, console.Profile.Width))
        {
            console.WriteLine();
            console.Write(Table(columns, [.. rows.Where(r => columns.Any(c => r.Text(c) is not null))], console.Profile.Width));
        }
    }

    private static IRenderable Table(List<WorkloadColumnEntry> columns, List<(string Title, Func<WorkloadColumnEntry, string?> Text)> rows, int width)
    {
        List<FittedColumn<(string Title, Func<WorkloadColumnEntry, string?> Text)>> fitted =
        [
            new("", r => r.Title) { Style = _ => new Style(decoration: Decoration.Dim) },
            .. columns.Select(c => new FittedColumn<(string Title, Func<WorkloadColumnEntry, string?> Text)>(TerminalText.OneLine(c.Name), r => r.Text(c) ?? Figures.None)
            {
                Right = true,
                Style = r => r.Title.Contains("beyond", StringComparison.Ordinal) && r.Text(c) == "yes" ? new Style(Color.Red) : Style.Plain,
            }),
        ];
        return FittedTable.Create(rows, fitted, width) as IRenderable
            ?? new Rows(columns.SelectMany(c => rows.Where(r => r.Text(c) is not null).Select(r => new Text(TerminalText.OneLine($"{c.Name}: {r.Title.Trim()} {r.Text(c)}")))));
    }

    // As many columns beside the titles as the width holds; at least one.
    private static IEnumerable<List<WorkloadColumnEntry>> Blocks(IReadOnlyList<WorkloadColumnEntry> columns, List<(string Title, Func<WorkloadColumnEntry, string?> Text)> rows, int width)
    {
        var titles = rows.Max(r => r.Title.Length);
        var (block, used) = (new List<WorkloadColumnEntry>(), titles);
        foreach (var column in columns)
        {
            var wide = Gap + rows.Select(r => r.Text(column) ?? Figures.None).Append(TerminalText.OneLine(column.Name)).Max(t => new Segment(t).CellCount());
            if (block.Count > 0 && used + wide > width)
            {
                yield return block;
                (block, used) = ([], titles);
            }

            block.Add(column);
            used += wide;
        }

        if (block.Count > 0)
        {
            yield return block;
        }
    }

    private static string Price(decimal? usd) => usd?.ToString("#,0.####", CultureInfo.InvariantCulture) ?? Figures.None;

    private static string? Number(decimal? number) => number?.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string? Flag(bool? flag) => flag switch { true => "yes", false => "no", _ => null };

    private static string? Money(decimal? usd) => usd switch
    {
        null => null,
        0 => "$0",
        < 0.0001m => "$" + usd.Value.ToString("0.########", CultureInfo.InvariantCulture),
        < 1 => "$" + usd.Value.ToString("0.00####", CultureInfo.InvariantCulture),
        _ => "$" + usd.Value.ToString("#,0.00", CultureInfo.InvariantCulture),
    };
}
