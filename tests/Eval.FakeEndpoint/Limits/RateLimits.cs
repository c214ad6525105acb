namespace Eval.FakeEndpoint.Limits;

/// <summary>Limits of a model, held over every sliding minute.</summary>
public sealed record RateLimits
{
    /// <summary>Requests per minute, or null.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens (read and written) per minute, or null.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Requests at the same time, or null.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Length of the window in seconds, so that a test need not wait a minute. Default 60.</summary>
    public double WindowSeconds { get; init; } = 60;

    /// <summary>False counts what passes the limits and lets it through. Default true.</summary>
    public bool Enforced { get; init; } = true;
}
