using System.Text;
using System.Text.Json;

namespace Eval.Providers.Completions;

/// <summary>What an endpoint echoes of a prompt: its tokens, and what was generated after them. All lists have one entry a token.</summary>
/// <param name="Tokens">The tokens' texts.</param>
/// <param name="LogProbabilities">Natural log-probabilities; null for a token with nothing before it.</param>
/// <param name="Best">The greatest log-probability at each place; null where unknown.</param>
/// <param name="Offsets">Where each token begins, in whatever unit the endpoint counts.</param>
/// <param name="Generated">How many of the last tokens were generated, as the endpoint says; null where it does not.</param>
internal sealed record EchoedTokens(
    IReadOnlyList<string> Tokens,
    IReadOnlyList<double?> LogProbabilities,
    IReadOnlyList<double?> Best,
    IReadOnlyList<int> Offsets,
    int? Generated)
{
    /// <summary>Reads <c>logprobs</c> of a completion's choice, or null where it holds none.</summary>
    public static EchoedTokens? Read(JsonElement choice, int? generated)
    {
        if (!choice.TryGetProperty("logprobs", out var logprobs) || logprobs.ValueKind != JsonValueKind.Object
            || !logprobs.TryGetProperty("tokens", out var tokens) || !logprobs.TryGetProperty("token_logprobs", out var chances)
            || !logprobs.TryGetProperty("text_offset", out var offsets)
            || tokens.ValueKind != JsonValueKind.Array || chances.ValueKind != JsonValueKind.Array || offsets.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var best = logprobs.TryGetProperty("top_logprobs", out var tops) && tops.ValueKind == JsonValueKind.Array
            ? tops.EnumerateArray().Select(Greatest).ToList()
            : [];
        var read = new EchoedTokens(
            [.. tokens.EnumerateArray().Select(t => t.GetString() ?? "")],
            [.. chances.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Number ? p.GetDouble() : (double?)null)],
            best,
            [.. offsets.EnumerateArray().Select(o => o.GetInt32())],
            generated);
        return read.LogProbabilities.Count == read.Tokens.Count && read.Offsets.Count == read.Tokens.Count && (best.Count == 0 || best.Count == read.Tokens.Count)
            ? read
            : null;
    }

    /// <summary>
    /// Index of the first token that begins at or after a place of the text, and whether one reaches across that place; null where the offsets do
    /// not fit the text. Endpoints count in code points (vLLM, OpenAI), UTF-16 units or bytes, and some count a BOS token that they show.
    /// </summary>
    /// <param name="text">The prompt.</param>
    /// <param name="place">The place in it, in UTF-16 units.</param>
    public EchoSplit? Split(string text, int place)
    {
        var begin = ShowsBos(text) ? 1 : 0;
        var end = PromptEnd(text, begin);
        if (end <= begin || UnitOf(text, begin, end) is not { } measure)
        {
            return null;
        }

        // An empty text before the place: everything after BOS counts.
        var at = Offsets[begin] + measure(text[..place]);
        var index = begin;
        while (index < end && Offsets[index] < at)
        {
            index++;
        }

        var straddles = index > begin && (index < end ? Offsets[index] : Offsets[begin] + measure(text)) != at;
        return new EchoSplit(index, end, straddles);
    }

    /// <summary>Tokens of the prompt, a BOS that is shown included.</summary>
    public int PromptTokens(string text) => PromptEnd(text, ShowsBos(text) ? 1 : 0);

    // A token without a probability whose text does not begin the prompt was put there by the endpoint.
    private bool ShowsBos(string text) =>
        Tokens.Count > 1 && LogProbabilities[0] is null && Tokens[0].Length > 0 && !text.StartsWith(Tokens[0], StringComparison.Ordinal)
        && !text.TrimStart().StartsWith(Tokens[0].TrimStart(), StringComparison.Ordinal) && !Tokens[0].StartsWith("bytes:", StringComparison.Ordinal)
        && !Tokens[0].Contains('\uFFFD', StringComparison.Ordinal);

    private int PromptEnd(string text, int begin)
    {
        if (Generated is { } generated && generated <= Tokens.Count)
        {
            return Tokens.Count - generated;
        }

        // By the offsets, in the unit in which most endpoints count.
        var length = CodePoints(text);
        var end = Tokens.Count;
        while (end > begin && Offsets[end - 1] - Offsets[begin] >= length)
        {
            end--;
        }

        return end;
    }

    // The first generated token begins where the prompt ends, which tells the unit; without one, code points are taken.
    private Func<string, int>? UnitOf(string text, int begin, int end)
    {
        if (end >= Tokens.Count)
        {
            return CodePoints;
        }

        var length = Offsets[end] - Offsets[begin];
        return length == CodePoints(text) ? CodePoints
            : length == text.Length ? static t => t.Length
            : length == Encoding.UTF8.GetByteCount(text) ? Encoding.UTF8.GetByteCount
            : null;
    }

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static double? Greatest(JsonElement top) => top.ValueKind switch
    {
        JsonValueKind.Object when top.EnumerateObject().Any() => top.EnumerateObject().Max(p => p.Value.GetDouble()),
        JsonValueKind.Array when top.GetArrayLength() > 0 => top.EnumerateArray().Max(p => p.GetProperty("logprob").GetDouble()),
        _ => null,
    };
}

/// <summary>A place in echoed tokens.</summary>
/// <param name="First">Index of the first token at or after it.</param>
/// <param name="End">Index after the prompt's last token.</param>
/// <param name="Straddles">True where a token reaches across the place.</param>
internal readonly record struct EchoSplit(int First, int End, bool Straddles);
