namespace Eval.Core.Models.Pipeline;

/// <summary>What an endpoint allows: the strictest of what its candidates state.</summary>
/// <param name="Concurrency">Calls at the same time, 1 or more.</param>
/// <param name="RequestsPerMinute">Requests in any minute, or null for no limit.</param>
/// <param name="TokensPerMinute">Tokens in any minute, or null for no limit.</param>
internal sealed record RateLimits(int Concurrency, int? RequestsPerMinute = null, int? TokensPerMinute = null)
{
    public static RateLimits Of(IEnumerable<HostedModelSpec> sharing, int? concurrency)
    {
        var all = sharing.ToList();
        return new RateLimits(
            concurrency ?? all.Min(h => h.Concurrency), all.Min(h => h.RequestsPerMinute), all.Min(h => h.TokensPerMinute));
    }
}
