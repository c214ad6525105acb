using Eval.Core.Models;
using Eval.Providers.Completions;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Probing;

/// <summary>Sends a known sentence to the legacy completions route and looks whether it comes back with numbers.</summary>
internal sealed class CompletionsProbe(Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks, ProbeRetry retry)
{
    private const string Sentence = "The capital of France is Paris.";

    public async Task<LikelihoodFindings> RunAsync(CancellationToken cancellationToken)
    {
        using var client = new CompletionsClient(endpoint, spec, quirks);
        ChatResponse answer;
        try
        {
            answer = await retry.AskAsync(
                token => client.GetResponseAsync(
                    [new ChatMessage(ChatRole.User, Sentence)],
                    new ChatOptions { AdditionalProperties = new() { [CompletionProperties.Echo] = true } }, token),
                cancellationToken);
        }
        catch (ModelCallException e) when (e.Failure is CallFailure.BadRequest or CallFailure.Unauthorized or CallFailure.Malformed)
        {
            // The key is known to be good by now: here it means that this route is closed.
            var problem = e.Status is 404 or 405 ? "the endpoint has no completions route" : $"the endpoint refuses echo with logprobs ({e.Status})";
            return new LikelihoodFindings(LikelihoodRoute.None, problem, HasCompletions: e.Status is 400 or 422);
        }

        return Judge(answer) with { HasCompletions = true };
    }

    private static LikelihoodFindings Judge(ChatResponse answer)
    {
        if (CompletionProperties.Read(answer) is not { } echoed)
        {
            return LikelihoodFindings.Missing(answer.Text.StartsWith(Sentence, StringComparison.Ordinal)
                ? "the endpoint gives no log-probabilities with an echo"
                : "the endpoint accepts echo and ignores it");
        }

        // The numbers must be those of the sentence: a list of one generated token would make every choice as likely as any other.
        if (!string.Concat(echoed.Tokens).Contains("capital of France", StringComparison.Ordinal) || echoed.Split(Sentence, Sentence.IndexOf(" Paris", StringComparison.Ordinal)) is not { } split
            || split.First >= split.End)
        {
            return LikelihoodFindings.Missing("the endpoint accepts echo and ignores it");
        }

        for (var i = Math.Max(1, split.First); i < split.End; i++)
        {
            if (echoed.LogProbabilities[i] is not <= 0)
            {
                return LikelihoodFindings.Missing("the endpoint echoes tokens without their log-probabilities");
            }
        }

        return new LikelihoodFindings(LikelihoodRoute.Completions, null);
    }
}
