using System.Globalization;
using System.Text.Json;
using Eval.Core.Schemas;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Grammars;
using Microsoft.Extensions.AI;

namespace Eval.LlamaCpp.Chat;

/// <summary>
/// Maps what <see cref="IChatClient"/> is asked to what the generator does. What it cannot do is refused with
/// <see cref="NotSupportedException"/>: an option that is silently ignored makes a wrong measurement.
/// </summary>
internal static class ChatRequestMapping
{
    private static readonly string[] KnownProperties =
        [LlamaChatProperties.RawPrompt, LlamaChatProperties.MinP, LlamaChatProperties.Grammar, LlamaChatProperties.TopLogProbs, LlamaChatProperties.IgnoreEnd];

    /// <summary>
    /// The request. Throws <see cref="NotSupportedException"/>, <see cref="ArgumentException"/> for a number that makes no sense, and
    /// <see cref="Core.Workspaces.EvalConfigurationException"/> for a schema that cannot become a grammar.
    /// </summary>
    public static GenerationRequest Map(IEnumerable<ChatMessage> messages, ChatOptions? options, string modelId)
    {
        options ??= new ChatOptions();
        Refuse(options, modelId);
        var sampling = Sampling(options);
        if (sampling.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var request = new GenerationRequest
        {
            MaxTokens = options.MaxOutputTokens is < 1 and var wrong
                ? throw new ArgumentException($"maxOutputTokens must be 1 or more, not {wrong}", nameof(options))
                : options.MaxOutputTokens ?? int.MaxValue,
            Sampling = sampling,
            StopSequences = StopSequences(options),
            Grammar = Grammar(options),
            TopLogProbs = Number(options, LlamaChatProperties.TopLogProbs) is { } top ? (int)top : null,
            IgnoreEnd = Flag(options, LlamaChatProperties.IgnoreEnd),
        };
        var turns = Turns(messages, options);
        if (!Flag(options, LlamaChatProperties.RawPrompt))
        {
            return turns.Count > 0 ? request with { Messages = turns } : throw new ArgumentException("there is no message", nameof(messages));
        }

        return turns is [{ Role: "user" } only]
            ? request with { Prompt = only.Content }
            : throw new ArgumentException($"{LlamaChatProperties.RawPrompt} takes exactly one user message, whose text is the prompt", nameof(messages));
    }

    private static void Refuse(ChatOptions options, string modelId)
    {
        var refused =
            options.Tools is { Count: > 0 } ? "tools"
            : options.ToolMode is not null and not NoneChatToolMode ? "a tool mode"
            : options.ConversationId is not null ? "a conversation id"
            : options.ContinuationToken is not null || options.AllowBackgroundResponses == true ? "background responses"
            : options.Reasoning is not null ? "reasoning options"
            : options.RawRepresentationFactory is not null ? "a raw representation factory"
            : options.ModelId is not null && options.ModelId != modelId ? $"another model ({options.ModelId})"
            : null;
        if (refused is not null)
        {
            throw new NotSupportedException($"{modelId}: a local model does not take {refused}.");
        }

        foreach (var key in options.AdditionalProperties?.Keys ?? Enumerable.Empty<string>())
        {
            if (!KnownProperties.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new NotSupportedException(
                    $"{modelId}: a local model does not know the property {key}; it knows {string.Join(", ", KnownProperties)}.");
            }
        }
    }

    private static SamplingSettings Sampling(ChatOptions options)
    {
        var seed = (ulong)(options.Seed ?? 0);
        return new SamplingSettings
        {
            Temperature = options.Temperature ?? 0,
            TopK = options.TopK,
            TopP = options.TopP,
            MinP = (float?)Number(options, LlamaChatProperties.MinP),
            Seed = (uint)(seed ^ (seed >> 32)),
            FrequencyPenalty = options.FrequencyPenalty ?? 0,
            PresencePenalty = options.PresencePenalty ?? 0,
        };
    }

    private static List<string> StopSequences(ChatOptions options) =>
        options.StopSequences?.Any(string.IsNullOrEmpty) == true
            ? throw new ArgumentException("a stop sequence is empty", nameof(options))
            : [.. options.StopSequences ?? []];

    private static string? Grammar(ChatOptions options)
    {
        var given = options.AdditionalProperties?.TryGetValue(LlamaChatProperties.Grammar, out var value) == true ? value as string : null;
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            return given;
        }

        if (given is not null)
        {
            throw new ArgumentException($"a JSON response format and {LlamaChatProperties.Grammar} exclude each other", nameof(options));
        }

        return GbnfGrammar.FromSchema(JsonSchemaSubset.Parse(json.Schema?.GetRawText() ?? """{"type":"object"}"""));
    }

    private static List<ChatTurn> Turns(IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        List<ChatTurn> turns = [];
        if (!string.IsNullOrEmpty(options.Instructions))
        {
            turns.Add(new ChatTurn("system", options.Instructions));
        }

        foreach (var message in messages)
        {
            if (message.Contents.FirstOrDefault(c => c is not TextContent) is { } other)
            {
                throw new NotSupportedException($"A local model reads text only, not {other.GetType().Name}.");
            }

            turns.Add(message.Role == ChatRole.System || message.Role == ChatRole.User || message.Role == ChatRole.Assistant
                ? new ChatTurn(message.Role.Value, message.Text)
                : throw new NotSupportedException($"A local model has no role {message.Role}; use system, user or assistant."));
        }

        return turns;
    }

    private static bool Flag(ChatOptions options, string key) => Value(options, key) switch
    {
        null => false,
        bool flag => flag,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        _ => throw new ArgumentException($"{key} is true or false", nameof(options)),
    };

    private static double? Number(ChatOptions options, string key) => Value(options, key) switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Number } element => element.GetDouble(),
        IConvertible number and not string and not bool => number.ToDouble(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{key} is a number", nameof(options)),
    };

    private static object? Value(ChatOptions options, string key) =>
        options.AdditionalProperties?.TryGetValue(key, out var value) == true ? value : null;
}
