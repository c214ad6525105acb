using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Imports.Inspect;

/// <summary>Makes a cell of a log: one model on one task.</summary>
internal sealed class InspectCell(IInspectLog log, ImportOrigin origin)
{
    private readonly InspectMetrics _metrics = InspectMetrics.Of(log.Header);
    private readonly string _firstScorer = FirstScorer(log.Header);

    /// <summary>The cell.</summary>
    public async Task<ImportedCell> MakeAsync(CancellationToken cancellationToken)
    {
        var header = log.Header;
        await FindMeasuresAsync(cancellationToken);
        return new ImportedCell
        {
            Candidate = ForeignSecrets.Text(header.Model),
            Model = Model(),
            Suite = ForeignSecrets.Text(header.Task),
            SuiteVersion = header.Eval.LabelOf("task_version") ?? "0",
            DefinitionText = Definition().ToJsonString(),
            Planned = header.Planned,
            Epochs = header.Epochs,
            Limit = header.Limit,
            Metrics = _metrics.Ids.Count > 0 ? [.. _metrics.Ids] : [ImportedMetric.IdOf(ImportTools.Inspect, $"{_firstScorer}/mean")],
            Reported = _metrics.Reported,
            ReadSamples = ReadAsync,
        };
    }

    // A log that was cut short has no results; then the samples tell which scorers there are. Letters and truth values are 0 to 1 whatever else there
    // is; where numbers are called accuracy, all of them are looked at.
    private async Task FindMeasuresAsync(CancellationToken cancellationToken)
    {
        var ids = new FittingIds();
        await foreach (var (sample, _) in log.ReadAsync(cancellationToken))
        {
            var names = InspectScores.Of(sample, _firstScorer).Where(s => s.Value is not null).ToList();
            names.ForEach(n => ids.See(_metrics.MeasureOf(n.Name), n.Value));
            if (names.Count > 0 && !(names.Exists(n => IsShare(_metrics.MeasureOf(n.Name))) && InspectScores.HasNumbers(sample)))
            {
                break;
            }
        }

        _metrics.Fit(ids);
    }

    private static bool IsShare(string id) => ImportedMetric.Find(id)?.Format == MetricFormat.Share;

    private async IAsyncEnumerable<SampleResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (sample, ordinal) in log.ReadAsync(cancellationToken))
        {
            yield return Result(sample, ordinal);
        }
    }

    private SampleResult Result(InspectSample sample, int ordinal)
    {
        var measures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in InspectScores.Of(sample, _firstScorer))
        {
            if (value is { } number)
            {
                measures[_metrics.MeasureOf(name)] = number;
            }
        }

        var (outcome, reason) = Outcome(sample, measures.Count > 0);
        var (input, output) = Tokens(sample);
        return new SampleResult
        {
            Ordinal = ordinal,
            Epoch = sample.Epoch,
            SampleId = sample.Id,
            Outcome = outcome,
            Reason = reason,
            Measures = outcome.IsScored() ? measures : new Dictionary<string, double>(),
            Prompt = InspectTexts.Input(sample),
            Answer = InspectTexts.Output(sample),
            Target = InspectTexts.Target(sample),
            DetailJson = Detail(sample),
            InputTokens = input,
            OutputTokens = output,
            DurationMs = 1000 * ((sample["working_time"] ?? sample["total_time"])?.Number() ?? 0),
        };
    }

    // The tool has scored refusals and cut answers itself; what stopped the model is said beside the score.
    private static (SampleOutcome Outcome, string? Reason) Outcome(InspectSample sample, bool isScored)
    {
        var limit = sample["limit"]?.TextOf("type");
        var stop = InspectTexts.StopReason(sample);
        if (sample["invalidation"] is { } invalid)
        {
            return (SampleOutcome.Skipped, "invalidated in inspect" + (invalid.TextOf("reason") is { } why ? $": {why}" : ""));
        }

        if (isScored)
        {
            return (SampleOutcome.Completed, Join(ForeignSecrets.TextOrNull(sample["error"]?.TextOf("message")), limit is null ? null : $"stopped by the {limit} limit", stop is null ? null : $"stop reason {stop}"));
        }

        if (sample["error"] is { } error)
        {
            return (SampleOutcome.ProviderError, ForeignSecrets.Text(error.TextOf("message") ?? error.Label() ?? "an error"));
        }

        return limit is "time" or "working" ? (SampleOutcome.TimedOut, $"stopped by the {limit} limit")
            : limit is not null ? (SampleOutcome.Skipped, $"stopped by the {limit} limit, not scored")
            : (SampleOutcome.ScorerError, "no score that is a number" + (InspectScores.ExplanationOf(sample) is { } why2 ? $": {why2}" : ""));
    }

    private static string? Join(params string?[] parts) => parts.Any(p => p is not null) ? string.Join("; ", parts.Where(p => p is not null)) : null;

    private (int Input, int Output) Tokens(InspectSample sample)
    {
        // Other models than the one under test may have graded.
        var usage = sample["model_usage"] is { ValueKind: JsonValueKind.Object } all
            ? all.Member(log.Header.Model) ?? (all.EnumerateObject().Take(2).Count() == 1 ? all.EnumerateObject().First().Value : null)
            : sample["output"]?.Member("usage");
        return usage is { } u ? (u.CountOf("input_tokens") ?? 0, u.CountOf("output_tokens") ?? 0) : (0, 0);
    }

    private static string? Detail(InspectSample sample)
    {
        var detail = new JsonObject();
        if (InspectScores.AnswerOf(sample) is { } answer)
        {
            detail["extracted"] = answer;
        }

        if (InspectScores.ExplanationOf(sample) is { } explanation)
        {
            detail["explanation"] = explanation;
        }

        return detail.Count > 0 ? detail.ToJsonString() : null;
    }

    /// <summary>What decides the meaning of a score, and not which model it is.</summary>
    private JsonObject Definition()
    {
        var eval = log.Header.Eval;
        var definition = new JsonObject { ["task"] = ForeignSecrets.Text(log.Header.Task), ["version"] = eval.LabelOf("task_version") ?? "0", ["dataset"] = ForeignSecrets.TextOrNull(eval.TextOf("dataset", "name")) };
        Copy(definition, "arguments", eval.Member("task_args"));
        Copy(definition, "scorers", eval.Member("scorers"));
        if (eval.ItemsOf("scorers").Select(s => s.TextOf("name"))
            .Concat(log.Header.Results?.ItemsOf("scores").SelectMany(s => new[] { s.TextOf("name"), s.TextOf("scorer") }) ?? []).Append(_firstScorer)
            .Any(n => n?.Contains("model_graded", StringComparison.Ordinal) == true))
        {
            definition["judged"] = true;
        }

        if (log.Header.Plan is { } plan)
        {
            definition["solvers"] = new JsonArray([.. plan.ItemsOf("steps").Select(s => (JsonNode?)new JsonObject
            {
                ["solver"] = ForeignSecrets.TextOrNull(s.TextOf("solver")),
                ["params"] = s.Member("params") is { } p ? ForeignSecrets.Clean(p) : null,
            })]);
        }

        return definition;
    }

    private ModelIdentity Model()
    {
        var eval = log.Header.Eval;
        var settings = new List<KeyValuePair<string, string?>> { new("endpoint", eval.TextOf("model_base_url")) };
        foreach (var (source, prefix) in new[] { (eval.Member("model_args"), "args."), (log.Header.Plan?.Member("config"), ""), (eval.Member("model_generate_config"), "") })
        {
            if (source is { ValueKind: JsonValueKind.Object } map)
            {
                settings.AddRange(map.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
                    .Select(p => new KeyValuePair<string, string?>(prefix + p.Name, ForeignSecrets.Setting(p.Name, p.Value))));
            }
        }

        return ImportedCell.ForeignModel(origin, log.Header.Model, settings.DistinctBy(s => s.Key));
    }

    private static void Copy(JsonObject target, string key, JsonElement? value)
    {
        if (value is { } v)
        {
            target[key] = ForeignSecrets.Clean(v);
        }
    }

    private static string FirstScorer(InspectHeader header) =>
        header.Results?.ItemsOf("scores").Select(s => s.TextOf("name")).FirstOrDefault()
        ?? header.Results?.TextOf("scorer", "name")
        ?? header.Eval.ItemsOf("scorers").Select(s => s.TextOf("name")).FirstOrDefault()
        ?? "score";
}
