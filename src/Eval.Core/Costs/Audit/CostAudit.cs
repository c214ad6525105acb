namespace Eval.Core.Costs.Audit;

/// <summary>
/// Published figures on what models cost, computed anew from the inputs printed beside them. Most slips are of units, and nobody sees them by reading: the
/// case for money, tokens and rates that cannot be mixed up.
/// </summary>
public static class CostAudit
{
    /// <summary>All figures, document by document.</summary>
    public static IReadOnlyList<AuditedFigure> Figures { get; } = [.. CalculatorFigures.All(), .. BookFigures.All(), .. RoadmapFigures.All(), .. ElsewhereFigures.All()];
}
