using Eval.Core.Statistics;

namespace Eval.Core.Selection;

/// <summary>What is known of one candidate's value of one factor.</summary>
public sealed record Evidence
{
    /// <summary>The candidate.</summary>
    public required string Candidate { get; init; }

    /// <summary>The factor's id.</summary>
    public required string Factor { get; init; }

    /// <summary>The raw value in the factor's unit; null where it is missing. A missing value is never taken for 0.</summary>
    public double? Value { get; init; }

    /// <summary>Its two-sided interval, or null.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Confidence of <see cref="Interval"/>, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Its standard error in the factor's unit; null: taken from the interval, if there is one.</summary>
    public double? StandardError { get; init; }

    /// <summary>Error of the judge beyond that of sampling, as a standard error in the factor's unit; 0 where there is none or it is not known.</summary>
    public double JudgeError { get; init; }

    /// <summary>What its standard error comes from. Default: the sampling of items.</summary>
    public Simulation.UncertaintyCause Cause { get; init; } = Simulation.UncertaintyCause.Items;

    /// <summary>Where it comes from. Default: declared.</summary>
    public FactorSource Source { get; init; } = FactorSource.Declared;

    /// <summary>Items, requests or battles behind it; null where none are.</summary>
    public int? Count { get; init; }

    /// <summary>A remark to be shown (a run, an address, a date), or null.</summary>
    public string? Note { get; init; }

    /// <summary>The standard error, stated or half the interval's width over its normal quantile; 0 where nothing is known.</summary>
    public double Error => StandardError
        ?? (Interval is { } i && double.IsFinite(i.High - i.Low) ? (i.High - i.Low) / 2 / Wilson.NormalQuantile(Confidence) : 0);

    /// <summary>True where the value has an error, so that a rule must ask for its bound.</summary>
    public bool IsUncertain => Error > 0 || JudgeError > 0;

    /// <summary>One-sided limits of the value; both the value itself where no error is known, null where it is missing.</summary>
    /// <param name="confidence">One-sided, between 0.5 and 1.</param>
    /// <remarks>Each side is scaled by itself from its own side of the interval, so that an interval which is not symmetric (Wilson's) stays so.</remarks>
    public Interval? Limits(double confidence)
    {
        if (Value is not { } value)
        {
            return null;
        }

        var z = Wilson.NormalQuantile((2 * confidence) - 1);
        var (low, high) = (Error, Error);
        if (StandardError is null && Interval is { } interval)
        {
            var own = Wilson.NormalQuantile(Confidence);
            (low, high) = (Math.Max(0, value - interval.Low) / own, Math.Max(0, interval.High - value) / own);
        }

        return new(value - (z * Math.Sqrt((low * low) + (JudgeError * JudgeError))), value + (z * Math.Sqrt((high * high) + (JudgeError * JudgeError))));
    }
}
