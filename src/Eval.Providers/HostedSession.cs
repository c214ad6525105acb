using Eval.Core.Models;
using Eval.Providers.Completions;
using Eval.Providers.Endpoints;
using Eval.Providers.LlamaServer;
using Eval.Providers.Probing;
using Microsoft.Extensions.AI;

namespace Eval.Providers;

/// <summary>An open hosted model.</summary>
internal sealed class HostedSession : IModelSession
{
    private readonly Endpoint _endpoint;

    private HostedSession(Candidate candidate, ModelDescription description, Endpoint endpoint, IChatClient chat, ILikelihoodModel? likelihood)
    {
        (Candidate, Description, Chat, Likelihood) = (candidate, description, chat, likelihood);
        _endpoint = endpoint;
    }

    public Candidate Candidate { get; }

    public ModelDescription Description { get; }

    public ILikelihoodModel? Likelihood { get; }

    public IChatClient? Chat { get; }

    public static HostedSession Open(Candidate candidate, EndpointReport report, IDialect dialect, Endpoint endpoint)
    {
        var (spec, quirks, found) = (candidate.Hosted!, report.Chat.Quirks, report.Likelihoods);
        var chat = dialect.Chat(endpoint, spec, quirks);
        return new HostedSession(
            candidate,
            report.Description,
            endpoint,
            found.HasCompletions ? new RawPromptChatClient(chat, new CompletionsClient(endpoint, spec, quirks)) : chat,
            found.Route switch
            {
                LikelihoodRoute.Completions => new CompletionsLikelihood(new CompletionsClient(endpoint, spec, quirks)),
                LikelihoodRoute.LlamaServer => new LlamaServerLikelihood(new LlamaServerClient(endpoint, found.VocabularySize!.Value), found.ContextLength!.Value),
                _ => null,
            });
    }

    public ValueTask DisposeAsync()
    {
        Chat?.Dispose();
        _endpoint.Dispose();
        return ValueTask.CompletedTask;
    }
}
