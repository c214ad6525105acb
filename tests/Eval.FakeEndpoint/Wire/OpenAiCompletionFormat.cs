using System.Text;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Answers;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Wire;

/// <summary>OpenAI's older completions, with <c>echo</c> and the log-probabilities of the prompt.</summary>
internal sealed class OpenAiCompletionFormat : IWireFormat
{
    public JsonObject Whole(Served served) => Envelope(served, WireJson.Array(served.Answer.Choices.Select(c => Choice(served, c))), served.Usage);

    public IEnumerable<Frame> Frames(Served served)
    {
        foreach (var choice in served.Answer.Choices)
        {
            var at = 0;
            foreach (var (text, tokens) in TokenChunks.Of(choice.Tokens, served.Vocabulary, served.Profile.TokensPerChunk))
            {
                var part = new JsonObject
                {
                    ["index"] = choice.Index,
                    ["text"] = text,
                    ["logprobs"] = HasLogprobs(served) ? Logprobs(served, choice, skip: at, take: tokens.Count, withPrompt: false) : null,
                    ["finish_reason"] = null,
                };
                at += tokens.Count;
                yield return new(WireJson.Event(Envelope(served, [part], null)), tokens.Count);
            }

            var last = new JsonObject { ["index"] = choice.Index, ["text"] = "", ["logprobs"] = null, ["finish_reason"] = Finish(choice) };
            yield return new(WireJson.Event(Envelope(served, [last], null)), 0, Ends: true);
        }

        if (served.Request.StreamsUsage && served.Usage is { } usage)
        {
            yield return new(WireJson.Event(Envelope(served, [], usage)), 0, Ends: true);
        }

        yield return new(Encoding.UTF8.GetBytes("data: [DONE]\n\n"), 0, Ends: true);
    }

    public JsonNode? Error(ApiError error, Dialect dialect) => OpenAiErrors.Of(error, dialect);

    public Frame ErrorFrame(ApiError error, Dialect dialect) => new(WireJson.Event(OpenAiErrors.Of(error, dialect)!), 0);

    private static string Finish(AnswerChoice choice) => choice.Finish == "tool_calls" ? "stop" : choice.Finish;

    private static bool HasLogprobs(Served served) => served.Request.TopLogprobs is not null && served.Profile.Logprobs;

    private static bool Echoes(Served served) => served.Request.Echo && served.Profile.Echo == EchoMode.Honoured;

    private static JsonObject Choice(Served served, AnswerChoice choice) => new()
    {
        ["index"] = choice.Index,
        ["text"] = choice.Text is { } text && Echoes(served)
            ? served.Vocabulary.Decode(served.Answer.PromptTokens[choice.Prompt].Concat(choice.Tokens))
            : choice.Text,
        ["logprobs"] = HasLogprobs(served) ? Logprobs(served, choice, 0, choice.Tokens.Count, Echoes(served)) : null,
        ["finish_reason"] = Finish(choice),
    };

    // The first token of a text has nothing before it: null. Where the vocabulary's BOS is shown, that is the first.
    private static JsonObject Logprobs(Served served, AnswerChoice choice, int skip, int take, bool withPrompt)
    {
        var prompt = served.Answer.PromptTokens[choice.Prompt];
        int[] all = [.. prompt, .. choice.Tokens];
        var (tokens, chances, tops, offsets) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        var showsBos = withPrompt && served.Profile.BosInEcho;
        if (showsBos)
        {
            Add(tokens, chances, tops, offsets, "<s>", null, null, 0);
        }

        var from = withPrompt ? 0 : prompt.Count + skip;
        var offset = withPrompt ? 0 : served.Vocabulary.Decode(prompt.Concat(choice.Tokens.Take(skip))).Length;
        for (var i = from; i < prompt.Count + skip + take; i++)
        {
            var text = Name(served, all[i]);
            if (i == 0 && !showsBos)
            {
                Add(tokens, chances, tops, offsets, text, null, null, offset);
            }
            else
            {
                var distribution = served.Language.LogProbabilities(all.AsSpan(0, i));
                var top = new JsonObject();
                foreach (var (token, logProbability) in TopTokens.Of(distribution, served.Request.TopLogprobs!.Value).Append((all[i], distribution[all[i]])))
                {
                    top[Name(served, token)] = logProbability;
                }

                Add(tokens, chances, tops, offsets, text, distribution[all[i]], top, offset);
            }

            offset += ChatLogprobs.Text(served.Vocabulary, all[i]).Length;
        }

        return new JsonObject { ["tokens"] = tokens, ["token_logprobs"] = chances, ["top_logprobs"] = tops, ["text_offset"] = offsets };
    }

    private static void Add(JsonArray tokens, JsonArray chances, JsonArray tops, JsonArray offsets, string token, double? chance, JsonNode? top, int offset)
    {
        tokens.Add(token);
        chances.Add(chance is { } value ? JsonValue.Create(value) : null);
        tops.Add(top);
        offsets.Add(offset);
    }

    // OpenAI names a token that is no whole character by its bytes; vLLM shows the replacement character.
    private static string Name(Served served, int token)
    {
        var text = ChatLogprobs.Text(served.Vocabulary, token);
        return text.Contains('\uFFFD', StringComparison.Ordinal) && served.Profile.Dialect != Dialect.Vllm
            ? "bytes:" + string.Concat(served.Vocabulary.Bytes(token).Select(b => $"\\x{b:x2}"))
            : text;
    }

    private static JsonObject Envelope(Served served, JsonArray choices, Usage? usage)
    {
        var body = new JsonObject
        {
            ["id"] = "cmpl-" + served.Id,
            ["object"] = "text_completion",
            ["created"] = served.Created,
            ["model"] = served.Request.Model,
            ["choices"] = choices,
        };
        if (usage is not null)
        {
            body["usage"] = OpenAiChatFormat.UsageOf(usage);
        }

        return body;
    }
}
