using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Microsoft.Extensions.AI;

namespace Eval.Core.Running;

/// <summary>Opens the models of one run and puts the pipeline around them; what endpoints and budget have to be shared is shared here.</summary>
/// <param name="providers">Who opens models, in order of preference.</param>
/// <param name="candidates">All candidates of the workspace by id.</param>
/// <param name="cache">Answers of earlier runs, or null.</param>
/// <param name="running">Those that are run.</param>
/// <param name="budget">What may be spent, or null for no limit.</param>
/// <param name="concurrency">Calls at once at each endpoint in place of the candidates' own, or null.</param>
/// <param name="time">The clock.</param>
internal sealed class RunModels(
    IReadOnlyList<IModelProvider> providers,
    IReadOnlyDictionary<string, Candidate> candidates,
    IAnswerCache? cache,
    IEnumerable<Candidate> running,
    SpendingLimit? budget,
    int? concurrency,
    TimeProvider time) : IDisposable
{
    private readonly EndpointGates _gates = new([.. running.Select(c => c.Hosted).OfType<HostedModelSpec>()], concurrency, time);

    /// <summary>Opens a candidate. Throws <see cref="ModelUnavailableException"/>.</summary>
    public async Task<OpenSession> OpenAsync(string candidateId, CancellationToken cancellationToken)
    {
        var candidate = candidates.TryGetValue(candidateId, out var found)
            ? found
            : throw new ModelUnavailableException($"there is no candidate \"{candidateId}\" in the workspace", isPermanent: true);
        var provider = providers.First(p => p.CanOpen(candidate));
        var session = await provider.OpenAsync(candidate, cancellationToken);
        return new OpenSession(candidate, session, client => Wrap(candidate, session.Description, client), time);
    }

    public void Dispose() => _gates.Dispose();

    private IChatClient Wrap(Candidate candidate, ModelDescription description, IChatClient client) => candidate.Hosted is { } hosted
        ? ChatPipeline.Hosted(client, candidate, description, _gates.Of(hosted), cache, budget, PipelineSettings.Of(hosted), time)
        : ChatPipeline.Local(client, candidate, description, cache, time);
}
