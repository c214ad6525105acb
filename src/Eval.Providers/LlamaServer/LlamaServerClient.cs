using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.LlamaServer;

/// <summary>
/// The native routes of llama.cpp's server that likelihoods need: <c>/tokenize</c>, and <c>/completion</c> with a list of tokens. Its
/// <c>/v1/completions</c> accepts <c>echo</c> and ignores it (research/benchmark-harnesses.md 2.10).
/// </summary>
internal sealed class LlamaServerClient(Endpoint endpoint, int vocabularySize) : IChatClient
{
    // Most tokens of a plausible text are among so many; the whole vocabulary is asked for only where one is not.
    private const int FirstLook = 100;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var properties = options?.AdditionalProperties ?? [];
        try
        {
            return properties.ContainsKey(LlamaServerProperties.Tokenize)
                ? Answer((LlamaServerProperties.Tokens, JsonSerializer.SerializeToElement(await TokenizeAsync(messages.Single().Text, cancellationToken))))
                : await ScoreAsync((IReadOnlyList<int>)properties[LlamaServerProperties.Prompt]!, (int)properties[LlamaServerProperties.Target]!, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw endpoint.Failures.OfUnreadableAnswer(e.Message);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("likelihoods are not streamed");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task<int[]> TokenizeAsync(string text, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("tokenize", new JsonObject { ["content"] = text, ["add_special"] = true, ["parse_special"] = false }, cancellationToken);
        return [.. answer.RootElement.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32())];
    }

    private async Task<ChatResponse> ScoreAsync(IReadOnlyList<int> prompt, int target, CancellationToken cancellationToken)
    {
        foreach (var look in new[] { Math.Min(FirstLook, vocabularySize), vocabularySize })
        {
            var body = new JsonObject
            {
                ["prompt"] = new JsonArray([.. prompt.Select(t => (JsonNode)t)]),
                ["n_predict"] = 1,
                ["n_probs"] = look,
                ["temperature"] = 0,
                ["cache_prompt"] = true,
            };
            using var answer = await PostAsync("completion", body, cancellationToken);
            var top = answer.RootElement.GetProperty("completion_probabilities")[0].GetProperty("top_logprobs");
            var best = double.NegativeInfinity;
            double? found = null;
            foreach (var entry in top.EnumerateArray())
            {
                var logProbability = entry.GetProperty("logprob").GetDouble();
                best = Math.Max(best, logProbability);
                found = entry.GetProperty("id").GetInt32() == target ? logProbability : found;
            }

            if (found is { } value)
            {
                var response = Answer(
                    (LlamaServerProperties.LogProbability, JsonSerializer.SerializeToElement(value)),
                    (LlamaServerProperties.IsGreedy, JsonSerializer.SerializeToElement(value >= best)));
                response.Usage = new UsageDetails { InputTokenCount = prompt.Count, OutputTokenCount = 1, TotalTokenCount = prompt.Count + 1 };
                return response;
            }
        }

        throw endpoint.Failures.OfUnreadableAnswer($"token {target} is not among the {vocabularySize} probabilities of the vocabulary");
    }

    private async Task<JsonDocument> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await endpoint.Http.PostAsync(endpoint.AtRoot(path), content, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
    }

    private static ChatResponse Answer(params (string Name, JsonElement Value)[] values)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.Stop, AdditionalProperties = [] };
        foreach (var (name, value) in values)
        {
            response.AdditionalProperties[name] = value;
        }

        return response;
    }
}
