using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests;

/// <summary>Candidates behind a test's server, and open ways to them.</summary>
internal static class HostedCandidates
{
    public const string Key = "sk-sesame-0123456789";

    public static HostedModelSpec Spec(string address, string provider = "openai-compatible") => new()
    {
        Provider = provider,
        Model = "tiny",
        Endpoint = address,
        ApiKeyEnv = "TEST_KEY",
        Likelihoods = LikelihoodRoute.None,
    };

    /// <summary>The same, with likelihoods as a probe finds them.</summary>
    public static HostedModelSpec Probed(string address) => Spec(address) with { Likelihoods = LikelihoodRoute.Auto };

    public static Candidate Of(HostedModelSpec spec, string id = "hosted") => new() { Id = id, Hosted = spec };

    public static string? Variable(string name) => name == "TEST_KEY" ? Key : null;

    /// <summary>A client as a session has it.</summary>
    public static HostedChat Open(HostedModelSpec spec, RequestQuirks? quirks = null)
    {
        var dialect = HostedModelProvider.Dialects.First(d => d.Providers.Contains(spec.Provider));
        var candidate = Of(spec);
        var endpoint = Endpoint.Open(candidate, dialect, EndpointSecrets.Read(candidate, Variable), TimeProvider.System);
        return new HostedChat(endpoint, dialect.Chat(endpoint, spec, quirks ?? dialect.QuirksOf(spec)));
    }
}

internal sealed record HostedChat(Endpoint Endpoint, IChatClient Chat) : IDisposable
{
    public Task<ChatResponse> AskAsync(string text, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Chat.GetResponseAsync([new(ChatRole.User, text)], options, cancellationToken);

    public async Task<ChatResponse> StreamAsync(string text, ChatOptions? options = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Chat.GetStreamingResponseAsync([new(ChatRole.User, text)], options))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public void Dispose() => Endpoint.Dispose();
}
