using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Microsoft.Extensions.AI;

namespace Eval.Core.Running;

/// <summary>An open model as one unit of work sees it: the same model, with the unit's own books.</summary>
internal sealed class MeteredSession : IModelSession
{
    private readonly OpenSession _inner;
    private readonly MeteredLikelihood? _likelihood;

    /// <param name="inner">The model.</param>
    /// <param name="lane">Candidate and suite: who takes turns at a shared endpoint.</param>
    /// <param name="epoch">The unit's repetition.</param>
    /// <param name="cache">Answers of earlier runs, or null.</param>
    /// <param name="readCache">Whether to be served from it.</param>
    /// <param name="time">The clock.</param>
    public MeteredSession(OpenSession inner, string lane, int epoch, IAnswerCache? cache, bool readCache, TimeProvider time)
    {
        _inner = inner;
        MeteredChatClient Meter(IChatClient client) =>
            new(client, () => new CallScope { Lane = lane, Epoch = epoch, ReadCache = readCache, Books = Books });
        Chat = inner.Chat is { } chat ? Meter(chat) : null;
        if (inner.DirectLikelihood is { } direct)
        {
            Likelihood = _likelihood = new MeteredLikelihood(direct, inner.Description.Identity, inner.Candidate.Id, cache, readCache, time);
        }
        else
        {
            Likelihood = inner.Over(Meter);
        }
    }

    /// <summary>What the unit's calls took.</summary>
    public CallBooks Books { get; } = new();

    public Candidate Candidate => _inner.Candidate;

    public ModelDescription Description => _inner.Description;

    public ILikelihoodModel? Likelihood { get; }

    public IChatClient? Chat { get; }

    public Task<ModelFootprint?> MeasureFootprintAsync(CancellationToken cancellationToken) => _inner.MeasureFootprintAsync(cancellationToken);

    /// <summary>Does nothing: the model stays open for the next unit.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Writes the unit's time and cost into its results where the kind did not: shared out by tokens, and marked where all came from the cache.
    /// A model on this machine that is priced by the hour costs its time.
    /// </summary>
    public IReadOnlyList<SampleResult> Book(IReadOnlyList<SampleResult> results)
    {
        if (!results.Any(r => r.DurationMs > 0 || r.CostMicroUsd is not null))
        {
            results = Share(results);
        }

        return _inner.Candidate is { Local: not null, Price.PerHour: { } perHour }
            ? [.. results.Select(r => r with { CostMicroUsd = r.CostMicroUsd ?? (long)Math.Round((double)perHour / 3.6e6 * r.DurationMs * 1e6) })]
            : results;
    }

    private IReadOnlyList<SampleResult> Share(IReadOnlyList<SampleResult> results)
    {
        var calls = Books.Records;
        var (hits, misses) = ((_likelihood?.Hits ?? 0) + calls.Count(c => c.Cached), (_likelihood?.Misses ?? 0) + calls.Count(c => !c.Cached));
        if (hits + misses == 0)
        {
            return results;
        }

        var duration = (_likelihood?.DurationMs ?? 0) + calls.Sum(c => c.DurationMs);
        long? cost = calls.Count > 0 && calls.All(c => c.CostMicroUsd is not null) ? calls.Sum(c => c.CostMicroUsd!.Value) : null;
        var (total, before) = (results.Sum(Weight), 0.0);
        var shared = new List<SampleResult>(results.Count);
        foreach (var result in results)
        {
            // Rounded at the borders between samples, so that the shares add up to the whole.
            var (from, to) = (before / total, (before + Weight(result)) / total);
            before += Weight(result);
            shared.Add(result with
            {
                DurationMs = duration * Weight(result) / total,
                CostMicroUsd = cost is { } c ? (long)Math.Round(c * to) - (long)Math.Round(c * from) : null,
                Cached = misses == 0,
            });
        }

        return shared;
    }

    private static double Weight(SampleResult r) => 1.0 + r.InputTokens + r.OutputTokens;
}
