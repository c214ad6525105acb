using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers;

/// <summary>An open hosted model.</summary>
internal sealed class HostedSession(Candidate candidate, ModelDescription description, Endpoint endpoint, IChatClient? chat, ILikelihoodModel? likelihood) : IModelSession
{
    public Candidate Candidate => candidate;

    public ModelDescription Description => description;

    public ILikelihoodModel? Likelihood => likelihood;

    public IChatClient? Chat => chat;

    public ValueTask DisposeAsync()
    {
        chat?.Dispose();
        endpoint.Dispose();
        return ValueTask.CompletedTask;
    }
}
