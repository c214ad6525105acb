using System.Globalization;
using Eval.Core.Gates;
using Eval.Service.Gating;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eval.Cli.Rendering;

/// <summary>A decision for people: the verdict, a table of suites and slices, and in sentences why, from what and after how many attempts.</summary>
internal static class GateReport
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, DecidedGate gate, DateTimeOffset now)
    {
        var verdict = gate.Decision.Verdict;
        console.WriteLine(TerminalText.OneLine($"Gate {gate.Record.Gate}: {gate.Record.CandidateName} against {gate.Record.BaselineName}: {Word(verdict)}"), Colour(verdict).Combine(Bold));
        console.WriteLine();
        // What stands beside the label takes so much.
        var label = Math.Clamp(console.Profile.Width - 58, 14, 60);
        var rows = gate.Decision.Suites.SelectMany(s => Rows(s, label)).ToList();
        console.Write(FittedTable.Create(rows, Columns(gate.Decision), console.Profile.Width) as IRenderable ?? List(gate.Decision));
        console.WriteLine();
        foreach (var rule in gate.Decision.Rules)
        {
            console.WriteLine(TerminalText.OneLine($"{rule.Verdict.Word()}: {rule.Sentence}"), Colour(rule.Verdict));
        }

        foreach (var line in GateLines.Of(gate, now))
        {
            console.WriteLine(TerminalText.OneLine($"{(line.Label.Length > 0 ? $"{line.Label,-10}" : "")}{line.Text}"), line.IsWarning ? new Style(Color.Yellow) : Style.Plain);
        }
    }

    /// <summary>The verdict as it heads a report.</summary>
    public static string Word(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "PASS",
        GateVerdict.Fail => "FAIL",
        GateVerdict.Inconclusive => "INCONCLUSIVE",
        _ => "BROKEN",
    };

    public static Style Colour(GateVerdict? verdict) => new(verdict switch
    {
        GateVerdict.Pass => Color.Green,
        GateVerdict.Fail => Color.Red,
        null => Color.Default,
        _ => Color.Yellow,
    });

    /// <summary>Head of the limits' column; under early stopping each suite has the confidence of its last look.</summary>
    public static string LimitsTitle(GateDecision decision)
    {
        var confidences = decision.Suites.Select(s => s.Difference?.Confidence).OfType<double>().Distinct().ToList();
        return confidences is [var one] ? string.Create(CultureInfo.InvariantCulture, $"{one * 100:0.##} % limits") : "limits";
    }

    private static List<FittedColumn<Row>> Columns(GateDecision decision)
    {
        return
        [
            new("suite, metric", r => r.Label) { Style = r => r.IsHead ? Bold : Style.Plain },
            new("old", r => r.Old) { Right = true, Style = r => r.IsHead ? Style.Plain : Dim },
            new("new", r => r.New) { Right = true, Style = r => r.IsHead || r.Gain.Length > 0 ? Style.Plain : Dim },
            new("gain", r => r.Gain) { Right = true, Style = _ => Bold },
            new(LimitsTitle(decision), r => r.Limits) { Right = true },
            new("verdict", r => r.Verdict) { Style = r => Colour(r.Colour) },
            new("coverage", r => r.Coverage) { Right = true, DroppedAs = 1, Style = _ => new Style(Color.Yellow) },
            new("detects", r => r.Detects) { Right = true, DroppedAs = 2, Style = _ => Dim },
            new("limits by", r => r.Method) { DroppedAs = 3, Style = _ => Dim },
        ];
    }

    private static IEnumerable<Row> Rows(SuiteDecision suite, int label)
    {
        var metric = suite.MetricId;
        yield return new Row(Cut(suite.SuiteName, label))
        {
            IsHead = true,
            Old = GateFigures.Score(suite.OldScore, metric),
            New = GateFigures.Score(suite.NewScore, metric),
            Gain = GateFigures.Gain(suite.Difference?.Difference, metric),
            Limits = GateFigures.Limits(suite.Difference, metric),
            Verdict = GateFigures.Verdict(suite),
            Colour = suite.InformsOnly is null ? suite.Verdict : null,
            Coverage = suite.Coverage < 1 ? Figures.Percent(suite.Coverage) : "",
            Detects = suite.DetectableEffect is { } effect ? GateFigures.Amount(effect, metric) : "",
            Method = suite.Difference?.Method ?? "",
        };
        if (metric is not null)
        {
            yield return new Row(Cut("  " + GateFigures.Metric(metric), label))
            {
                New = $"n {Figures.Count(suite.Difference?.N ?? 0)}",
                Limits = GateFigures.Margin(suite.Margin, metric),
            };
        }

        foreach (var slice in suite.Slices)
        {
            yield return new Row(Cut("  " + slice.Slice, label))
            {
                Old = $"n {Figures.Count(slice.N)}",
                New = GateFigures.Score(slice.NewScore, metric),
                Gain = GateFigures.Gain(slice.Difference?.Difference, metric),
                Limits = GateFigures.Limits(slice.Difference, metric),
                Verdict = slice.Verdict?.Word() ?? "too small",
                Colour = slice.Verdict,
                Method = slice.Difference?.Method ?? "",
            };
        }
    }

    private static Rows List(GateDecision decision) => new(decision.Suites.SelectMany(s => (IEnumerable<IRenderable>)
    [
        new Text(TerminalText.OneLine(s.SuiteName), Bold),
        new Text(TerminalText.OneLine($"  {GateFigures.Score(s.OldScore, s.MetricId)} to {GateFigures.Score(s.NewScore, s.MetricId)}: {GateFigures.Verdict(s)}"), Colour(s.Verdict)),
        new Text(TerminalText.OneLine($"  {GateFigures.Limits(s.Difference, s.MetricId)}, {GateFigures.Margin(s.Margin, s.MetricId)}")),
    ]));

    private static string Cut(string text, int width) => TerminalText.OneLine(text) is { } safe && safe.Length > width ? safe[..(width - 1)] + "…" : text;

    private sealed record Row(string Label)
    {
        public bool IsHead { get; init; }

        public string Old { get; init; } = "";

        public string New { get; init; } = "";

        public string Gain { get; init; } = "";

        public string Limits { get; init; } = "";

        public string Verdict { get; init; } = "";

        public GateVerdict? Colour { get; init; }

        public string Coverage { get; init; } = "";

        public string Detects { get; init; } = "";

        public string Method { get; init; } = "";
    }
}
