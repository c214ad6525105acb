using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Eval.Providers.Tests.LlamaServer;

/// <summary>
/// llama.cpp's server as far as likelihoods need it: a token is a character (BOS is 1), and the next token's distribution depends on the last
/// one. Its completions route accepts echo and ignores it.
/// </summary>
internal static class NativeRoutes
{
    public const int Vocabulary = 400;

    public static Task AnswerAsync(HttpContext context, SeenRequest seen, int contextLength) => seen.Path switch
    {
        "/props" => TestServer.JsonAsync(context, $$$"""{"default_generation_settings":{"n_ctx":{{{contextLength}}}},"total_slots":1}"""),
        "/v1/models" => TestServer.JsonAsync(context, $$$"""{"data":[{"id":"tiny","meta":{"n_vocab":{{{Vocabulary}}},"n_ctx_train":4096}}]}"""),
        "/tokenize" => TestServer.JsonAsync(context, new JsonObject { ["tokens"] = Array(Tokens(seen.Body["content"]!.GetValue<string>())) }.ToJsonString()),
        "/completion" => TestServer.JsonAsync(context, Probabilities(seen.Body)),
        "/v1/completions" => TestServer.JsonAsync(context, """{"choices":[{"index":0,"text":"!","finish_reason":"length","logprobs":{"content":[{"token":"!","logprob":-1}]}}]}"""),
        _ => TestServer.JsonAsync(context, HostedModelProviderTests.Answer),
    };

    public static int[] Tokens(string text) => [1, .. text.Select(c => (int)c)];

    /// <summary>Natural log-probability of a token after another.</summary>
    public static double LogProbability(int last, int token)
    {
        var weights = Enumerable.Range(0, Vocabulary).Select(t => Weight(last, t)).ToList();
        return Math.Log(weights[token] / weights.Sum());
    }

    private static double Weight(int last, int token) => 1.0 / (1 + ((token * 7919 + last * 104_729) % 1009));

    private static string Probabilities(JsonObject body)
    {
        var last = body["prompt"]!.AsArray()[^1]!.GetValue<int>();
        var top = Enumerable.Range(0, Vocabulary).Select(t => (Token: t, LogProbability: LogProbability(last, t))).OrderByDescending(t => t.LogProbability)
            .Take(body["n_probs"]!.GetValue<int>())
            .Select(t => (JsonNode)new JsonObject { ["id"] = t.Token, ["token"] = "x", ["logprob"] = t.LogProbability });
        return new JsonObject
        {
            ["content"] = "x",
            ["completion_probabilities"] = new JsonArray(new JsonObject { ["id"] = 1, ["top_logprobs"] = new JsonArray([.. top]) }),
        }.ToJsonString();
    }

    private static JsonArray Array(int[] tokens) => new([.. tokens.Select(t => (JsonNode)t)]);
}
