using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.Core.Running;

/// <summary>An open model with the pipeline around it. What is asked over a network passes all of it; a model on this machine, the part that counts and caches.</summary>
/// <param name="candidate">Whose model it is.</param>
/// <param name="inner">The model, which this owns.</param>
/// <param name="wrap">Puts the pipeline around what carries requests.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenSession(Candidate candidate, IModelSession inner, Func<IChatClient, IChatClient> wrap, TimeProvider time) : IModelSession
{
    private readonly IChatClient? _transport = inner.Likelihood is ITransportedLikelihood over ? wrap(over.Transport) : null;

    public Candidate Candidate => candidate;

    /// <summary>Shares out the time in which it is asked.</summary>
    public TimeShare Busy { get; } = new(time);

    public ModelDescription Description => inner.Description;

    public ILikelihoodModel? Likelihood => Over(client => client);

    public IChatClient? Chat { get; } = inner.Chat is { } chat ? wrap(chat) : null;

    /// <summary>The model's own likelihoods, where they are not asked over a network.</summary>
    public ILikelihoodModel? DirectLikelihood => inner.Likelihood is ITransportedLikelihood ? null : inner.Likelihood;

    /// <summary>The likelihoods with something put around their transport, where they have one.</summary>
    public ILikelihoodModel? Over(Func<IChatClient, IChatClient> around) =>
        inner.Likelihood is ITransportedLikelihood over ? over.Over(around(_transport!)) : inner.Likelihood;

    public Task<ModelFootprint?> MeasureFootprintAsync(CancellationToken cancellationToken) => inner.MeasureFootprintAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
