using System.Text;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Eval.Providers.OpenAi;

/// <summary>One streamed answer: maps its pieces, and remembers what only the whole of them tells (tool calls, how it ended).</summary>
internal sealed class OpenAiStream(FailureReport failures)
{
    private readonly SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> _calls = [];
    private readonly List<TokenLogProbability> _tokens = [];
    private readonly StringBuilder _refusal = new();
    private OpenAI.Chat.ChatFinishReason? _end;

    /// <summary>One piece; throws <see cref="Core.Models.ModelCallException"/> where it tells of an error.</summary>
    public ChatResponseUpdate Map(StreamingChatCompletionUpdate piece)
    {
        if (OpenAiAnswer.ErrorIn(piece.Patch) is { } error)
        {
            throw failures.OfAnswer(error);
        }

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ResponseId = piece.CompletionId, MessageId = piece.CompletionId, ModelId = piece.Model };
        OpenAiAnswer.AddText(update.Contents, piece.ContentUpdate, OpenAiAnswer.Reasoning(piece.Patch, "delta"));
        foreach (var call in piece.ToolCallUpdates)
        {
            if (!_calls.TryGetValue(call.Index, out var known))
            {
                known = _calls[call.Index] = ("", "", new StringBuilder());
            }

            _calls[call.Index] = (call.ToolCallId ?? known.Id, call.FunctionName ?? known.Name, known.Arguments.Append(call.FunctionArgumentsUpdate?.ToString()));
        }

        if (OpenAiAnswer.Usage(piece.Usage) is { } usage)
        {
            update.Contents.Add(new UsageContent(usage));
        }

        _tokens.AddRange(piece.ContentTokenLogProbabilities.Select(OpenAiAnswer.Token));
        _refusal.Append(piece.RefusalUpdate);
        _end = piece.FinishReason ?? _end;
        if (piece.SystemFingerprint is { Length: > 0 } fingerprint)
        {
            update.AdditionalProperties = new() { [ChatProperties.SystemFingerprint] = fingerprint };
        }

        return update;
    }

    /// <summary>The last update: how the answer ended, its tool calls and log-probabilities. Throws where the stream stopped before its end.</summary>
    public ChatResponseUpdate End()
    {
        if (_end is not { } end)
        {
            throw failures.OfBrokenAnswer("the stream stopped before the answer was complete");
        }

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = OpenAiAnswer.Reason(end, _refusal.ToString()) };
        foreach (var (id, name, arguments) in _calls.Values)
        {
            update.Contents.Add(OpenAiAnswer.Call(id, name, arguments.ToString()));
        }

        var properties = new AdditionalPropertiesDictionary();
        if (_refusal.Length > 0)
        {
            properties[ChatProperties.Refusal] = _refusal.ToString();
        }

        if (_tokens.Count > 0)
        {
            properties[ChatProperties.LogProbs] = _tokens;
        }

        update.AdditionalProperties = properties.Count > 0 ? properties : null;
        return update;
    }
}
