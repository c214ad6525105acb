using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Json;
using Eval.Core.Running;

namespace Eval.Core.Imports.LmEval;

/// <summary>One line of a samples file (<c>samples_TASK_DATE.jsonl</c>): one document under one filter.</summary>
internal readonly struct LmEvalSample(JsonElement line)
{
    private static readonly HashSet<string> NoMetrics = new(StringComparer.Ordinal)
    {
        "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash", "target_hash", "bypass",
    };

    private const int HashCharacters = 24;

    /// <summary>The document's number, or whatever identifies it.</summary>
    public string Id => line.LabelOf("doc_id") ?? "";

    /// <summary>The filter that the answers went through; <c>none</c> where nothing is said.</summary>
    public string Filter => line.TextOf("filter") ?? "none";

    /// <summary>The document, as the data set has it.</summary>
    public JsonElement? Document => line.Member("doc");

    /// <summary>What would have been right, as the tool made it: a text, or the index of a choice.</summary>
    public string? Target => line.LabelOf("target") ?? (line.Member("target") is { } other ? other.GetRawText() : null);

    /// <summary>What was scored after the prompt, one text a choice; of a generation, nothing.</summary>
    public IReadOnlyList<string> Continuations => [.. Requests().Select(r => r.Continuation).OfType<string>()];

    /// <summary>Scores by metric, those that are one number.</summary>
    public IEnumerable<(string Metric, double Value)> Scores()
    {
        foreach (var entry in line.EnumerateObject())
        {
            if (!NoMetrics.Contains(entry.Name) && entry.Value.Number() is { } value)
            {
                yield return (entry.Name, value);
            }
        }
    }

    /// <summary>The log-likelihood of the document and the number of its words or bytes, where a metric keeps such a pair; null elsewhere.</summary>
    public (double LogLikelihood, double Weight)? Pair(string metric) =>
        line.Member(metric) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            && pair[0].Number() is { } likelihood && pair[1].Number() is { } weight
            ? (likelihood, weight)
            : null;

    /// <summary>The sample as it is stored.</summary>
    /// <param name="ordinal">Its place.</param>
    /// <param name="measures">Its scores by measure.</param>
    public SampleResult ToResult(int ordinal, IReadOnlyDictionary<string, double> measures)
    {
        var isScored = measures.Count > 0 || line.ItemsOf("metrics").Any() || Scores().Any();
        var requests = Requests();
        var likelihoods = requests.Count > 1 ? Likelihoods() : [];
        var isChoice = likelihoods.Count == requests.Count && requests.Count > 1;
        var best = isChoice ? likelihoods.IndexOf(likelihoods.Max()) : -1;
        return new SampleResult
        {
            Ordinal = ordinal,
            SampleId = Id,
            Outcome = isScored ? SampleOutcome.Completed : SampleOutcome.ScorerError,
            Reason = isScored ? null : "the line has no score",
            Measures = measures,
            Prompt = requests.Count > 0 ? requests[0].Context : null,
            Answer = isChoice ? requests[best].Continuation?.Trim() : Generated(),
            Target = RightAnswer(requests, isChoice),
            QuestionHash = ContentHash.Of(line.TextOf("doc_hash") ?? Document?.GetRawText(), line.TextOf("target_hash") ?? line.LabelOf("target"))[..HashCharacters],
            DetailJson = Detail(requests, likelihoods, isChoice),
        };
    }

    // [["prompt", "continuation"], …] in memory and in old files, {"gen_args_0": {"arg_0": …, "arg_1": …}, …} in newer ones.
    private List<(string? Context, string? Continuation)> Requests() => line.Member("arguments") switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(r => r.ValueKind == JsonValueKind.Array
            ? (r.GetArrayLength() > 0 ? Words(r[0]) : null, r.GetArrayLength() > 1 ? Words(r[1]) : null)
            : (Words(r), null))],
        { ValueKind: JsonValueKind.Object } map => [.. map.EnumerateObject()
            .OrderBy(r => int.TryParse(r.Name.AsSpan(r.Name.LastIndexOf('_') + 1), out var number) ? number : int.MaxValue)
            .Select(r => (r.Value.Member("arg_0") is { } context ? Words(context) : null, r.Value.Member("arg_1") is { } rest ? Words(rest) : null))],
        _ => [],
    };

    // One pair of log-likelihood and greediness a choice; newer files write the numbers as texts.
    private List<double> Likelihoods()
    {
        var found = new List<double>();
        foreach (var answer in line.ItemsOf("filtered_resps"))
        {
            if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() != 2 || answer[0].Number() is not { } likelihood)
            {
                return [];
            }

            found.Add(likelihood);
        }

        return found;
    }

    private string? Generated() => line.ItemsOf("resps").Select(r => r.ValueKind == JsonValueKind.Array ? r.EnumerateArray().FirstOrDefault() : r)
        .Select(r => r.ValueKind == JsonValueKind.String ? r.Text() : null).FirstOrDefault();

    private string? RightAnswer(List<(string? Context, string? Continuation)> requests, bool isChoice) =>
        isChoice && int.TryParse(Target, out var index) && index >= 0 && index < requests.Count && requests[index].Continuation is { } text
            && requests.Exists(r => r.Continuation != text)
            ? text.Trim()
            : Target;

    private string? Detail(List<(string? Context, string? Continuation)> requests, List<double> likelihoods, bool isChoice)
    {
        if (isChoice)
        {
            return new JsonObject
            {
                ["choices"] = new JsonArray([.. requests.Zip(likelihoods).Select(c => (JsonNode?)new JsonObject { ["text"] = c.First.Continuation, ["ll"] = c.Second })]),
            }.ToJsonString();
        }

        return line.ItemsOf("filtered_resps").FirstOrDefault() is { ValueKind: JsonValueKind.String } extracted
            ? new JsonObject { ["extracted"] = extracted.Text() }.ToJsonString()
            : null;
    }

    private static string? Words(JsonElement value) => value.Label() ?? (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? value.GetRawText() : null);
}
