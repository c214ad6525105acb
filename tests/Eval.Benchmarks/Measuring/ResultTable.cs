using System.Globalization;

namespace Eval.Benchmarks.Measuring;

/// <summary>The measured rows, shown as they come and at the end as one Markdown table.</summary>
internal sealed class ResultTable
{
    private readonly List<string> _rows = [];

    /// <param name="what">What was done.</param>
    /// <param name="against">What it was compared with.</param>
    /// <param name="times">Both ways' times.</param>
    /// <param name="budget">The budget of the design, or a dash.</param>
    /// <param name="result">What the compared results are.</param>
    public void Add(string what, string against, PairedTimes times, string budget, string result)
    {
        var row = string.Join(" | ", "", what, against, Time(times.Theirs), Time(times.Ours),
            string.Create(CultureInfo.InvariantCulture, $"**{times.MedianRatio:0.00}**"),
            string.Create(CultureInfo.InvariantCulture, $"{times.Ratios[0]:0.00} – {times.Ratios[^1]:0.00}, n = {times.Ratios.Length}"),
            budget, $"{result} {Number(times.Ours[^1].Value)} / {Number(times.Theirs[^1].Value)}", "").Trim();
        _rows.Add(row);
        Console.Error.WriteLine(row);
    }

    public void Write(TextWriter output)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        output.WriteLine("| what | against | its wall (CPU) time | our wall (CPU) time | times faster, median | range | budget | computed: ours / the other |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        _rows.ForEach(output.WriteLine);
    }

    private static string Time(IReadOnlyList<Lap> laps) => string.Create(
        CultureInfo.InvariantCulture, $"{PairedTimes.Median(laps.Select(l => l.Seconds)):0.00} s ({PairedTimes.Median(laps.Select(l => l.ProcessorSeconds)):0.00} s)");

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
