namespace Eval.Core.Statistics;

/// <summary>Right and wrong answers of two candidates on the same samples.</summary>
/// <param name="BothRight">Right by both.</param>
/// <param name="OnlyNew">Right by the new one only.</param>
/// <param name="OnlyOld">Right by the old one only.</param>
/// <param name="BothWrong">Right by neither.</param>
public readonly record struct PairedCounts(int BothRight, int OnlyNew, int OnlyOld, int BothWrong)
{
    /// <summary>Samples.</summary>
    public int N => BothRight + OnlyNew + OnlyOld + BothWrong;

    /// <summary>Samples that the two answer differently: the only ones that a test of "no difference" learns from.</summary>
    public int Discordant => OnlyNew + OnlyOld;

    /// <summary>Share right by the new one − share right by the old one; NaN where there are no samples.</summary>
    public double Difference => (double)(OnlyNew - OnlyOld) / N;

    /// <summary>
    /// Wald's standard error of the difference, √(b + c − (b − c)²/n)/n (divisor n, as the textbooks have it). Too small where few answers differ
    /// and 0 where none does; limits come from <see cref="Tango"/>.
    /// </summary>
    public double WaldStandardError
    {
        get
        {
            double n = N, gap = OnlyNew - OnlyOld;
            return Math.Sqrt(Discordant - (gap * gap / n)) / n;
        }
    }

    /// <summary>Counts scores that are all exactly 0 or 1; null where one is not.</summary>
    /// <param name="old">Scores of the old one.</param>
    /// <param name="new">Scores of the new one, in the same order.</param>
    public static PairedCounts? Of(ReadOnlySpan<double> old, ReadOnlySpan<double> @new)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(@new.Length, old.Length);
        int bothRight = 0, onlyNew = 0, onlyOld = 0, bothWrong = 0;
        for (var i = 0; i < old.Length; i++)
        {
            switch (old[i], @new[i])
            {
                case (1, 1):
                    bothRight++;
                    break;
                case (0, 1):
                    onlyNew++;
                    break;
                case (1, 0):
                    onlyOld++;
                    break;
                case (0, 0):
                    bothWrong++;
                    break;
                default:
                    return null;
            }
        }

        return new(bothRight, onlyNew, onlyOld, bothWrong);
    }
}
