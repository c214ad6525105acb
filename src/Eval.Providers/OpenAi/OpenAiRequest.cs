using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Eval.Providers.OpenAi;

/// <summary>
/// What <see cref="IChatClient"/> is asked, in the package's own options. What the candidate says wins over what the suite asks for. What
/// cannot be passed on is refused with <see cref="NotSupportedException"/>: an option that is silently ignored makes a wrong measurement.
/// </summary>
/// <param name="spec">The candidate's settings.</param>
/// <param name="quirks">What the endpoint refuses or calls by another name.</param>
internal sealed class OpenAiRequest(HostedModelSpec spec, RequestQuirks quirks)
{
    private readonly List<KeyValuePair<byte[], BinaryData>> _extra = Extra(spec.ExtraBody);

    public ChatCompletionOptions Options(ChatOptions? asked, bool streaming)
    {
        asked ??= new ChatOptions();
        Refuse(asked);
        var options = new ChatCompletionOptions
        {
            Temperature = Sent("temperature") ? (float?)spec.Temperature ?? asked.Temperature : null,
            TopP = Sent("top_p") ? (float?)spec.TopP ?? asked.TopP : null,
            FrequencyPenalty = Sent("frequency_penalty") ? asked.FrequencyPenalty : null,
            PresencePenalty = Sent("presence_penalty") ? asked.PresencePenalty : null,
            Seed = Sent("seed") ? asked.Seed : null,
            ResponseFormat = Sent("response_format") ? Format(asked) : null,
        };
        if (Effort(asked) is { } effort)
        {
            options.ReasoningEffortLevel = new ChatReasoningEffortLevel(effort);
        }

        AddLimit(options, asked);
        AddStops(options, asked);
        AddTools(options, asked);
        AddProperties(options, asked);
        if (streaming && !Sent("stream_options"))
        {
            options.Patch.Remove("$.stream_options"u8);
        }

        foreach (var (path, value) in _extra)
        {
            options.Patch.Set(path, value);
        }

        return options;
    }

    private bool Sent(string field) => !quirks.Omit.Contains(field);

    private void Refuse(ChatOptions asked)
    {
        var refused =
            asked.ConversationId is not null ? "a conversation id"
            : asked.ContinuationToken is not null || asked.AllowBackgroundResponses == true ? "background responses"
            : asked.RawRepresentationFactory is not null ? "a raw representation factory"
            : asked.ModelId is not null && asked.ModelId != spec.Model ? $"another model ({asked.ModelId})"
            : null;
        if (refused is not null)
        {
            throw new NotSupportedException($"{spec.Model}: a hosted model does not take {refused}");
        }
    }

    // OpenAI's reasoning models know only the new name, and most other servers only the old one.
    private void AddLimit(ChatCompletionOptions options, ChatOptions asked)
    {
        if ((spec.MaxOutputTokens ?? asked.MaxOutputTokens) is not { } limit || !Sent("max_tokens"))
        {
            return;
        }

        if (quirks.NewLimitName)
        {
            options.MaxOutputTokenCount = limit;
        }
        else
        {
            options.Patch.Set("$.max_tokens"u8, limit);
        }
    }

    private void AddStops(ChatCompletionOptions options, ChatOptions asked)
    {
        if (!Sent("stop"))
        {
            return;
        }

        foreach (var stop in asked.StopSequences ?? [])
        {
            options.StopSequences.Add(stop);
        }
    }

    private string? Effort(ChatOptions asked) => spec.ReasoningEffort ?? asked.Reasoning?.Effort switch
    {
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        _ => null,
    };

    private static OpenAI.Chat.ChatResponseFormat? Format(ChatOptions asked)
    {
        if (asked.ResponseFormat is not ChatResponseFormatJson json)
        {
            return null;
        }

        return json.Schema is not { } schema
            ? OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat()
            : OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(
                json.SchemaName ?? "answer",
                BinaryData.FromString(schema.GetRawText()),
                json.SchemaDescription,
                asked.AdditionalProperties?.TryGetValue(ChatProperties.Strict, out bool strict) == true ? strict : StrictSchema.Fits(schema));
    }

    private static void AddTools(ChatCompletionOptions options, ChatOptions asked)
    {
        foreach (var tool in asked.Tools ?? [])
        {
            options.Tools.Add(tool is AIFunctionDeclaration function
                ? ChatTool.CreateFunctionTool(function.Name, function.Description, BinaryData.FromString(function.JsonSchema.GetRawText()))
                : throw new NotSupportedException($"a hosted model does not take the tool {tool.Name}: functions only"));
        }

        if (options.Tools.Count == 0)
        {
            return;
        }

        options.AllowParallelToolCalls = asked.AllowMultipleToolCalls;
        options.ToolChoice = asked.ToolMode switch
        {
            NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
            AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
            RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
            RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
            _ => null,
        };
    }

    private void AddProperties(ChatCompletionOptions options, ChatOptions asked)
    {
        if (asked.TopK is { } topK)
        {
            options.Patch.Set("$.top_k"u8, topK);
        }

        foreach (var (name, value) in asked.AdditionalProperties ?? [])
        {
            switch (name)
            {
                case ChatProperties.TopLogProbs when Sent("logprobs"):
                    var top = Convert.ToInt32(value is JsonElement number ? number.GetInt32() : value, System.Globalization.CultureInfo.InvariantCulture);
                    options.IncludeLogProbabilities = true;
                    options.TopLogProbabilityCount = top > 0 ? top : null;
                    break;
                case ChatProperties.TopLogProbs or ChatProperties.Strict:
                    break;
                case ChatProperties.RawPrompt when value is true or JsonElement { ValueKind: JsonValueKind.True }:
                    throw new NotSupportedException($"{spec.Model}: chat takes no raw prompt");
                case ChatProperties.RawPrompt:
                    break;
                case var own when own.StartsWith("eval.", StringComparison.Ordinal):
                    // Notes that the pipeline leaves for itself.
                    break;
                case var known when ChatProperties.PassedOn.Contains(known, StringComparer.Ordinal):
                    options.Patch.Set(Path(known), BinaryData.FromObjectAsJson(value));
                    break;
                default:
                    throw new NotSupportedException(
                        $"{spec.Model}: a hosted model does not know the property {name}; \"extraBody\" of the candidate adds fields to every request");
            }
        }
    }

    private static List<KeyValuePair<byte[], BinaryData>> Extra(string? json)
    {
        var result = new List<KeyValuePair<byte[], BinaryData>>();
        if (json is not null)
        {
            using var document = JsonDocument.Parse(json);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                result.Add(new(Path(member.Name), BinaryData.FromString(member.Value.GetRawText())));
            }
        }

        return result;
    }

    // The package's paths know no escapes, so a name with an apostrophe stands in double quotes.
    private static byte[] Path(string name) => System.Text.Encoding.UTF8.GetBytes(name.Contains('\'') ? $"$[\"{name}\"]" : $"$['{name}']");
}
