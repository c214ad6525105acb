using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.Core.Running;

/// <summary>An open model as one unit of work sees it: the same model, with the unit's own books.</summary>
internal sealed class MeteredSession(IModelSession inner, IAnswerCache? cache, bool readCache, TimeProvider time) : IModelSession
{
    public MeteredLikelihood? Meter { get; } = inner.Likelihood is { } likelihood
        ? new MeteredLikelihood(likelihood, inner.Description.Identity, inner.Candidate.Id, cache, readCache, time)
        : null;

    public Candidate Candidate => inner.Candidate;

    public ModelDescription Description => inner.Description;

    public ILikelihoodModel? Likelihood => Meter;

    public IChatClient? Chat => inner.Chat;

    /// <summary>Does nothing: the model stays open for the next unit.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Writes the unit's time into its results, shared out by tokens, and marks what came from the cache.</summary>
    public IReadOnlyList<SampleResult> Book(IReadOnlyList<SampleResult> results)
    {
        if (Meter is not { } meter || results.Any(r => r.DurationMs > 0))
        {
            return results;
        }

        var cached = meter is { Hits: > 0, Misses: 0 };
        var total = results.Sum(Weight);
        return [.. results.Select(r => r with { DurationMs = meter.DurationMs * Weight(r) / total, Cached = cached })];
    }

    private static double Weight(SampleResult r) => 1 + r.InputTokens + r.OutputTokens;
}
