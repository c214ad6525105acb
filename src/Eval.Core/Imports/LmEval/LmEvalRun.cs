using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Metrics;
using Eval.Core.Models;

namespace Eval.Core.Imports.LmEval;

/// <summary>Makes a run of a results file and the samples files beside it: one model, a cell for each task and for each group with numbers.</summary>
internal sealed partial class LmEvalRun(LmEvalResults results, ImportOrigin origin, List<NotTaken> notTaken)
{
    // Settings of the model's side. The rest of "config" is how the tool ran, not what was measured.
    private static readonly string[] Settings =
        ["model", "model_dtype", "model_revision", "model_sha", "gen_kwargs", "random_seed", "numpy_seed", "torch_seed", "fewshot_seed"];

    /// <summary>The run.</summary>
    public async Task<ImportedRun> MakeAsync(IReadOnlyDictionary<string, string> samples, CancellationToken cancellationToken)
    {
        var cells = new List<ImportedCell>();
        foreach (var group in results.Groups)
        {
            cells.Add(Fitted(Reported(group.Name, LmEvalMetric.Of(group.Value), GroupDefinition(group.Name))));
        }

        foreach (var task in results.Tasks)
        {
            var cell = Reported(task.Name, LmEvalMetric.Of(task.Value), TaskDefinition(task.Name));
            cells.Add(samples.TryGetValue(task.Name, out var file) ? await WithSamplesAsync(cell, file, cancellationToken) : Fitted(cell));
        }

        foreach (var (task, file) in samples.Where(s => !cells.Exists(c => c.Suite == s.Key)))
        {
            notTaken.Add(new NotTaken(new Workspaces.SourcePosition(file, 0, 0), task, $"{Path.GetFileName(results.File)} has no results of this task; import the file by itself"));
        }

        return new ImportedRun
        {
            Origin = origin,
            CreatedAt = results.CreatedAt,
            FinishedAt = results.FinishedAt,
            Seed = (int)(results["config"]?.NumberOf("random_seed") is >= 0 and <= int.MaxValue and var seed ? seed : 0),
            Cells = [.. cells.Where(c => c.Metrics.Count > 0).DistinctBy(c => c.Suite)],
        };
    }

    private ImportedCell Reported(string task, IEnumerable<LmEvalMetric> metrics, JsonObject definition)
    {
        var n = results.SamplesOf(task);
        var estimates = metrics.Select(m => ReportedEstimate.Of(
            LmEvalMetric.IdOf(results, task, m.Metric, LmEvalMetric.Split(m.Name).Filter), m.Value, m.StandardError, n ?? 0)).ToList();
        return new ImportedCell
        {
            Candidate = ForeignSecrets.Text(results.Model),
            Model = Model(),
            Suite = task,
            SuiteVersion = results["versions"]?.LabelOf(task) ?? definition["metadata"]?["version"]?.ToString() ?? "0",
            DefinitionText = definition.ToJsonString(),
            Limit = results["config"]?.Member("limit") is not null ? n : null,
            Metrics = [.. estimates.Select(e => e.MetricId)],
            Reported = estimates,
            ReadSamples = _ => AsyncEnumerable.Empty<Running.SampleResult>(),
        };
    }

    private async Task<ImportedCell> WithSamplesAsync(ImportedCell cell, string file, CancellationToken cancellationToken)
    {
        var samples = await LmEvalSamples.OpenAsync(file, (metric, filter) => LmEvalMetric.IdOf(results, cell.Suite, metric, filter), cancellationToken);
        var ids = new FittingIds();
        cell.Reported.ToList().ForEach(e => ids.See(e.MetricId, e.Value));
        samples.Fit(ids);
        cell = Fitted(cell, ids);
        var others = samples.KeepMeans(cell.Reported.Where(e => e.Value is not null).ToDictionary(e => e.MetricId, e => e.Value!.Value, StringComparer.Ordinal));
        return cell with
        {
            Planned = results.SamplesOf(cell.Suite) ?? samples.Count,
            Metrics = [.. cell.Metrics.Union(samples.Metrics, StringComparer.Ordinal)],
            Reported = [.. cell.Reported.Select(e => others.Contains(e.MetricId, StringComparer.Ordinal) ? Together(e) : e)],
            ReadSamples = samples.ReadAsync,
        };
    }

    private static ImportedCell Fitted(ImportedCell cell, FittingIds? seen = null)
    {
        var ids = seen ?? new FittingIds();
        cell.Reported.ToList().ForEach(e => ids.See(e.MetricId, e.Value));
        return cell with { Metrics = [.. cell.Metrics.Select(ids.Of)], Reported = [.. cell.Reported.Select(e => e with { MetricId = ids.Of(e.MetricId) })] };
    }

    private static Estimate Together(Estimate reported)
    {
        const string Why = "the tool computes it from all samples together, not as the mean of their scores";
        return reported with { Note = reported.Note is null ? Why : $"{reported.Note}; {Why}" };
    }

    private ModelIdentity Model()
    {
        var settings = Settings.Select(s => KeyValuePair.Create(s, ForeignSecrets.Setting(s, results["config"]?.Member(s))))
            .Concat(results.Arguments().Where(a => a.Key != "pretrained" && !ForeignSecrets.IsSecret(a.Key))
                .Select(a => KeyValuePair.Create("args." + a.Key, (string?)ForeignSecrets.Text(a.Value))))
            .Append(KeyValuePair.Create("chat_template", results["chat_template_sha"]?.Label()))
            .Append(KeyValuePair.Create("system_instruction", results["system_instruction_sha"]?.Label()))
            .Append(KeyValuePair.Create("fewshot_as_multiturn", results["chat_template_sha"] is null ? null : results["fewshot_as_multiturn"]?.Label()));
        return ImportedCell.ForeignModel(origin, results.Model, settings.DistinctBy(s => s.Key));
    }

    // Newer versions write the model's arguments into each task's metadata; older ones the addresses of functions.
    private JsonObject TaskDefinition(string task)
    {
        var definition = new JsonObject();
        foreach (var entry in results["configs"]?.MembersOf(task) ?? [])
        {
            if (entry.Name is not ("metadata" or "repeats_used") && !ForeignSecrets.IsSecret(entry.Name))
            {
                using var value = JsonDocument.Parse(Address().Replace(entry.Value.GetRawText(), ""), new JsonDocumentOptions { MaxDepth = JsonPull.MostDepth });
                definition[entry.Name] = ForeignSecrets.Clean(value.RootElement);
            }
        }

        if (results["n-shot"]?.Member(task) is { } shots)
        {
            definition["n-shot"] = JsonNode.Parse(shots.GetRawText());
        }

        return definition;
    }

    private JsonObject GroupDefinition(string group) => new()
    {
        ["group"] = group,
        ["tasks"] = new JsonArray([.. results.SubtasksOf(group).Select(t => (JsonNode?)new JsonObject { ["task"] = t, ["version"] = results["versions"]?.LabelOf(t) })]),
    };

    [GeneratedRegex(" at 0x[0-9a-fA-F]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
