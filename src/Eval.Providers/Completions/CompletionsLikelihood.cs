using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Completions;

/// <summary>
/// Likelihoods from an echo: one request for each continuation. Contexts and continuations are cut as lm-evaluation-harness cuts them
/// (research/benchmark-harnesses.md 2.5): white space at the end of a context belongs to the continuation, and the continuation's tokens are those
/// beyond the number of tokens that the context has by itself.
/// </summary>
/// <param name="transport">Carries the requests.</param>
internal sealed class CompletionsLikelihood(IChatClient transport) : ITransportedLikelihood
{
    public IChatClient Transport => transport;

    public ILikelihoodModel Over(IChatClient other) => new CompletionsLikelihood(other);

    public async Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        await Task.WhenAll(requests.Select(r => ScoreAsync(r, cancellationToken)));

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) => throw NoTokenizer();

    public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) => throw NoTokenizer();

    public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) => throw NoTokenizer();

    public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) => throw NoTokenizer();

    public async Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        await Task.WhenAll(texts.Select(async text => text.Length == 0 ? 0 : await EchoAsync(text, cancellationToken) is { } echoed
            ? echoed.Split(text, 0) is { } split ? split.End - split.First : echoed.PromptTokens(text)
            : -1));

    private static NotSupportedException NoTokenizer() => new("an endpoint without a tokenizer scores no whole texts");

    private async Task<ContinuationScore> ScoreAsync(ContinuationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await ScoreOneAsync(request, cancellationToken);
        }
        catch (ModelCallException e) when (RequestFailures.Of(e) is { } failure)
        {
            return ContinuationScore.Failed(failure);
        }
    }

    private async Task<ContinuationScore> ScoreOneAsync(ContinuationRequest request, CancellationToken cancellationToken)
    {
        if (request.Continuation.Length == 0)
        {
            return Failed(RequestFailureKind.NothingToScore, "the continuation is empty");
        }

        var text = request.Context + request.Continuation;
        var place = request.Context.TrimEnd().Length;
        if (await EchoAsync(text, cancellationToken) is not { } echoed)
        {
            return Failed(RequestFailureKind.EngineFailed, "the endpoint gives no log-probabilities");
        }

        if (echoed.Split(text, place) is { Straddles: false } split)
        {
            return Sum(echoed, split.First, split.End);
        }

        // A token reaches across the border, or the offsets do not fit (characters of several tokens): the context by itself tells
        // how many tokens it has.
        var (context, first) = (text[..place], 0);
        if (place > 0)
        {
            if (await EchoAsync(context, cancellationToken) is not { } alone)
            {
                return Failed(RequestFailureKind.EngineFailed, "the endpoint gives no log-probabilities");
            }

            first = alone.PromptTokens(context);
        }

        return Sum(echoed, first, echoed.PromptTokens(text));
    }

    private static ContinuationScore Sum(EchoedTokens echoed, int first, int end)
    {
        if (first >= end)
        {
            return Failed(RequestFailureKind.NothingToScore, "the continuation has no token of its own");
        }

        var (sum, isGreedy) = (0.0, true);
        for (var i = first; i < end; i++)
        {
            if (echoed.LogProbabilities[i] is not { } logProbability)
            {
                return Failed(RequestFailureKind.NothingToScore, "the endpoint gives no probability for the first token of a text");
            }

            sum += logProbability;
            isGreedy &= echoed.Best.Count == 0 || echoed.Best[i] is not { } best || logProbability >= best;
        }

        return double.IsFinite(sum)
            ? new ContinuationScore(sum, end - first, isGreedy && echoed.Best.Count > 0, first)
            : Failed(RequestFailureKind.EngineFailed, "the endpoint gives a probability that is no number");
    }

    private async Task<EchoedTokens?> EchoAsync(string text, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { MaxOutputTokens = 1, AdditionalProperties = new() { [CompletionProperties.Echo] = true } };
        var response = await transport.GetResponseAsync([new ChatMessage(ChatRole.User, text)], options, cancellationToken);
        return CompletionProperties.Read(response);
    }

    private static ContinuationScore Failed(RequestFailureKind kind, string message) => ContinuationScore.Failed(new RequestFailure(kind, message));
}
