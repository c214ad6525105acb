namespace Eval.Core.Models;

/// <summary>
/// One call to a model ended without an answer. Providers translate whatever their wire says into this; the pipeline decides by
/// <see cref="Failure"/> whether to try again, and what is left becomes the outcome of the sample.
/// </summary>
public sealed class ModelCallException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">What kind of failure it was.</param>
    /// <param name="message">What happened, for the user: never with a key in it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelCallException(CallFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What kind of failure it was.</summary>
    public CallFailure Failure { get; }

    /// <summary>The HTTP status, or null where no response arrived.</summary>
    public int? Status { get; init; }

    /// <summary>How long the endpoint asked to wait (<c>Retry-After</c>), or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// True where the endpoint may have done (and billed) the work though no whole answer arrived: a connection that broke after the
    /// request was sent, an answer that could not be read.
    /// </summary>
    public bool MayBeBilled { get; init; }

    /// <summary>Attempts that were made in all, 1 or more; the pipeline enters it.</summary>
    public int Attempts { get; internal set; } = 1;
}
