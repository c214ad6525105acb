using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.LlamaServer;

/// <summary>
/// Likelihoods from llama.cpp's server: one request for each scored token, whose prompt the server keeps evaluated. Exact to about five decimals
/// with an f32 KV cache and flash attention off (research/benchmark-harnesses.md 2.10); far slower than the same file as a local candidate.
/// </summary>
/// <param name="transport">Carries the requests.</param>
/// <param name="contextLength">Tokens that a slot of the server holds.</param>
internal sealed class LlamaServerLikelihood(IChatClient transport, int contextLength) : ITransportedLikelihood
{
    public IChatClient Transport => transport;

    public ILikelihoodModel Over(IChatClient other) => new LlamaServerLikelihood(other, contextLength);

    public async Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken) =>
        await Task.WhenAll(requests.Select(r => ScoreAsync(r, cancellationToken)));

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken) => throw NoWindows();

    public Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken) => throw NoWindows();

    public Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken) => throw NoWindows();

    public Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken) => throw NoWindows();

    public async Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var special = (await TokensAsync("", cancellationToken)).Count;
        return await Task.WhenAll(texts.Select(async t => t.Length == 0 ? 0 : (await TokensAsync(t, cancellationToken)).Count - special));
    }

    // A request for each token of a whole text is no way to measure one: the same file as a local candidate is.
    private static NotSupportedException NoWindows() => new("llama.cpp's server scores no whole texts");

    private async Task<ContinuationScore> ScoreAsync(ContinuationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Continuation.Length == 0)
            {
                return Failed(RequestFailureKind.NothingToScore, "the continuation is empty");
            }

            var tokens = await TokensAsync(request.Context + request.Continuation, cancellationToken);
            var first = Math.Max(1, (await TokensAsync(request.Context.TrimEnd(), cancellationToken)).Count);
            if (first >= tokens.Count)
            {
                return Failed(RequestFailureKind.NothingToScore, "the continuation has no token of its own");
            }

            // The last token is only predicted, so one more than the context holds is in order.
            var drop = Math.Max(0, tokens.Count - 1 - contextLength);
            if (drop > 0 && !request.TruncateLeft)
            {
                return Failed(RequestFailureKind.TooLong, $"{tokens.Count - 1} tokens do not fit the context of {contextLength}");
            }

            var (sum, isGreedy) = (0.0, true);
            for (var i = Math.Max(first, drop + 1); i < tokens.Count; i++)
            {
                var (logProbability, best) = await NextAsync(tokens, drop, i, cancellationToken);
                (sum, isGreedy) = (sum + logProbability, isGreedy && best);
            }

            return new ContinuationScore(sum, tokens.Count - first, isGreedy, first - drop);
        }
        catch (ModelCallException e) when (RequestFailures.Of(e) is { } failure)
        {
            return ContinuationScore.Failed(failure);
        }
    }

    private async Task<IReadOnlyList<int>> TokensAsync(string text, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { AdditionalProperties = new() { [LlamaServerProperties.Tokenize] = true } };
        var response = await transport.GetResponseAsync([new ChatMessage(ChatRole.User, text)], options, cancellationToken);
        return LlamaServerProperties.Read<int[]>(response, LlamaServerProperties.Tokens) ?? [];
    }

    private async Task<(double LogProbability, bool IsGreedy)> NextAsync(
        IReadOnlyList<int> tokens, int from, int target, CancellationToken cancellationToken)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = 1,
            AdditionalProperties = new()
            {
                [LlamaServerProperties.Prompt] = tokens.Skip(from).Take(target - from).ToList(),
                [LlamaServerProperties.Target] = tokens[target],
            },
        };
        var response = await transport.GetResponseAsync([new ChatMessage(ChatRole.User, "")], options, cancellationToken);
        return (
            LlamaServerProperties.Read<double>(response, LlamaServerProperties.LogProbability),
            LlamaServerProperties.Read<bool>(response, LlamaServerProperties.IsGreedy));
    }

    private static ContinuationScore Failed(RequestFailureKind kind, string message) => ContinuationScore.Failed(new RequestFailure(kind, message));
}
