using Eval.Core.Ratings;
using Eval.Core.Ratings.Elo;
using Eval.Core.Ratings.Raters;

namespace Eval.Cli.Rendering;

/// <summary>Ratings as they are shown, wherever the battles came from.</summary>
internal sealed record RatingSheet
{
    /// <summary>What was rated, in the user's words.</summary>
    public required string Source { get; init; }

    /// <summary>The method, for programs: <c>bt</c>, <c>rao-kupper</c>, <c>davidson</c>, <c>elo</c>, <c>glicko2</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The method and its scale, for people.</summary>
    public required string Scale { get; init; }

    /// <summary>Confidence of the intervals; null where the method has none.</summary>
    public double? Confidence { get; init; }

    public required long Battles { get; init; }

    /// <summary>Rows that filters left out.</summary>
    public long LeftOut { get; init; }

    /// <summary>Columns whose values cluster the battles: one way, or two.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    public required IReadOnlyList<RatingSection> Sections { get; init; }

    public RaterReport? Raters { get; init; }

    /// <summary>What holds for all boards, sentence by sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True where some battle told some model's strength.</summary>
    public bool HasEstimates => Sections.Any(s => s.Rows.Any(r => r.State == RatingState.Estimated));
}

/// <summary>One board.</summary>
internal sealed record RatingSection
{
    /// <summary>The category, where battles are rated by one; else null.</summary>
    public string? Category { get; init; }

    /// <summary>Number of the connected part within the category, from 1, and how many there are.</summary>
    public int Part { get; init; } = 1;

    public int Parts { get; init; } = 1;

    public required IReadOnlyList<RatingRow> Rows { get; init; }

    public required long Battles { get; init; }

    public int Clusters { get; init; }

    public double? LogLikelihood { get; init; }

    /// <summary>Numbers estimated beside the ratings.</summary>
    public IReadOnlyList<RatingTerm> Terms { get; init; } = [];

    public IReadOnlyList<RatingContrast> Contrasts { get; init; } = [];

    /// <summary>How online Elo went.</summary>
    public IReadOnlyList<EloPoint> History { get; init; } = [];

    /// <summary>The intervals by resampling, as a cross-check; null where none were asked for, or none can be given.</summary>
    public RatingBootstrap? Resampled { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
