using System.Globalization;
using Eval.Cli.Documents;
using Spectre.Console;

namespace Eval.Cli.Rendering;

/// <summary>The audit for people: where, what, printed against right, and why.</summary>
internal static class CostAuditReport
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, CostAuditDocument document)
    {
        foreach (var figure in document.Figures)
        {
            console.WriteLine(figure.What, new Style(decoration: Decoration.Bold));
            console.WriteLine($"  printed {figure.Printed}, right {figure.Right}{Off(figure)}");
            var note = string.Join(": ", new[] { Slip(figure.Slip), figure.Note }.Where(t => t is not null));
            console.WriteLine($"  {(note.Length == 0 ? "" : note + " ")}({figure.Source}{Lines(figure.Lines)})", Dim);
        }

        console.WriteLine($"{Figures.Count(document.Wrong)} of the {Figures.Count(document.Checked)} published figures that were computed anew are wrong");
    }

    private static string Lines(string? lines) => lines switch { null => "", _ when lines.All(char.IsAsciiDigit) => $", line {lines}", _ => $", lines {lines}" };

    private static string Off(AuditedFigureEntry figure) => figure.Slip is null ? "" : figure.Ratio switch
    {
        null => "",
        >= 1.25 and double ratio => $": {Times(ratio)} times too much",
        <= 0.8 and double ratio => $": {Times(1 / ratio)} times too little",
        { } ratio => string.Create(CultureInfo.InvariantCulture, $": {Math.Abs(ratio - 1) * 100:0.#} % too {(ratio > 1 ? "much" : "little")}"),
    };

    private static string Times(double ratio) => ratio.ToString(ratio >= 10 ? "#,0" : "0.##", CultureInfo.InvariantCulture);

    private static string? Slip(string? slip) => slip switch
    {
        null => "holds",
        "unit" => "slip of a unit",
        "time" => "slip of a time",
        "arithmetic" => "slip of arithmetic",
        "mixup" => "another figure's number",
        "inconsistent" => "two bases",
        _ => "says more than its figures",
    };
}
