using System.Text.Json;
using Anthropic.Models.Messages;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Eval.Providers.OpenAi;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Anthropic;

/// <summary>
/// What <see cref="IChatClient"/> is asked, as the package passes it on. Sampling parameters are no part of its typed requests any more; they go
/// into the raw body, so that an endpoint that does not take them says so.
/// </summary>
internal sealed class AnthropicRequest(HostedModelSpec spec, RequestQuirks quirks, int usualLimit)
{
    private static readonly Dictionary<string, JsonElement> None = [];

    public ChatOptions Options(ChatOptions? asked)
    {
        asked ??= new ChatOptions();
        Refuse(asked);
        var options = asked.Clone();
        var limit = spec.MaxOutputTokens ?? asked.MaxOutputTokens ?? usualLimit;
        options.MaxOutputTokens = limit;
        options.Seed = null;
        options.FrequencyPenalty = options.PresencePenalty = null;
        options.Temperature = options.TopP = null;
        options.TopK = null;
        options.StopSequences = quirks.Omit.Contains("stop") ? null : asked.StopSequences;
        options.ResponseFormat = quirks.Omit.Contains("response_format") ? null : asked.ResponseFormat;
        options.Reasoning = Effort() is { } effort ? new ReasoningOptions { Effort = effort } : asked.Reasoning;
        options.AdditionalProperties = null;
        var body = Body(asked, limit);
        options.RawRepresentationFactory = _ => MessageCreateParams.FromRawUnchecked(None, None, body);
        return options;
    }

    private void Refuse(ChatOptions asked)
    {
        var refused =
            asked.ConversationId is not null ? "a conversation id"
            : asked.ContinuationToken is not null || asked.AllowBackgroundResponses == true ? "background responses"
            : asked.RawRepresentationFactory is not null ? "a raw representation factory"
            : asked.ModelId is not null && asked.ModelId != spec.Model ? $"another model ({asked.ModelId})"
            : asked.AdditionalProperties?.Keys.FirstOrDefault(k => k is not ChatProperties.Strict && !k.StartsWith("eval.", StringComparison.Ordinal)
                && !(k == ChatProperties.TopLogProbs && quirks.Omit.Contains("logprobs"))) is { } property ? $"the property {property}"
            : null;
        if (refused is not null)
        {
            throw new NotSupportedException($"{spec.Model}: a model of Anthropic does not take {refused}");
        }
    }

    private Dictionary<string, JsonElement> Body(ChatOptions asked, int limit)
    {
        var body = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["model"] = JsonSerializer.SerializeToElement(spec.Model),
            ["messages"] = JsonSerializer.SerializeToElement(Array.Empty<object>()),
            ["max_tokens"] = JsonSerializer.SerializeToElement(limit),
        };
        Set("temperature", spec.Temperature ?? asked.Temperature);
        Set("top_p", spec.TopP ?? asked.TopP);
        Set("top_k", asked.TopK);
        if (spec.ExtraBody is { } extra)
        {
            using var document = JsonDocument.Parse(extra);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                body[member.Name] = member.Value.Clone();
            }
        }

        return body;

        void Set(string name, double? value)
        {
            if (value is { } number && !quirks.Omit.Contains(name))
            {
                body[name] = JsonSerializer.SerializeToElement(number);
            }
        }
    }

    private ReasoningEffort? Effort() => spec.ReasoningEffort switch
    {
        "none" => ReasoningEffort.None,
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "high" => ReasoningEffort.High,
        "xhigh" => ReasoningEffort.ExtraHigh,
        _ => null,
    };
}
