using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Answers;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Wire;

/// <summary>llama.cpp's own <c>/completion</c>: takes tokens, and gives as many alternatives per token as asked for.</summary>
internal sealed class NativeFormat : IWireFormat
{
    public JsonObject Whole(Served served)
    {
        var choice = served.Answer.First;
        var body = Part(served, choice?.Text, choice?.Tokens ?? [], choice?.Tokens.Count ?? 0, stop: true);
        body["model"] = served.Request.Model;
        body["prompt"] = served.Request.Prompts[0].Tokens is { } tokens ? served.Vocabulary.Decode(tokens) : served.Request.Prompts[0].Text;
        body["has_new_line"] = choice?.Text?.Contains('\n', StringComparison.Ordinal) ?? false;
        body["truncated"] = false;
        body["stop_type"] = choice switch
        {
            { StoppedBy: not null } => "word",
            { Finish: "length" } => "limit",
            _ => "eos",
        };
        body["stopping_word"] = choice?.StoppedBy ?? "";
        body["tokens_cached"] = served.Answer.InputTokens + served.Answer.OutputTokens - 1;
        body["timings"] = new JsonObject
        {
            ["prompt_n"] = served.Answer.InputTokens,
            ["predicted_n"] = served.Answer.OutputTokens,
        };
        body["generation_settings"] = new JsonObject { ["n_predict"] = served.Request.MaxTokens ?? -1, ["n_probs"] = served.Request.TopLogprobs ?? 0 };
        if (choice is { Text: not null } && served.Request.TopLogprobs is not null && served.Profile.Logprobs)
        {
            body["completion_probabilities"] = Probabilities(served, choice, 0, choice.Tokens.Count);
        }

        return body;
    }

    public IEnumerable<Frame> Frames(Served served)
    {
        var choice = served.Answer.First;
        var at = 0;
        foreach (var (text, tokens) in choice is null ? [] : TokenChunks.Of(choice.Tokens, served.Vocabulary, served.Profile.TokensPerChunk))
        {
            var part = Part(served, text, tokens, at + tokens.Count, stop: false);
            if (served.Request.TopLogprobs is not null && served.Profile.Logprobs)
            {
                part["completion_probabilities"] = Probabilities(served, choice!, at, tokens.Count);
            }

            at += tokens.Count;
            yield return new(WireJson.Event(part), tokens.Count);
        }

        var last = Whole(served);
        last["content"] = "";
        last["tokens"] = new JsonArray();
        last.Remove("completion_probabilities");
        yield return new(WireJson.Event(last), 0, Ends: true);
    }

    public JsonNode? Error(ApiError error, Dialect dialect) => OpenAiErrors.Of(error, Dialect.LlamaServer);

    public Frame ErrorFrame(ApiError error, Dialect dialect) => new(WireJson.Event(OpenAiErrors.Of(error, Dialect.LlamaServer)!), 0);

    private static JsonObject Part(Served served, string? text, IReadOnlyList<int> tokens, int predicted, bool stop) => new()
    {
        ["index"] = 0,
        ["content"] = text,
        ["tokens"] = WireJson.Array(tokens.Select(t => (JsonNode?)JsonValue.Create(t))),
        ["stop"] = stop,
        ["id_slot"] = 0,
        ["tokens_predicted"] = predicted,
        ["tokens_evaluated"] = served.Answer.InputTokens,
    };

    private static JsonArray Probabilities(Served served, AnswerChoice choice, int from, int count)
    {
        int[] all = [.. served.Answer.PromptTokens[0], .. choice.Tokens];
        return WireJson.Array(Enumerable.Range(from, count).Select(i =>
        {
            var distribution = served.Language.LogProbabilities(all.AsSpan(0, served.Answer.InputTokens + i));
            var entry = Entry(served, choice.Tokens[i], distribution[choice.Tokens[i]]);
            entry["top_logprobs"] = WireJson.Array(TopTokens.Of(distribution, served.Request.TopLogprobs!.Value).Select(t => Entry(served, t.Token, t.LogProbability)));
            return entry;
        }));
    }

    private static JsonObject Entry(Served served, int token, double logProbability) => new()
    {
        ["id"] = token,
        ["token"] = ChatLogprobs.Text(served.Vocabulary, token),
        ["bytes"] = WireJson.Numbers(served.Vocabulary.Bytes(token)),
        ["logprob"] = logProbability,
    };
}
