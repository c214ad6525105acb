namespace Eval.Core.Models.Pipeline;

/// <summary>How patient the pipeline of a hosted model is.</summary>
internal sealed record PipelineSettings
{
    public static PipelineSettings Default { get; } = new();

    /// <summary>Attempts of one call that may fail by a fault; being told to slow down and an open circuit are no faults of the call.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Time of one attempt, from sending to the last byte. Waiting for a permit is not in it.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>About the pause before the second attempt; it doubles from attempt to attempt, with jitter.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An endpoint that asks to wait longer than this has no use for this run any more (a quota of the day is used up).</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long one call may be told to slow down, over and over.</summary>
    public TimeSpan RateLimitPatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Faults in a row that open the circuit of an endpoint.</summary>
    public int FaultsToOpen { get; init; } = 10;

    /// <summary>How long an open circuit rests before one call may try; doubles from try to try.</summary>
    public TimeSpan FirstBreak { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestBreak { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An endpoint that answers nothing for this long is given up; the run can be resumed later.</summary>
    public TimeSpan OutagePatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long cached answers of hosted models are served: their makers change them.</summary>
    public TimeSpan AnswersKeptFor { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Seed of the jitter; it changes no stored number.</summary>
    public ulong JitterSeed { get; init; } = 17;

    public static PipelineSettings Of(HostedModelSpec hosted) => Default with
    {
        Attempts = hosted.Attempts,
        AttemptTimeout = hosted.AttemptTimeout,
    };
}
