using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Raters;

/// <summary>How far raters agree, and which of them vote oddly.</summary>
public sealed record RaterReport
{
    /// <summary>The raters, the one with the most votes first.</summary>
    public required IReadOnlyList<RaterRow> Raters { get; init; }

    /// <summary>Votes.</summary>
    public required long Votes { get; init; }

    /// <summary>Battles (one prompt and two models) that two raters or more voted on.</summary>
    public required int SharedBattles { get; init; }

    /// <summary>Pairs of votes by two raters on one battle.</summary>
    public required long Pairs { get; init; }

    /// <summary>Share of these pairs that say the same, from 0 to 1 (a tie and "both bad" are two things); null without pairs.</summary>
    public double? Agreement { get; init; }

    /// <summary>Krippendorff's alpha over the verdicts as names; null without shared battles, or where all votes are equal.</summary>
    public double? Alpha { get; init; }

    /// <summary>Interval of <see cref="Alpha"/>: percentiles of a bootstrap over the battles; null where none can be given.</summary>
    public Interval? AlphaInterval { get; init; }

    /// <summary>Confidence of the interval.</summary>
    public required double Confidence { get; init; }

    /// <summary>Why there is no agreement to show, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Raters with votes enough to be looked at for anomalies.</summary>
    public required int Checked { get; init; }

    /// <summary>Raters who were flagged.</summary>
    public IEnumerable<RaterRow> Anomalous => Raters.Where(r => r.Anomaly is not null);
}

/// <summary>One rater.</summary>
/// <param name="Rater">Number of the rater.</param>
/// <param name="Name">Name, as the data have it.</param>
/// <param name="Votes">Votes.</param>
/// <param name="Pairs">Pairs of one of these votes and another rater's on the same battle.</param>
/// <param name="Agreement">Share of the pairs that say the same; null without pairs.</param>
/// <param name="Anomaly">What is odd, or null.</param>
public sealed record RaterRow(int Rater, string Name, long Votes, long Pairs, double? Agreement, RaterAnomaly? Anomaly);

/// <summary>Why a rater was flagged.</summary>
/// <param name="Direction">Which way the votes lean.</param>
/// <param name="Evidence">The product over the votes up to the one that flagged the rater; above 20.</param>
/// <param name="Votes">Decided votes up to that one.</param>
public sealed record RaterAnomaly(AnomalyDirection Direction, double Evidence, int Votes);

/// <summary>Which way a rater's votes lean.</summary>
public enum AnomalyDirection
{
    /// <summary>For the model that the others vote against: as a random or contrary voter would.</summary>
    AgainstOthers,

    /// <summary>For what was shown first.</summary>
    First,

    /// <summary>For what was shown second.</summary>
    Second,
}
