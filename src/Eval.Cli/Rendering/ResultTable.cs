using Eval.Core.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>
/// The results of a run: suite and metric, candidate, value, interval, n; coverage where it is below 100 %. A list where the terminal is
/// too narrow for a table; more columns where there is room.
/// </summary>
internal static class ResultTable
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static IRenderable Create(StoredRun run, bool slices, int width)
    {
        var groups = EstimateRow.Group(run, slices);
        return groups.Count == 0 ? new Text("nothing was run")
            : FittedTable.Create([.. groups.SelectMany(Lines)], Columns(groups, slices), width) as IRenderable ?? List(groups);
    }

    private static List<FittedColumn<Line>> Columns(IReadOnlyList<IReadOnlyList<EstimateRow>> groups, bool slices)
    {
        var confidence = groups.SelectMany(g => g).FirstOrDefault(r => r.Estimate is not null)?.Estimate!.Confidence ?? 0.95;
        var columns = new List<FittedColumn<Line>>
        {
            new("suite, metric", l => l.Label) { Style = l => l.IsFirst ? Bold : Style.Plain },
            new("candidate", l => l.Row?.Cell.CandidateId ?? ""),
            new("value", l => l.Row?.Value ?? "") { Right = true, Style = _ => Bold },
            new($"{confidence * 100:0.#} % interval", l => l.Row?.Interval ?? "") { Right = true },
            new("n", l => l.Row?.N ?? "") { Right = true },
            new("coverage", l => l.Row?.Coverage ?? "") { Right = true, Style = _ => new Style(Color.Yellow) },
        };

        // Sums of a whole cell: shown once, and not beside slices.
        if (!slices)
        {
            columns.Add(new("tokens", l => l.Row is { } r ? Figures.Short(r.Cell.InputTokens + r.Cell.OutputTokens) : "") { Right = true, DroppedAs = 3, Style = _ => Dim });
            columns.Add(new("model time", l => l.Row is { } r ? Figures.Duration(TimeSpan.FromMilliseconds(r.Cell.DurationMs)) : "") { Right = true, DroppedAs = 2, Style = _ => Dim });
            columns.Add(new("cost", l => l.Row?.Cell.CostMicroUsd is { } cost ? Figures.Money(cost) : "") { Right = true, DroppedAs = 1, Style = _ => Dim });
        }

        columns.Add(new("interval by", l => l.Row?.Estimate?.IntervalMethod ?? "") { DroppedAs = 4, Style = _ => Dim });
        return columns;
    }

    // The label runs down beside the candidates: no line is spent on it where there are as many candidates as lines of label.
    private static IEnumerable<Line> Lines(IReadOnlyList<EstimateRow> group)
    {
        var label = Label(group).ToList();
        for (var i = 0; i < Math.Max(label.Count, group.Count); i++)
        {
            yield return new(i < label.Count ? label[i] : "", i == 0, i < group.Count ? group[i] : null);
        }
    }

    private static Rows List(IReadOnlyList<IReadOnlyList<EstimateRow>> groups)
    {
        var lines = new List<IRenderable>();
        foreach (var group in groups)
        {
            lines.AddRange(Label(group).Select((l, i) => new Text(TerminalText.OneLine(l), i == 0 ? Bold : Style.Plain)));
            foreach (var row in group)
            {
                lines.Add(new Text(TerminalText.OneLine($"  {row.Cell.CandidateId} {row.Value}")));
                if (row.Estimate is not null)
                {
                    lines.Add(new Text($"    {row.Interval}, n {row.N}{(row.Coverage.Length > 0 ? $", coverage {row.Coverage}" : "")}"));
                }
            }
        }

        return new Rows(lines);
    }

    private static IEnumerable<string> Label(IReadOnlyList<EstimateRow> group)
    {
        yield return group[0].Cell.SuiteName;
        if (group[0].MetricId.Length > 0)
        {
            yield return "  " + MetricNames.Labelled(group[0].MetricId);
        }

        if (group[0].Slice is { } slice)
        {
            yield return "  " + slice;
        }
    }

    private sealed record Line(string Label, bool IsFirst, EstimateRow? Row);
}
