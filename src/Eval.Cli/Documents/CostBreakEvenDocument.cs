using Eval.Core.Costs.BreakEven;

namespace Eval.Cli.Documents;

/// <summary>Own machines against a hosted model, by the month and in millions of tokens: written by <c>cost break-even</c>.</summary>
internal sealed record CostBreakEvenDocument(int Schema, decimal HostedPerMTokUsd, OwnMachineEntry Own)
{
    /// <summary>Most ranges that are written: there are very many where a full machine saves next to nothing.</summary>
    public const int MostRanges = 100;

    /// <summary>Whether own machines are cheaper at any volume.</summary>
    public required bool EverPays { get; init; }

    /// <summary>Volume at which one machine would pay, even if it cannot serve as much; null where it never would.</summary>
    public required decimal? OneMachineMTok { get; init; }

    /// <summary>That volume over what one machine serves; above 1 where it cannot be reached.</summary>
    public required decimal? OneMachineBusyShare { get; init; }

    /// <summary>Volumes at which own machines are no dearer.</summary>
    public required IReadOnlyList<CheaperRangeEntry> Ranges { get; init; }

    /// <summary>Volume from which they are never dearer again, or null where there is none.</summary>
    public required decimal? AlwaysFromMTok { get; init; }

    /// <summary>The same for machines that are less busy.</summary>
    public required IReadOnlyList<LessBusyEntry> LessBusy { get; init; }

    public static CostBreakEvenDocument Of(HostedComparison comparison)
    {
        var own = comparison.Own;
        var crossings = comparison.Crossings(MostRanges);
        return new(
            1, Short(comparison.HostedPerUnit.Usd),
            new OwnMachineEntry(Short(own.Fixed.Usd), Short(own.Capacity), Short(own.Marginal.Usd), Short(own.Overhead.Usd), Short(own.PerUnitAtFullUse.Usd)))
        {
            EverPays = comparison.EverPays,
            OneMachineMTok = Short(comparison.OfOneInstance),
            OneMachineBusyShare = Short(comparison.UtilisationOfOneInstance),
            Ranges = [.. comparison.CheaperRanges(MostRanges).Select((r, i) => new CheaperRangeEntry(crossings.Count == 0 ? 1 : crossings[i].Instances, Short(r.From), Short(r.To)))],
            AlwaysFromMTok = Short(comparison.AlwaysCheaperFrom),
            LessBusy = [.. ((decimal[])[0.75m, 0.5m, 0.25m, 0.1m]).Select(share => Less(comparison, share))],
        };
    }

    private static LessBusyEntry Less(HostedComparison comparison, decimal share)
    {
        var less = new HostedComparison(comparison.Own with { Capacity = comparison.Own.Capacity * share }, comparison.HostedPerUnit);
        return new(share, Short(less.Own.Capacity), Short(less.Own.PerUnitAtFullUse.Usd), less.EverPays, less.CheaperRanges(1) is [var first] ? Short(first.From) : null, Short(less.AlwaysCheaperFrom));
    }

    private static decimal? Short(decimal? number) => number is { } value ? Short(value) : null;

    private static decimal Short(decimal number) => decimal.Round(number, 10) / 1.0000000000000000000000000000m;
}

/// <summary>One machine, and what all have in common.</summary>
internal sealed record OwnMachineEntry(decimal PerMonthUsd, decimal CapacityMTok, decimal MarginalPerMTokUsd, decimal OverheadPerMonthUsd, decimal PerMTokAtFullUseUsd);

/// <summary>Volumes at which own machines are no dearer; <c>ToMTok</c> is null where they stay so.</summary>
internal sealed record CheaperRangeEntry(long Machines, decimal FromMTok, decimal? ToMTok);

/// <summary>Machines that serve only a share of what they could.</summary>
internal sealed record LessBusyEntry(decimal Share, decimal CapacityMTok, decimal PerMTokAtFullUseUsd, bool EverPays, decimal? FromMTok, decimal? AlwaysFromMTok);
