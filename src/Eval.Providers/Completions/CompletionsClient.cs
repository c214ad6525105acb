using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Completions;

/// <summary>
/// The legacy <c>/completions</c> route: continues one user message as it stands. With <see cref="CompletionProperties.Echo"/> it gives the
/// message's own tokens back with their log-probabilities. The official package no longer has this route.
/// </summary>
internal sealed class CompletionsClient(Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Body(Prompt(messages), options ?? new ChatOptions())));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await endpoint.Http.PostAsync(endpoint.At("completions"), content, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Map(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw endpoint.Failures.OfUnreadableAnswer(e.Message);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{spec.Model}: raw prompts are not streamed");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static string Prompt(IEnumerable<ChatMessage> messages) => messages.ToList() is [{ Role: var role } only] && role == ChatRole.User
        ? only.Text
        : throw new ArgumentException("a raw prompt is exactly one user message", nameof(messages));

    private JsonObject Body(string prompt, ChatOptions asked)
    {
        var body = new JsonObject { ["model"] = spec.Model, ["prompt"] = prompt };
        var echo = asked.AdditionalProperties?.ContainsKey(CompletionProperties.Echo) == true;
        if (echo)
        {
            // One token, because some servers refuse to generate none; it is dropped, as lm-evaluation-harness does.
            (body["echo"], body["logprobs"], body["max_tokens"], body["temperature"]) = (true, 1, 1, 0);
        }
        else
        {
            Set("max_tokens", spec.MaxOutputTokens ?? asked.MaxOutputTokens);
            Set("temperature", spec.Temperature ?? asked.Temperature);
            Set("top_p", spec.TopP ?? asked.TopP);
            Set("seed", asked.Seed);
            Set("frequency_penalty", asked.FrequencyPenalty);
            Set("presence_penalty", asked.PresencePenalty);
            if (asked.StopSequences is { Count: > 0 } stops && !quirks.Omit.Contains("stop"))
            {
                body["stop"] = new JsonArray([.. stops.Select(s => (JsonNode)s)]);
            }
        }

        if (spec.ExtraBody is { } extra)
        {
            foreach (var (name, value) in JsonNode.Parse(extra)!.AsObject())
            {
                body[name] = value?.DeepClone();
            }
        }

        return body;

        void Set<T>(string name, T? value)
            where T : struct
        {
            if (value is { } given && !quirks.Omit.Contains(name))
            {
                body[name] = JsonValue.Create(given);
            }
        }
    }

    private ChatResponse Map(JsonElement root)
    {
        if (ErrorBody.Read(root) is { } error && !root.TryGetProperty("choices", out _))
        {
            throw endpoint.Failures.OfAnswer(error);
        }

        var choices = root.GetProperty("choices");
        if (choices.GetArrayLength() == 0)
        {
            throw endpoint.Failures.OfUnreadableAnswer("it holds no choices");
        }

        var choice = choices[0];
        var text = choice.GetProperty("text").GetString() ?? throw endpoint.Failures.OfUnreadableAnswer("it holds no text");
        var usage = Usage(root);
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ModelId = root.TryGetProperty("model", out var model) ? model.GetString() : null,
            FinishReason = choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String && reason.ValueEquals("length")
                ? ChatFinishReason.Length
                : ChatFinishReason.Stop,
            Usage = usage,
        };
        if (EchoedTokens.Read(choice, (int?)usage?.OutputTokenCount) is { } echoed)
        {
            response.AdditionalProperties = new() { [CompletionProperties.Echoed] = JsonSerializer.SerializeToElement(echoed) };
        }

        return response;
    }

    private static UsageDetails? Usage(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new UsageDetails { InputTokenCount = Count("prompt_tokens"), OutputTokenCount = Count("completion_tokens"), TotalTokenCount = Count("total_tokens") };

        long? Count(string name) => usage.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : null;
    }
}
