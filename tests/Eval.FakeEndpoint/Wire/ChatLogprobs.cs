using System.Text;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Language;

namespace Eval.FakeEndpoint.Wire;

/// <summary>Log-probabilities of written tokens.</summary>
internal static class ChatLogprobs
{
    /// <summary>The list of OpenAI's chat format for some of an answer's tokens.</summary>
    public static JsonObject Content(Served served, int prompt, IReadOnlyList<int> tokens, int from, int count)
    {
        var context = served.Answer.PromptTokens[prompt].Concat(tokens).ToArray();
        var before = served.Answer.PromptTokens[prompt].Count;
        return new JsonObject
        {
            ["content"] = WireJson.Array(Enumerable.Range(from, count).Select(i =>
            {
                var all = served.Language.LogProbabilities(context.AsSpan(0, before + i));
                var entry = Entry(served.Vocabulary, tokens[i], all[tokens[i]]);
                entry["top_logprobs"] = WireJson.Array(TopTokens.Of(all, served.Request.TopLogprobs ?? 0).Select(t => Entry(served.Vocabulary, t.Token, t.LogProbability)));
                return entry;
            })),
            ["refusal"] = null,
        };
    }

    /// <summary>A token as text; bytes that are no character on their own show as replacement characters.</summary>
    public static string Text(ILanguage vocabulary, int token) => Encoding.UTF8.GetString(vocabulary.Bytes(token));

    private static JsonObject Entry(ILanguage vocabulary, int token, double logProbability) => new()
    {
        ["token"] = Text(vocabulary, token),
        ["logprob"] = logProbability,
        ["bytes"] = WireJson.Numbers(vocabulary.Bytes(token)),
    };
}
