using System.Globalization;
using System.Text.Json;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Running;

namespace Eval.Core.Imports.OpenAiEvals;

/// <summary>What the events of a log tell of one sample.</summary>
internal sealed class OpenAiEvalsSample(string id)
{
    private string? _prompt;
    private string? _answer;
    private string? _target;
    private string? _error;
    private string? _detail;
    private int _input;
    private int _output;
    private int _calls;

    public string Id { get; } = id;

    /// <summary>The number that ends the id; the largest where none does.</summary>
    public long Number { get; } = long.TryParse(id.AsSpan(id.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : long.MaxValue;

    /// <summary>Scores by metric.</summary>
    public Dictionary<string, double> Scores { get; } = new(StringComparer.Ordinal);

    /// <summary>When its last event was recorded.</summary>
    public DateTimeOffset? At { get; private set; }

    public void Add(string type, JsonElement? data, DateTimeOffset? at, Func<string, string> metric)
    {
        At = at > At || At is null ? at ?? At : At;
        switch (type)
        {
            case "sampling":
                Sampled(data);
                break;
            case "match":
                Matched(data, metric);
                break;
            case "metrics":
                Measured(data, metric);
                break;
            case "error":
                _error = ForeignText.Cut(ForeignSecrets.Text(ForeignText.Of(data.Member("message")) ?? ForeignText.Of(data.Member("error")) ?? ForeignText.Of(data) ?? "error"), ForeignText.LongestReason);
                break;
        }
    }

    public SampleResult Finish(int ordinal) => new()
    {
        Ordinal = ordinal,
        SampleId = Id,
        Outcome = Scores.Count > 0 ? SampleOutcome.Completed : _error is not null && _answer is null ? SampleOutcome.ProviderError : SampleOutcome.ScorerError,
        Reason = Scores.Count > 0 ? null : _error ?? "the log has no score for this sample",
        Measures = Scores,
        Prompt = _prompt,
        Answer = _answer,
        Target = _target,
        DetailJson = _detail,
        InputTokens = _input,
        OutputTokens = _output,
    };

    // A sample that asks several times (a model-graded one asks its judge last) keeps the first question and answer; the rest counts in the tokens.
    private void Sampled(JsonElement? data)
    {
        var sampled = data.Member("sampled");
        var answer = sampled is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? ForeignText.Of(list[0]) : ForeignText.Of(sampled);
        if (_calls++ == 0)
        {
            (_prompt, _answer) = (ForeignText.Of(data.Member("prompt")), answer);
        }

        _input += data.Member("usage").Member("prompt_tokens").Count();
        _output += data.Member("usage").Member("completion_tokens").Count();
    }

    private void Matched(JsonElement? data, Func<string, string> metric)
    {
        if (data.Member("correct") is { ValueKind: JsonValueKind.True or JsonValueKind.False } correct)
        {
            Scores[metric("accuracy")] = correct.ValueKind == JsonValueKind.True ? 1 : 0;
        }
        else if (data.Member("correct").Number() is { } number)
        {
            Scores[metric("accuracy")] = number;
        }

        var expected = data.Member("expected");
        _target = expected is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? string.Join('\n', list.EnumerateArray().Select(e => e.GetString()))
            : ForeignText.Of(expected);
        _answer ??= ForeignText.Of(data.Member("sampled"));
        _detail = data.Member("picked") is { } picked ? ForeignText.Json(new System.Text.Json.Nodes.JsonObject { ["picked"] = ForeignText.Of(picked) }) : null;
    }

    private void Measured(JsonElement? data, Func<string, string> metric)
    {
        if (data is not { ValueKind: JsonValueKind.Object } numbers)
        {
            return;
        }

        foreach (var item in numbers.EnumerateObject())
        {
            if (item.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                Scores[metric(item.Name)] = item.Value.ValueKind == JsonValueKind.True ? 1 : 0;
            }
            else if (((JsonElement?)item.Value).Number() is { } value)
            {
                Scores[metric(item.Name)] = value;
            }
            else if (item.Name == "choice")
            {
                _detail = ForeignText.Json(new System.Text.Json.Nodes.JsonObject { ["choice"] = ForeignText.Of(item.Value) });
            }
        }
    }
}
