using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Imports.Foreign;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>An assertion as a scorer of ours.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Options">Its options; those of one suite are the same for all its tests.</param>
/// <param name="Targets">The right answers of this test; empty where the scorer needs none.</param>
internal sealed record PromptfooScorer(string Scorer, IReadOnlyDictionary<string, object?> Options, IReadOnlyList<string> Targets)
{
    /// <summary>Tests of one signature belong to one suite.</summary>
    public string Signature => $"{Scorer} {YamlText.Inline(Options)}";
}

/// <summary>Turns assertions into scorers that decide the same, and says why where there is none.</summary>
internal static class PromptfooScoring
{
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["llm-rubric"] = Judge,
        ["model-graded-closedqa"] = Judge,
        ["factuality"] = Judge,
        ["g-eval"] = Judge,
        ["select-best"] = Judge,
        ["answer-relevance"] = Judge,
        ["context-recall"] = Judge,
        ["context-relevance"] = Judge,
        ["context-faithfulness"] = Judge,
        ["model-graded-factuality"] = Judge,
        ["javascript"] = Program,
        ["python"] = Program,
        ["ruby"] = Program,
        ["webhook"] = Program,
        ["cost"] = "the cost of every answer is recorded; a gate limits it with maxCostIncrease",
        ["latency"] = "the time of every answer is recorded; a gate limits it with maxLatencyIncrease and maxP95LatencyMs",
        ["similar"] = "there is no scorer by embeddings; f1_squad, rouge_l_f1 and chrf2 compare words",
        ["levenshtein"] = "there is no scorer by edit distance; chrf2 compares characters",
        ["rouge-n"] = "rouge1_f1 and rouge_l_f1 are near it, but no threshold makes them right or wrong",
        ["bleu"] = "bleu_corpus_13a is a metric of the whole suite, not of a test",
        ["perplexity"] = "perplexity suites measure that",
        ["is-json"] = "json_schema checks an answer against a schema of the suite",
    };

    private const string Judge = "judged by a model: write a rubric for it";
    private const string Program = "a program decides: scoring: { command: … } runs one of yours";

    /// <summary>True for an assertion that a model decides; also where it is turned round (<c>not-…</c>).</summary>
    /// <param name="type">The assertion's type.</param>
    public static bool IsJudged(string? type)
    {
        var plain = type?.StartsWith("not-", StringComparison.Ordinal) == true ? type[4..] : type;
        return plain is not null && Advice.GetValueOrDefault(plain) == Judge;
    }

    /// <summary>A scorer for an assertion, or why there is none.</summary>
    /// <param name="type">The assertion's type.</param>
    /// <param name="value">Its value, or null.</param>
    /// <param name="variables">What <c>{{name}}</c> in the value stands for.</param>
    public static (PromptfooScorer? Scorer, string? WhyNot) Of(string type, JsonNode? value, JsonObject variables)
    {
        if (type.StartsWith("not-", StringComparison.Ordinal))
        {
            return (null, "scorers tell what is right, none tells what must not be; regex_match with a pattern may do");
        }

        if (Texts(value, variables) is not { Count: > 0 } texts)
        {
            return (null, Advice.GetValueOrDefault(type) ?? "it has no value, or one that a program or a file makes");
        }

        return type switch
        {
            "equals" => (new("exact_match", new Dictionary<string, object?> { ["trim"] = false }, texts), null),
            "contains" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = false }, texts), null),
            "icontains" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = true }, texts), null),
            "contains-any" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = false }, Split(texts)), null),
            "icontains-any" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = true }, Split(texts)), null),
            "contains-all" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = false, ["all"] = true }, Split(texts)), null),
            "icontains-all" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = true, ["all"] = true }, Split(texts)), null),
            "starts-with" => (new("contains", new Dictionary<string, object?> { ["ignoreCase"] = false, ["atStart"] = true }, texts), null),
            "regex" => Pattern(texts[0]),
            _ => (null, Advice.GetValueOrDefault(type) ?? $"there is no scorer like \"{type}\""),
        };
    }

    private static (PromptfooScorer?, string?) Pattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return (new("regex_match", new Dictionary<string, object?> { ["pattern"] = pattern }, []), null);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return (null, "the pattern uses what patterns here cannot (look-around, back-references), or is broken");
        }
    }

    private static List<string>? Texts(JsonNode? value, JsonObject variables)
    {
        var texts = new List<string>();
        foreach (var item in value is JsonArray list ? list.ToList() : [value])
        {
            if (item is not JsonValue scalar || Fill(scalar.ToString(), variables) is not { } text || text.StartsWith("file://", StringComparison.Ordinal))
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }

    private static List<string> Split(List<string> texts) =>
        texts is [var one] ? [.. one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : texts;

    // {{name}} of a test's own variables; anything more is left to the tool that knows it.
    private static string? Fill(string text, JsonObject variables)
    {
        if (PromptfooPrompts.WhyNot(text) is not null)
        {
            return null;
        }

        foreach (var name in PromptfooPrompts.VariablesOf(text))
        {
            if (variables[name] is not JsonValue value)
            {
                return null;
            }

            text = Regex.Replace(text, @"\{\{\s*" + name + @"\s*\}\}", _ => value.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));
        }

        return text.Contains("{{", StringComparison.Ordinal) ? null : text;
    }
}
