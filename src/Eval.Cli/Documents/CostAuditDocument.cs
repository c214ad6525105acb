using Eval.Core.Costs.Audit;

namespace Eval.Cli.Documents;

/// <summary>Published figures against what is right: written by <c>cost audit</c>.</summary>
internal sealed record CostAuditDocument(int Schema, int Checked, int Wrong, IReadOnlyList<AuditedFigureEntry> Figures)
{
    public static CostAuditDocument Of(IReadOnlyList<AuditedFigure> figures, bool all) => new(
        1, figures.Count, figures.Count(f => f.Slip != Slip.None), [.. figures.Where(f => all || f.Slip != Slip.None).Select(AuditedFigureEntry.Of)]);
}

/// <summary>One figure. <c>Slip</c> is null where it holds; values and <c>Ratio</c> (printed over right) are null where it is no number.</summary>
internal sealed record AuditedFigureEntry(
    string Source, string? Lines, string What, string? Slip, string Printed, string Right, double? PrintedValue, double? RightValue, double? Ratio, string? Note)
{
    public static AuditedFigureEntry Of(AuditedFigure figure) => new(
        figure.Source, figure.Lines, figure.What, figure.Slip switch
        {
            Core.Costs.Audit.Slip.None => null,
            Core.Costs.Audit.Slip.Unit => "unit",
            Core.Costs.Audit.Slip.Time => "time",
            Core.Costs.Audit.Slip.Arithmetic => "arithmetic",
            Core.Costs.Audit.Slip.Mixup => "mixup",
            Core.Costs.Audit.Slip.Inconsistent => "inconsistent",
            _ => "claim",
        },
        figure.Printed, figure.Right, figure.PrintedValue, figure.RightValue, figure.Ratio, figure.Note);
}
