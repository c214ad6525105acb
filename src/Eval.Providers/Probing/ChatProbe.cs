using System.Collections.Immutable;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Eval.Providers.OpenAi;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Probing;

/// <summary>Asks for a known sentence, and finds which request fields an endpoint takes.</summary>
internal sealed class ChatProbe(IDialect dialect, Endpoint endpoint, HostedModelSpec spec, ProbeRetry retry)
{
    private const string Question = "Say the words: the quick brown fox";

    /// <summary>Throws <see cref="ModelCallException"/> where not even the plainest request is answered.</summary>
    public async Task<ChatFindings> RunAsync(CancellationToken cancellationToken)
    {
        var quirks = dialect.QuirksOf(spec);
        var tried = dialect.OptionalFields.Except(quirks.Omit).ToList();
        while (true)
        {
            try
            {
                var answer = await retry.AskAsync(token => AskAsync(quirks, tried, token), cancellationToken);
                return new ChatFindings(answer.ModelId, Fingerprint(answer), quirks, HasLogProbabilities(answer));
            }
            catch (ModelCallException e) when (e.Failure == CallFailure.Filtered)
            {
                return new ChatFindings(null, null, quirks, LogProbabilities: false);
            }
            catch (ModelCallException e) when (e.Failure == CallFailure.BadRequest && e.Status is 400 or 422 && Other(quirks, tried, e.Message) is { } other)
            {
                quirks = other;
                tried.RemoveAll(quirks.Omit.Contains);
            }
        }
    }

    private async Task<ChatResponse> AskAsync(RequestQuirks quirks, List<string> tried, CancellationToken cancellationToken)
    {
        using var chat = dialect.Chat(endpoint, spec, quirks);
        // Room for a thought: some reasoning models refuse to be cut off before they say anything.
        var options = new ChatOptions { MaxOutputTokens = 16, Temperature = 0, Seed = 17, StopSequences = ["\n\n\n"] };
        if (tried.Contains("logprobs"))
        {
            options.AdditionalProperties = new() { [ChatProperties.TopLogProbs] = 1 };
        }

        return await chat.GetResponseAsync([new ChatMessage(ChatRole.User, Question)], options, cancellationToken);
    }

    // The next thing to try after a refusal, or null where there is none.
    private RequestQuirks? Other(RequestQuirks quirks, List<string> tried, string message)
    {
        if (!quirks.NewLimitName && message.Contains("max_completion_tokens", StringComparison.Ordinal))
        {
            return quirks with { NewLimitName = true };
        }

        if (tried.Find(f => message.Contains(f, StringComparison.OrdinalIgnoreCase) && !IsWanted(f)) is { } named)
        {
            return quirks with { Omit = quirks.Omit.Add(named) };
        }

        // An endpoint that does not say what it dislikes: as little as possible, once.
        var droppable = tried.Where(f => !IsWanted(f)).ToImmutableArray();
        return droppable.Length > 0 ? quirks with { Omit = quirks.Omit.Union(droppable) } : null;
    }

    // What the user asked for is never left out silently.
    private bool IsWanted(string field) => field == "temperature" && spec.Temperature is not null;

    private static bool HasLogProbabilities(ChatResponse answer) => answer.AdditionalProperties?.ContainsKey(ChatProperties.LogProbs) == true;

    private static string? Fingerprint(ChatResponse answer) =>
        answer.AdditionalProperties?.TryGetValue(ChatProperties.SystemFingerprint, out string? fingerprint) == true ? fingerprint : null;
}
