using Eval.Core.Ratings.Fitting;

namespace Eval.Core.Ratings.Style;

/// <summary>The logistic regression of <see cref="LengthControlledWinRate"/> on soft labels, for prompts that count any number of times.</summary>
internal sealed class PreferenceFit
{
    private const int MostSteps = 50;
    private const double Tolerance = 1e-10;

    // Beyond this a fitted probability is 0 or 1 to ten digits: the preferences are separated.
    private const double Separated = 23;

    // Newton's steps from equal chances may overshoot where preferences are lopsided.
    private const double LongestStep = 4;

    private readonly double[] _preferences;
    private readonly double[] _differences;
    private readonly double[] _difficulties;
    private readonly double _difficultyScale;

    public PreferenceFit(IReadOnlyList<LengthControlledSample> samples)
    {
        _preferences = [.. samples.Select(s => s.Preference)];
        _differences = [.. samples.Select(s => (double)s.BaselineLength - s.CandidateLength)];
        _difficulties = [.. samples.Select(s => s.Difficulty)];

        // Whatever scale difficulties come on, the limits below are for terms of about 1.
        _difficultyScale = _difficulties.Max(d => Math.Abs(d - _difficulties[0]));
        for (var i = 0; i < _difficulties.Length && HasDifficulty; i++)
        {
            _difficulties[i] /= _difficultyScale;
        }
    }

    private bool HasDifficulty => _difficultyScale > 0;

    /// <summary>What was fitted.</summary>
    public readonly record struct Result(double Rate, double Strength, double? Length, double? Difficulty);

    /// <summary>Fits; null where there is no finite optimum.</summary>
    /// <param name="counts">How often each prompt counts. May be called from several threads.</param>
    public Result? Fit(ReadOnlySpan<int> counts)
    {
        var deviation = Deviation(counts);
        var hasLength = deviation > 0;
        var lengths = new double[counts.Length];
        for (var i = 0; i < lengths.Length && hasLength; i++)
        {
            lengths[i] = counts[i] == 0 ? 0 : Math.Tanh(_differences[i] / deviation);
        }

        Span<double> beta = stackalloc double[3];
        Span<double> terms = stackalloc double[3];
        Span<double> score = stackalloc double[3];
        Span<double> information = stackalloc double[9];
        beta.Clear();
        for (var step = 0; step < MostSteps; step++)
        {
            score.Clear();
            information.Clear();
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0)
                {
                    continue;
                }

                (terms[0], terms[1], terms[2]) = (1, lengths[i], HasDifficulty ? _difficulties[i] : 0);
                var p = OutcomeTerms.Logistic((beta[0] * terms[0]) + (beta[1] * terms[1]) + (beta[2] * terms[2]));
                for (var a = 0; a < 3; a++)
                {
                    score[a] += counts[i] * terms[a] * (_preferences[i] - p);
                    for (var b = 0; b < 3; b++)
                    {
                        information[(a * 3) + b] += counts[i] * terms[a] * terms[b] * p * (1 - p);
                    }
                }
            }

            // A term that is not there has no information: it stays 0.
            information[4] += hasLength ? 0 : 1;
            information[8] += HasDifficulty ? 0 : 1;
            if (!Solve(information, score))
            {
                return null;
            }

            var largest = Math.Max(Math.Max(Math.Abs(score[0]), Math.Abs(score[1])), Math.Abs(score[2]));
            for (var a = 0; a < 3; a++)
            {
                beta[a] += score[a] * Math.Min(1, LongestStep / largest);
            }

            if (!(Math.Abs(beta[0]) + Math.Abs(beta[1]) < Separated))
            {
                return null;
            }

            if (largest < Tolerance)
            {
                return new(Rate(counts, beta), beta[0], hasLength ? beta[1] : null, HasDifficulty ? beta[2] / _difficultyScale : null);
            }
        }

        return null;
    }

    private double Rate(ReadOnlySpan<int> counts, ReadOnlySpan<double> beta)
    {
        double sum = 0, count = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i] * OutcomeTerms.Logistic(beta[0] + (beta[2] * _difficulties[i]));
            count += counts[i];
        }

        return sum / count;
    }

    // Dividing by n − 1, as the authors do.
    private double Deviation(ReadOnlySpan<int> counts)
    {
        double n = 0, mean = 0, squares = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                n += counts[i];
                var difference = _differences[i] - mean;
                mean += difference * counts[i] / n;
                squares += counts[i] * difference * (_differences[i] - mean);
            }
        }

        return n > 1 ? Math.Sqrt(squares / (n - 1)) : 0;
    }

    // Cholesky of three by three; false where the matrix is singular but for rounding.
    private static bool Solve(Span<double> m, Span<double> x)
    {
        for (var j = 0; j < 3; j++)
        {
            var whole = m[(j * 3) + j];
            for (var k = 0; k < j; k++)
            {
                m[(j * 3) + j] -= m[(j * 3) + k] * m[(j * 3) + k];
            }

            if (!(m[(j * 3) + j] > 1e-11 * whole))
            {
                return false;
            }

            m[(j * 3) + j] = Math.Sqrt(m[(j * 3) + j]);
            for (var i = j + 1; i < 3; i++)
            {
                for (var k = 0; k < j; k++)
                {
                    m[(i * 3) + j] -= m[(i * 3) + k] * m[(j * 3) + k];
                }

                m[(i * 3) + j] /= m[(j * 3) + j];
            }
        }

        for (var i = 0; i < 3; i++)
        {
            for (var k = 0; k < i; k++)
            {
                x[i] -= m[(i * 3) + k] * x[k];
            }

            x[i] /= m[(i * 3) + i];
        }

        for (var i = 2; i >= 0; i--)
        {
            for (var k = i + 1; k < 3; k++)
            {
                x[i] -= m[(k * 3) + i] * x[k];
            }

            x[i] /= m[(i * 3) + i];
        }

        return true;
    }
}
