using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.TestSupport;

/// <summary>Opens chat clients for hosted candidates; the model's name is the candidate's identity.</summary>
public sealed class FakeChatProvider(Func<Candidate, IChatClient> make) : IModelProvider
{
    public bool CanOpen(Candidate candidate) => candidate.Hosted is not null;

    public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(Describe(candidate));

    public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken) =>
        Task.FromResult<IModelSession>(new Session(candidate, Describe(candidate), make(candidate)));

    private static ModelDescription Describe(Candidate candidate) => new(
        new ModelIdentity("hosted", $"{candidate.Hosted!.Endpoint} {candidate.Hosted.Model}", candidate.Hosted.Provider, ""),
        new ModelCapabilities { Chat = true, ContextLength = 4096 },
        new Dictionary<string, string>());

    private sealed record Session(Candidate Candidate, ModelDescription Description, IChatClient Chat) : IModelSession
    {
        public ILikelihoodModel? Likelihood => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
