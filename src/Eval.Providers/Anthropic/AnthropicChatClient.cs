using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic.Exceptions;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Anthropic;

/// <summary>The package's own chat client, asked exactly what was meant and with its failures translated.</summary>
/// <remarks>
/// Throws <see cref="ModelCallException"/> for every failed call and <see cref="NotSupportedException"/> for options that cannot be passed on.
/// </remarks>
internal sealed class AnthropicChatClient(IChatClient inner, Endpoint endpoint, AnthropicRequest request) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = request.Options(options);
        try
        {
            return Clean(await base.GetResponseAsync(messages, asked, cancellationToken));
        }
        catch (Exception e) when (IsOfPackage(e))
        {
            throw Translate(e);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = request.Options(options);
        var ended = false;
        await using var updates = base.GetStreamingResponseAsync(messages, asked, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }
            }
            catch (Exception e) when (IsOfPackage(e))
            {
                throw Translate(e);
            }

            var update = updates.Current;
            update.RawRepresentation = null;
            ended |= update.FinishReason is not null;
            yield return update;
        }

        if (!ended)
        {
            throw endpoint.Failures.OfBrokenAnswer("the stream stopped before the answer was complete");
        }
    }

    // The package's own objects do not belong into a cache.
    private static ChatResponse Clean(ChatResponse response)
    {
        response.RawRepresentation = null;
        if (response.Usage is { InputTokenCount: null or 0, OutputTokenCount: null or 0 })
        {
            // None was told (MissingUsageHandler): a call that reads and writes nothing would be free.
            response.Usage = null;
        }

        foreach (var message in response.Messages)
        {
            message.RawRepresentation = null;
            foreach (var content in message.Contents)
            {
                content.RawRepresentation = null;
            }
        }

        return response;
    }

    // What the package throws about an answer that it cannot read, or about an error in a stream.
    private static bool IsOfPackage(Exception e) => e is AnthropicException or JsonException or FormatException or InvalidOperationException
        or KeyNotFoundException or ArgumentException or NullReferenceException;

    private ModelCallException Translate(Exception e) => e switch
    {
        AnthropicSseException sse => endpoint.Failures.OfAnswer(ErrorIn(sse)),
        AnthropicIOException io => endpoint.Failures.OfBrokenAnswer(io.InnerException.Message),
        _ => endpoint.Failures.OfUnreadableAnswer(e.Message),
    };

    private static ErrorBody ErrorIn(AnthropicSseException e) =>
        (e.Body.ValueKind == JsonValueKind.Object ? ErrorBody.Read(e.Body) : null) ?? new ErrorBody(e.Message);
}
