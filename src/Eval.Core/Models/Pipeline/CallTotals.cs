namespace Eval.Core.Models.Pipeline;

/// <summary>What the calls of a cell took beyond what their samples tell. Cached answers are no calls.</summary>
/// <param name="Calls">Attempts that were sent.</param>
/// <param name="Retries">Attempts that followed a failed one of the same call.</param>
/// <param name="RateLimited">Attempts that the endpoint turned away (429).</param>
/// <param name="LostAnswers">Attempts that may be billed though no whole answer arrived.</param>
/// <param name="WaitMs">Time calls waited for their turn (calls at once, rate limits), all together, in milliseconds.</param>
/// <param name="CostMicroUsd">Cost of the answered calls, in micro-dollars, as far as prices are known.</param>
/// <param name="LostMicroUsd">The most that the lost answers may have cost, in micro-dollars, as far as prices are known.</param>
public readonly record struct CallTotals(
    long Calls = 0, long Retries = 0, long RateLimited = 0, long LostAnswers = 0, double WaitMs = 0, long CostMicroUsd = 0, long LostMicroUsd = 0)
{
    /// <summary>True where nothing was called.</summary>
    public bool IsEmpty => this == default;

    /// <summary>The sums of two.</summary>
    public static CallTotals operator +(CallTotals left, CallTotals right) => new(
        left.Calls + right.Calls,
        left.Retries + right.Retries,
        left.RateLimited + right.RateLimited,
        left.LostAnswers + right.LostAnswers,
        left.WaitMs + right.WaitMs,
        left.CostMicroUsd + right.CostMicroUsd,
        left.LostMicroUsd + right.LostMicroUsd);
}
