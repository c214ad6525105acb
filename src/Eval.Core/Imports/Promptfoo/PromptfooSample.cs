using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Running;

namespace Eval.Core.Imports.Promptfoo;

/// <summary>One row of promptfoo's results.</summary>
internal static class PromptfooSample
{
    // promptfoo's failureReason: 0 none, 1 an assertion failed, 2 an error.
    private const int Error = 2;

    // Sets of assertions hold no sets in promptfoo; a file may.
    private const int MostNesting = 8;

    /// <summary>Hash of what a test asks: its variables and assertions. The prompt is not among them, because it belongs to the candidate.</summary>
    public static string QuestionOf(JsonElement row)
    {
        var test = row.Member("testCase");
        var vars = test.Member("vars") ?? row.Member("vars");
        return ContentHash.Of(
            vars is { } v ? ForeignText.Canonical(v) : null,
            test.Member("assert") is { } a ? ForeignText.Canonical(a) : null,
            ForeignText.Of(test.Member("threshold")))[..24];
    }

    /// <summary>Whether anything was tested.</summary>
    public static bool HasAssertion(JsonElement row) =>
        row.Member("testCase").Member("assert") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0;

    /// <summary>Whether a model grades it: by what the test asserts, or by what was graded in the end.</summary>
    public static bool IsJudged(JsonElement row) =>
        IsJudged(row.Member("testCase").Member("assert"), 0)
        || (row.Member("gradingResult").Member("componentResults") is { ValueKind: JsonValueKind.Array } parts
            && parts.EnumerateArray().Any(p => PromptfooScoring.IsJudged(ForeignText.Of(p.Member("assertion").Member("type")))));

    private static bool IsJudged(JsonElement? assertions, int depth) =>
        depth < MostNesting && assertions is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().Any(a => PromptfooScoring.IsJudged(ForeignText.Of(a.Member("type"))) || IsJudged(a.Member("assert"), depth + 1));

    /// <summary>The id of a named score's metric.</summary>
    public static string NamedMetric(string name) => ImportedMetric.IdOf(ImportTools.Promptfoo, $"named/{name}");

    /// <summary>
    /// Metrics of the named scores that no assertion of a test gives. A name that is a template could be any: such a test may have had all of them.
    /// </summary>
    public static IReadOnlySet<string> NamesWithout(JsonElement row, IEnumerable<string> named)
    {
        var given = NamesOf(row.Member("testCase").Member("assert"), 0).ToHashSet(StringComparer.Ordinal);
        return given.Any(n => n.Contains("{{", StringComparison.Ordinal)) ? FrozenSet<string>.Empty
            : named.Where(n => !given.Contains(n) && row.Member("namedScores").Member(n) is null).Select(NamedMetric).ToFrozenSet(StringComparer.Ordinal);
    }

    // A set of assertions has assertions of its own.
    private static IEnumerable<string> NamesOf(JsonElement? assertions, int depth) => depth > 8 || assertions is not { ValueKind: JsonValueKind.Array } list
        ? []
        : list.EnumerateArray().SelectMany(a => NamesOf(a.Member("assert"), depth + 1).Concat(ForeignText.Of(a.Member("metric")) is { } name ? [name] : []));

    /// <summary>Plain values of the test's metadata.</summary>
    public static IEnumerable<KeyValuePair<string, string>> SlicesOf(JsonElement row) =>
        row.Member("testCase").Member("metadata") is { ValueKind: JsonValueKind.Object } metadata
            ? metadata.EnumerateObject()
                .Where(p => !p.Name.StartsWith('_') && !ForeignSecrets.IsSecret(p.Name) && p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                .Select(p => KeyValuePair.Create(p.Name, ForeignText.Cut(ForeignSecrets.Text(ForeignText.Of(p.Value)!), 200)))
            : [];

    public static SampleResult Read(JsonElement row, string id, int ordinal, int epoch)
    {
        var response = row.Member("response");
        var grading = row.Member("gradingResult");
        var (outcome, reason) = OutcomeOf(row, response, grading);
        return new SampleResult
        {
            Ordinal = ordinal,
            Epoch = epoch,
            SampleId = id,
            Outcome = outcome,
            Reason = reason is null ? null : ForeignText.Cut(ForeignSecrets.Text(reason), ForeignText.LongestReason),
            Measures = outcome.IsScored() ? Measures(row) : new Dictionary<string, double>(),
            Prompt = ForeignText.Of(row.Member("prompt").Member("raw")) ?? ForeignText.Of(row.Member("prompt")),
            Answer = ForeignText.Of(response.Member("output")),
            Target = Target(row.Member("testCase").Member("assert")),
            QuestionHash = QuestionOf(row),
            DetailJson = Detail(grading),
            Slices = new Dictionary<string, string>(SlicesOf(row).DistinctBy(p => p.Key)),
            InputTokens = row.Member("tokenUsage").Member("prompt").Count(),
            OutputTokens = row.Member("tokenUsage").Member("completion").Count(),
            DurationMs = row.Member("latencyMs").Number() ?? 0,
            Cached = response.Member("cached") is { ValueKind: JsonValueKind.True },
            CostMicroUsd = ForeignText.MicroUsd(row.Member("cost").Number()),
        };
    }

    private static (SampleOutcome Outcome, string? Reason) OutcomeOf(JsonElement row, JsonElement? response, JsonElement? grading)
    {
        var error = ForeignText.Of(row.Member("error"));
        if (row.Member("failureReason").Number() == Error || (grading is null && error is not null))
        {
            // With an answer at hand it was the scoring that failed.
            return response.Member("output") is null ? (SampleOutcome.ProviderError, error ?? ForeignText.Of(response.Member("error"))) : (SampleOutcome.ScorerError, error);
        }

        return !HasAssertion(row) ? (SampleOutcome.Skipped, "the test has no assertion; promptfoo counts it as passed")
            : response.Member("isRefusal") is { ValueKind: JsonValueKind.True } ? (SampleOutcome.Refused, ForeignText.Of(grading.Member("reason")) ?? error)
            : ForeignText.Of(response.Member("finishReason")) == "length" ? (SampleOutcome.Truncated, ForeignText.Of(grading.Member("reason")) ?? error)
            : (SampleOutcome.Completed, row.Member("success") is { ValueKind: JsonValueKind.True } ? null : ForeignText.Of(grading.Member("reason")) ?? error);
    }

    private static Dictionary<string, double> Measures(JsonElement row)
    {
        var measures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["promptfoo:pass"] = row.Member("success") is { ValueKind: JsonValueKind.True } ? 1 : 0,
        };
        if (row.Member("score").Number() is { } score)
        {
            measures["promptfoo:score"] = score;
        }

        if (row.Member("namedScores") is { ValueKind: JsonValueKind.Object } named)
        {
            foreach (var item in named.EnumerateObject())
            {
                if (((JsonElement?)item.Value).Number() is { } value)
                {
                    measures[NamedMetric(item.Name)] = value;
                }
            }
        }

        return measures;
    }

    private static string? Target(JsonElement? assertions) => assertions is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        ? string.Join('\n', list.EnumerateArray().Select(a => ForeignText.Cut(
            $"{ForeignText.Of(a.Member("type"))} {ForeignText.Of(a.Member("value")) ?? ForeignText.Of(a.Member("threshold"))}".Trim(), ForeignText.LongestReason)))
        : null;

    private static string? Detail(JsonElement? grading)
    {
        if (grading.Member("componentResults") is not { ValueKind: JsonValueKind.Array } parts)
        {
            return null;
        }

        var list = new JsonArray([.. parts.EnumerateArray().Take(100).Select(JsonNode (part) => new JsonObject
        {
            ["type"] = ForeignText.Of(part.Member("assertion").Member("type")),
            ["pass"] = part.Member("pass") is { ValueKind: JsonValueKind.True },
            ["score"] = part.Member("score").Number(),
            ["reason"] = ForeignText.Of(part.Member("reason")) is { } reason ? ForeignText.Cut(reason, ForeignText.LongestReason) : null,
        })]);
        return ForeignText.Json(new JsonObject { ["assertions"] = list });
    }
}
