using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Eval.Providers.OpenAi;

/// <summary>The package's own answers as those of Extensions.AI.</summary>
internal static class OpenAiAnswer
{
    /// <summary>A whole answer. Throws <see cref="Core.Models.ModelCallException"/> where there is none in it.</summary>
    public static ChatResponse Map(ChatCompletion completion, FailureReport failures)
    {
        if (ErrorIn(completion.Patch) is { } error)
        {
            throw failures.OfAnswer(error);
        }

        var message = new ChatMessage { Role = ChatRole.Assistant };
        try
        {
            // The package reads everything from the first choice; an answer without one throws here.
            AddText(message.Contents, completion.Content, Reasoning(completion.Patch, "message"));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw failures.OfUnreadableAnswer("it holds no choices");
        }

        foreach (var call in completion.ToolCalls)
        {
            message.Contents.Add(Call(call.Id, call.FunctionName, call.FunctionArguments.ToString()));
        }

        var properties = new AdditionalPropertiesDictionary();
        if (completion.Refusal is { Length: > 0 } refusal)
        {
            properties[ChatProperties.Refusal] = refusal;
        }

        if (completion.ContentTokenLogProbabilities is { Count: > 0 } tokens)
        {
            properties[ChatProperties.LogProbs] = tokens.Select(Token).ToList();
        }

        if (completion.SystemFingerprint is { Length: > 0 } fingerprint)
        {
            properties[ChatProperties.SystemFingerprint] = fingerprint;
        }

        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            FinishReason = Reason(completion.FinishReason, completion.Refusal),
            Usage = Usage(completion.Usage),
            AdditionalProperties = properties,
        };
    }

    /// <summary>A refusal is what a content filter's stop is: the model's own behaviour.</summary>
    public static ChatFinishReason Reason(OpenAI.Chat.ChatFinishReason reason, string? refusal) => reason switch
    {
        _ when refusal is { Length: > 0 } => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    public static UsageDetails? Usage(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    /// <summary>Text and reasoning, each only where there is some.</summary>
    public static void AddText(IList<AIContent> contents, ChatMessageContent content, string? reasoning)
    {
        if (!string.IsNullOrEmpty(reasoning))
        {
            contents.Add(new TextReasoningContent(reasoning));
        }

        foreach (var part in content)
        {
            if (part.Kind == ChatMessageContentPartKind.Text && part.Text.Length > 0)
            {
                contents.Add(new TextContent(part.Text));
            }
        }
    }

    /// <summary>The thoughts that vLLM, DeepSeek and llama.cpp (<c>reasoning_content</c>) or OpenRouter and Ollama (<c>reasoning</c>) send beside the text.</summary>
    public static string? Reasoning(in System.ClientModel.Primitives.JsonPatch patch, string holder)
    {
        if (holder == "delta")
        {
            return patch.TryGetValue("$.choices[0].delta.reasoning_content"u8, out string? stream) && stream is not null ? stream
                : patch.TryGetValue("$.choices[0].delta.reasoning"u8, out string? other) ? other : null;
        }

        return patch.TryGetValue("$.choices[0].message.reasoning_content"u8, out string? whole) && whole is not null ? whole
            : patch.TryGetValue("$.choices[0].message.reasoning"u8, out string? own) ? own : null;
    }

    /// <summary>An error that is told with status 200 (OpenRouter, and servers that fail while they stream).</summary>
    public static ErrorBody? ErrorIn(in System.ClientModel.Primitives.JsonPatch patch)
    {
        if (!patch.TryGetJson("$.error"u8, out var json) || json.Span.SequenceEqual("null"u8) || json.IsEmpty)
        {
            return null;
        }

        return ErrorBody.Read($"{{\"error\":{System.Text.Encoding.UTF8.GetString(json.Span)}}}");
    }

    public static FunctionCallContent Call(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments, id, name, static text => text.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(text));

    public static TokenLogProbability Token(ChatTokenLogProbabilityDetails token) => new(
        token.Token, token.LogProbability, [.. token.TopLogProbabilities.Select(t => new TokenAlternative(t.Token, t.LogProbability))]);
}
