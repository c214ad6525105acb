using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Ratings;

/// <summary>Ratings of the models of one connected part of the battles. Models of different boards were never compared, not even by way of others.</summary>
public sealed partial record RatingBoard
{
    /// <summary>The model of wins and ties; it names the scale.</summary>
    public required RatingMethod Method { get; init; }

    /// <summary>The models, the best first.</summary>
    public required IReadOnlyList<RatingRow> Rows { get; init; }

    /// <summary>Battles between them, those left out by <see cref="RatingOptions.BothBad"/> too.</summary>
    public required long Battles { get; init; }

    /// <summary>Groups of dependent battles, of those that the estimates use; beside groups, a battle that stands alone counts as one. 0 where all stand alone.</summary>
    public required int Clusters { get; init; }

    /// <summary>Confidence of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>
    /// Degrees of freedom of the intervals: by Student's t with clusters − 1 where battles are clustered; null where all stand alone and intervals are
    /// normal.
    /// </summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>
    /// Natural strengths θ (rating = 1000 + 400/ln 10 · θ) in the order of <see cref="Rows"/>, their mean 0, before anchoring. Where some models are not
    /// estimated, 0 is the fixed opponent of the virtual tie: those models have the strengths of that tie, and the estimated ones their own, moved so that
    /// their mean is that of their virtual ties.
    /// </summary>
    public required IReadOnlyList<double> Strengths { get; init; }

    /// <summary>Robust (sandwich) covariance of <see cref="Strengths"/>, in their order, rows and columns summing to zero; NaN beside models that are not estimated.</summary>
    public required Matrix<double> Covariance { get; init; }

    /// <summary>The term for being shown first, on the Elo scale; null where none was asked for.</summary>
    public RatingTerm? Position { get; init; }

    /// <summary>The tie parameter of the method (Rao–Kupper's η, Davidson's ν); null for Bradley–Terry.</summary>
    public RatingTerm? Tie { get; init; }

    /// <summary>
    /// What features of the answers' style are worth: Elo points for one standard deviation more of each (see <see cref="Style.StyledRatingBoards"/>); empty
    /// where none were controlled for. Ratings are then those at equal style.
    /// </summary>
    public IReadOnlyList<RatingTerm> Style { get; init; } = [];

    /// <summary>
    /// Log-likelihood at the optimum, weighted, of the battles between the estimated models; where there are none of these, of all battles at the
    /// strengths of the virtual tie.
    /// </summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Steps of Newton's method.</summary>
    public required int Iterations { get; init; }

    /// <summary>What the reader must know, sentence by sentence; may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A number that is estimated beside the ratings.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its robust standard error, or null.</param>
/// <param name="Low">Lower end of its interval, or null.</param>
/// <param name="High">Upper end of its interval, or null.</param>
public sealed record RatingTerm(string Name, double Value, double? StandardError = null, double? Low = null, double? High = null);
