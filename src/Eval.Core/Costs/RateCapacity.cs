namespace Eval.Core.Costs;

/// <summary>How much rate limits let through.</summary>
/// <param name="RequestsPerMinute">Limit in requests per minute, or null for none.</param>
/// <param name="TokensPerMinute">Limit in tokens per minute, or null for none.</param>
public readonly record struct RateCapacity(double? RequestsPerMinute, double? TokensPerMinute)
{
    /// <summary>Requests of this size that fit into a minute: <c>min(rpm, tpm / tokens)</c>; infinite without limits.</summary>
    /// <param name="tokens">Tokens of one request, input and output.</param>
    public double Requests(double tokens) => Math.Min(
        RequestsPerMinute ?? double.PositiveInfinity,
        TokensPerMinute is { } limit && tokens > 0 ? limit / tokens : double.PositiveInfinity);

    /// <summary>True where the tokens, not the requests, are what limits requests of this size.</summary>
    /// <param name="tokens">Tokens of one request, input and output.</param>
    public bool IsBoundByTokens(double tokens) => Requests(tokens) < (RequestsPerMinute ?? double.PositiveInfinity);

    /// <summary>The least time that some calls take at these limits; zero without limits.</summary>
    /// <param name="calls">Calls in all.</param>
    /// <param name="tokens">Tokens in all, input and output.</param>
    public TimeSpan LeastTime(long calls, long tokens) =>
        calls == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(calls / Requests((double)tokens / calls));
}
