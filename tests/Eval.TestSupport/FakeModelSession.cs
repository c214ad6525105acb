using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.TestSupport;

/// <summary>An open model made of fakes.</summary>
public sealed class FakeModelSession : IModelSession
{
    public FakeModelSession(
        FakeLikelihoodModel? likelihood = null, IChatClient? chat = null, string id = "fake", string vocabulary = "fake-vocabulary")
    {
        Likelihood = likelihood;
        Chat = chat;
        Candidate = new Candidate { Id = id };
        Description = new ModelDescription(
            new ModelIdentity("local", $"fake-{likelihood?.Seed}", "fake 1", ""),
            new ModelCapabilities
            {
                Likelihoods = likelihood is not null,
                TextWindows = likelihood is not null,
                FullDistributions = likelihood is not null,
                Chat = chat is not null,
                ChatProblem = chat is null ? "the fake has no chat" : null,
                ContextLength = likelihood?.ContextLength,
                VocabularySize = 1000,
                VocabularyHash = vocabulary,
            },
            new Dictionary<string, string>());
    }

    public Candidate Candidate { get; init; }

    public ModelDescription Description { get; init; }

    public ILikelihoodModel? Likelihood { get; }

    public IChatClient? Chat { get; }

    public bool IsDisposed { get; private set; }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
