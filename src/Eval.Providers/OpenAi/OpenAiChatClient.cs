using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Eval.Providers.OpenAi;

/// <summary>
/// An OpenAI-compatible endpoint as an <see cref="IChatClient"/>, through the official package (which does not know Extensions.AI). It makes
/// one attempt and has no time limit: trying again and giving up are the pipeline's.
/// </summary>
/// <remarks>
/// Throws <see cref="ModelCallException"/> for every failed call and <see cref="NotSupportedException"/> for options that cannot be passed on.
/// </remarks>
internal sealed class OpenAiChatClient(ChatClient client, Endpoint endpoint, OpenAiRequest request, ChatClientMetadata metadata) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var mapped = OpenAiMessages.Map(messages, options?.Instructions);
        var settings = request.Options(options, streaming: false);
        try
        {
            var result = await client.CompleteChatAsync(mapped, settings, cancellationToken);
            var response = OpenAiAnswer.Map(result.Value, endpoint.Failures);
            return response.Messages[0].Contents.Count > 0 || response.FinishReason != Microsoft.Extensions.AI.ChatFinishReason.Stop || HasContent(result.GetRawResponse().Content)
                ? response
                : throw endpoint.Failures.OfUnreadableAnswer("it holds no content");
        }
        catch (ModelCallException e) when (AnswerOf(e) is { } answer)
        {
            return answer;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw endpoint.Failures.OfUnreadableAnswer(e.Message);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var mapped = OpenAiMessages.Map(messages, options?.Instructions);
        var settings = request.Options(options, streaming: true);
        var stream = new OpenAiStream(endpoint.Failures);
        await using var pieces = client.CompleteChatStreamingAsync(mapped, settings, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            ChatResponseUpdate update;
            try
            {
                if (!await pieces.MoveNextAsync())
                {
                    break;
                }

                update = stream.Map(pieces.Current);
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                throw endpoint.Failures.OfUnreadableAnswer(e.Message);
            }

            yield return update;
        }

        yield return stream.End();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Nothing to do: the endpoint belongs to its session.</summary>
    public void Dispose()
    {
    }

    // Two refusals that are really answers: a reasoning model that used up its limit, and a filter that stopped the prompt.
    private static ChatResponse? AnswerOf(ModelCallException e) =>
        e.Status == 400 && e.Message.Contains("max_tokens or model output limit was reached", StringComparison.OrdinalIgnoreCase)
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = Microsoft.Extensions.AI.ChatFinishReason.Length }
            : null;

    // The package gives an empty text where there is none at all, which is something else than a model that says nothing.
    private static bool HasContent(BinaryData body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("choices")[0].TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            && message.TryGetProperty("content", out var content) && content.ValueKind != JsonValueKind.Null;
    }

    // What the package throws about a body that is no JSON, or not of the agreed form.
    private static bool IsUnreadable(Exception e) =>
        e is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or ClientResultException or NullReferenceException;
}
