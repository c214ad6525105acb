using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Style;

/// <summary>
/// The win rate that a candidate would have against a baseline if their answers were equally long (Dubois and others 2024, arXiv:2404.04475):
/// logit P(candidate preferred) = ψ + φ·tanh((baseline's length − candidate's)/s) + γ·difficulty, s the standard deviation of these differences; the rate is the
/// mean of σ(ψ + γ·difficulty). Fitted for each candidate on its own, so that no rate moves when another candidate is added. Unlike there, by plain maximum
/// likelihood on the preferences as they are, and with intervals that know that ψ, φ and γ are estimated: prompts are drawn anew and all is fitted again.
/// </summary>
public sealed record LengthControlledWinRate
{
    private LengthControlledWinRate()
    {
    }

    /// <summary>Number of prompts.</summary>
    public required int Prompts { get; init; }

    /// <summary>Mean preference, length and all, from 0 to 1.</summary>
    public required double Raw { get; init; }

    /// <summary>The rate at equal length, from 0 to 1; null where it cannot be told (<see cref="Note"/>).</summary>
    public double? Rate { get; init; }

    /// <summary>Standard error of <see cref="Rate"/> over the draws.</summary>
    public double? StandardError { get; init; }

    /// <summary>Percentile interval of <see cref="Rate"/>.</summary>
    public Interval? Interval { get; init; }

    /// <summary>ψ: log odds of the candidate at equal length and difficulty 0.</summary>
    public double? Strength { get; init; }

    /// <summary>φ: negative where longer answers are preferred; null where there is no length term.</summary>
    public double? LengthEffect { get; init; }

    /// <summary>γ; null where all prompts are given as equally difficult.</summary>
    public double? DifficultyEffect { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required int Seed { get; init; }

    /// <summary>What the reader must know, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Computes the rate.</summary>
    /// <param name="samples">One for each prompt; at least 2.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="draws">Draws of the prompts, 100 or more.</param>
    /// <param name="confidence">Two-sided confidence of the interval.</param>
    /// <exception cref="ArgumentException">A preference is not from 0 to 1, a length below 0, or a difficulty not finite.</exception>
    public static LengthControlledWinRate Of(IReadOnlyList<LengthControlledSample> samples, int seed = 17, int draws = Bootstrap.DefaultDraws, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Count, 2);
        if (samples.Any(s => !(s.Preference is >= 0 and <= 1) || s.CandidateLength < 0 || s.BaselineLength < 0 || !double.IsFinite(s.Difficulty)))
        {
            throw new ArgumentException("Preferences are from 0 to 1, lengths from 0, difficulties finite", nameof(samples));
        }

        var rate = new LengthControlledWinRate { Prompts = samples.Count, Raw = samples.Average(s => s.Preference), Seed = seed };
        var likelihood = new PreferenceFit(samples);
        var counts = new int[samples.Count];
        Array.Fill(counts, 1);
        if (likelihood.Fit(counts) is not { } fit)
        {
            return rate with { Note = "The rate at equal length cannot be told: the preferences are separated (the candidate always wins, always loses, or its length alone decides)." };
        }

        // A draw in which a fit has no finite optimum is left out; where the data are all but separated, that is many.
        var drawn = Bootstrap.Run(samples.Count, c => likelihood.Fit(c)?.Rate ?? double.NaN, seed, draws);
        return rate with
        {
            Rate = fit.Rate,
            StandardError = drawn.StandardError,
            Interval = drawn.Percentile(confidence),
            Strength = fit.Strength,
            LengthEffect = fit.Length,
            DifficultyEffect = fit.Difficulty,
            Note = fit.Length is null ? "All differences of length are the same: there is no length to control for." : null,
        };
    }
}
