using System.Text;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Answers;

namespace Eval.FakeEndpoint.Wire;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAiChatFormat : IWireFormat
{
    private static readonly byte[] Done = Encoding.UTF8.GetBytes("data: [DONE]\n\n");

    public JsonObject Whole(Served served) => Envelope(served, "chat.completion", WireJson.Array(served.Answer.Choices.Select(c => new JsonObject
    {
        ["index"] = c.Index,
        ["message"] = Message(served, c),
        ["logprobs"] = HasLogprobs(served) && c.Text is not null ? ChatLogprobs.Content(served, c.Prompt, c.Tokens, 0, c.Tokens.Count) : null,
        ["finish_reason"] = Finish(c),
    })), served.Usage);

    public IEnumerable<Frame> Frames(Served served)
    {
        if (served.Profile.Dialect == Dialect.Azure)
        {
            yield return new(WireJson.Event(new JsonObject
            {
                ["choices"] = new JsonArray(),
                ["created"] = 0,
                ["id"] = "",
                ["model"] = "",
                ["object"] = "",
                ["prompt_filter_results"] = new JsonArray(new JsonObject { ["prompt_index"] = 0, ["content_filter_results"] = new JsonObject() }),
            }), 0);
        }

        foreach (var frame in Interleaved(served))
        {
            yield return frame;
        }

        if (served.Request.StreamsUsage && served.Usage is { } usage)
        {
            yield return new(WireJson.Event(Envelope(served, "chat.completion.chunk", [], usage)), 0, Ends: true);
        }

        yield return new(Done, 0, Ends: true);
    }

    public JsonNode? Error(ApiError error, Dialect dialect) => OpenAiErrors.Of(error, dialect);

    public Frame ErrorFrame(ApiError error, Dialect dialect) => new(WireJson.Event(OpenAiErrors.Of(error, dialect)!), 0);

    internal static JsonObject UsageOf(Usage usage) => new()
    {
        ["prompt_tokens"] = usage.Input,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Total,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInput, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = usage.Reasoning,
            ["audio_tokens"] = 0,
            ["accepted_prediction_tokens"] = 0,
            ["rejected_prediction_tokens"] = 0,
        },
    };

    private static bool HasLogprobs(Served served) => served.Request.TopLogprobs is not null && served.Profile.Logprobs;

    private static JsonObject Message(Served served, AnswerChoice choice)
    {
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = choice.Refused || (choice.ToolCalls.Count > 0 && choice.Text is "") ? null : choice.Text,
            ["refusal"] = choice.Refused ? choice.Text : null,
        };
        if (choice.Reasoning is { } reasoning)
        {
            message["reasoning_content"] = reasoning;
        }

        if (choice.ToolCalls.Count > 0)
        {
            message["tool_calls"] = WireJson.Array(choice.ToolCalls.Select((c, i) => Call(served, choice, c, i)));
        }

        return message;
    }

    private static JsonObject Call(Served served, AnswerChoice choice, ToolCall call, int index) => new()
    {
        ["id"] = $"call_{served.Id[..16]}{choice.Index}{index}",
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };

    private static string Finish(AnswerChoice choice) => choice.Finish;

    // Choices take turns, as they do where several sequences are decoded at once.
    private static IEnumerable<Frame> Interleaved(Served served)
    {
        var open = served.Answer.Choices.Select(c => Choice(served, c).GetEnumerator()).ToList();
        while (open.Count > 0)
        {
            foreach (var one in open.ToList())
            {
                if (one.MoveNext())
                {
                    yield return one.Current;
                }
                else
                {
                    one.Dispose();
                    open.Remove(one);
                }
            }
        }
    }

    private static IEnumerable<Frame> Choice(Served served, AnswerChoice choice)
    {
        Frame Chunk(JsonObject delta, int tokens, JsonNode? logprobs = null, string? finish = null) => new(
            WireJson.Event(Envelope(served, "chat.completion.chunk", [new JsonObject
            {
                ["index"] = choice.Index,
                ["delta"] = delta,
                ["logprobs"] = logprobs,
                ["finish_reason"] = finish,
            }], null)), tokens, finish is not null);

        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = choice.Text is null ? null : "", ["refusal"] = null }, 0);
        if (choice.Reasoning is { } reasoning)
        {
            foreach (var (text, tokens) in TokenChunks.Of(served.Vocabulary.Encode(reasoning), served.Vocabulary, served.Profile.TokensPerChunk))
            {
                yield return Chunk(new JsonObject { ["reasoning_content"] = text }, tokens.Count);
            }
        }

        var at = 0;
        foreach (var (text, tokens) in choice.Text is null ? [] : TokenChunks.Of(choice.Tokens, served.Vocabulary, served.Profile.TokensPerChunk))
        {
            var logprobs = HasLogprobs(served) ? ChatLogprobs.Content(served, choice.Prompt, choice.Tokens, at, tokens.Count) : null;
            at += tokens.Count;
            yield return Chunk(new JsonObject { [choice.Refused ? "refusal" : "content"] = text }, tokens.Count, logprobs);
        }

        for (var i = 0; i < choice.ToolCalls.Count; i++)
        {
            var call = Call(served, choice, choice.ToolCalls[i], i);
            var (name, arguments) = (choice.ToolCalls[i].Name, choice.ToolCalls[i].Arguments);
            call["index"] = i;
            call["function"] = new JsonObject { ["name"] = name, ["arguments"] = "" };
            yield return Chunk(new JsonObject { ["tool_calls"] = new JsonArray(call) }, served.Vocabulary.Encode(name).Length);
            foreach (var (text, tokens) in TokenChunks.Of(served.Vocabulary.Encode(arguments), served.Vocabulary, served.Profile.TokensPerChunk))
            {
                var part = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = text } };
                yield return Chunk(new JsonObject { ["tool_calls"] = new JsonArray(part) }, tokens.Count);
            }
        }

        yield return Chunk([], 0, finish: Finish(choice));
    }

    private static JsonObject Envelope(Served served, string kind, JsonArray choices, Usage? usage)
    {
        var body = new JsonObject
        {
            ["id"] = "chatcmpl-" + served.Id,
            ["object"] = kind,
            ["created"] = served.Created,
            ["model"] = served.Request.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_eval_fake",
            ["choices"] = choices,
        };
        if (usage is not null)
        {
            body["usage"] = UsageOf(usage);
        }
        else if (served.Request.StreamsUsage && kind == "chat.completion.chunk")
        {
            body["usage"] = null;
        }

        return body;
    }
}
