namespace Eval.Core.Running;

/// <summary>How a sample ended. The outcome is data: the model's own behaviour counts, the infrastructure's never does.</summary>
public enum SampleOutcome
{
    /// <summary>Answered and scored.</summary>
    Completed,

    /// <summary>The model refused; score 0 in accuracy-like metrics.</summary>
    Refused,

    /// <summary>The answer hit the length limit; score 0 in accuracy-like metrics.</summary>
    Truncated,

    /// <summary>No answer could be extracted; score 0 in accuracy-like metrics.</summary>
    Unparsed,

    /// <summary>The model's process or endpoint failed; lowers coverage, never a score.</summary>
    ProviderError,

    /// <summary>No answer in time; lowers coverage.</summary>
    TimedOut,

    /// <summary>The scorer or judge failed; lowers coverage.</summary>
    ScorerError,

    /// <summary>Left out for a declared reason; lowers coverage.</summary>
    Skipped,
}

/// <summary>Questions asked of a <see cref="SampleOutcome"/>.</summary>
public static class SampleOutcomes
{
    /// <summary>True where the sample counts in metrics (possibly as 0); false where it lowers coverage.</summary>
    public static bool IsScored(this SampleOutcome outcome) => outcome <= SampleOutcome.Unparsed;

    /// <summary>True for failures that <c>--retry-errors</c> asks again.</summary>
    public static bool IsError(this SampleOutcome outcome) =>
        outcome is SampleOutcome.ProviderError or SampleOutcome.TimedOut or SampleOutcome.ScorerError;
}
