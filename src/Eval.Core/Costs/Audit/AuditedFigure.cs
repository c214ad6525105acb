using System.Globalization;

namespace Eval.Core.Costs.Audit;

/// <summary>A figure as it was published, and what comes out when it is computed from the inputs beside it.</summary>
public sealed record AuditedFigure
{
    private AuditedFigure()
    {
    }

    /// <summary>The document.</summary>
    public required string Source { get; init; }

    /// <summary>Lines of the document's text, or null.</summary>
    public string? Lines { get; init; }

    /// <summary>What the figure is.</summary>
    public required string What { get; init; }

    /// <summary>What went wrong.</summary>
    public required Slip Slip { get; init; }

    /// <summary>The published figure, as it reads.</summary>
    public required string Printed { get; init; }

    /// <summary>The right figure, with its unit.</summary>
    public required string Right { get; init; }

    /// <summary>The published figure as a number, or null where it is none.</summary>
    public double? PrintedValue { get; init; }

    /// <summary>The right figure as a number, or null where it is none.</summary>
    public double? RightValue { get; init; }

    /// <summary>How to see it, or null.</summary>
    public string? Note { get; init; }

    /// <summary>How many times the right figure the published one is; null where they are no numbers.</summary>
    public double? Ratio => PrintedValue / RightValue;

    /// <summary>A figure that is a number.</summary>
    internal static AuditedFigure Number(string source, string? lines, string what, string unit, double printed, double right, Slip slip = Slip.None, string? note = null) => new()
    {
        Source = source,
        Lines = lines,
        What = what,
        Slip = slip,
        Printed = Text(printed, unit),
        Right = Text(right, unit),
        PrintedValue = printed,
        RightValue = right,
        Note = note,
    };

    /// <summary>A statement that is no number.</summary>
    internal static AuditedFigure Statement(string source, string? lines, string what, string printed, string right, Slip slip, string? note = null) =>
        new() { Source = source, Lines = lines, What = what, Slip = slip, Printed = printed, Right = right, Note = note };

    private static string Text(double value, string unit)
    {
        var size = Math.Abs(value);
        if (unit.StartsWith('$'))
        {
            return $"${value.ToString(size >= 1 ? "#,0.00" : "0.00####", CultureInfo.InvariantCulture)}{unit[1..]}";
        }

        var number = size is >= 1e12 or (> 0 and < 1e-6) ? value.ToString("0.####e0", CultureInfo.InvariantCulture)
            : size >= 1000 ? value.ToString("#,0.##", CultureInfo.InvariantCulture)
            : size >= 1 ? value.ToString("0.###", CultureInfo.InvariantCulture)
            : value.ToString("0.######", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : $"{number} {unit}";
    }
}
