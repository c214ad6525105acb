namespace Eval.Core.Scoring.Overlap;

/// <summary>How far two bags of items overlap; all from 0 to 1.</summary>
/// <param name="Precision">Share of the answer's items that the reference has.</param>
/// <param name="Recall">Share of the reference's items that the answer has.</param>
/// <param name="F1">2PR/(P + R), 0 where both are 0.</param>
public readonly record struct OverlapScore(double Precision, double Recall, double F1)
{
    /// <summary>The score of some hits; all 0 where either side is empty.</summary>
    public static OverlapScore Of(double hits, double answer, double reference)
    {
        if (answer == 0 || reference == 0)
        {
            return default;
        }

        var (precision, recall) = (hits / answer, hits / reference);
        return new(precision, recall, Harmonic(precision, recall));
    }

    /// <summary>2PR/(P + R), 0 where both are 0.</summary>
    public static double Harmonic(double precision, double recall) => precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}
