using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.LmEval.Tasks;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.LmEval;

/// <summary>Results, samples and tasks of lm-evaluation-harness.</summary>
public sealed class LmEvalFormat : IImportFormat
{
    private static readonly string[] ResultKeys = ["groups", "group_subtasks", "configs", "versions", "n-shot", "higher_is_better"];

    // inspect and promptfoo have "results" too.
    private static readonly string[] OthersKeys = ["eval", "evalId"];
    private static readonly string[] TaskKeys = ["doc_to_text", "doc_to_target", "output_type", "dataset_path", "metric_list", "include", "fewshot_split"];

    /// <inheritdoc/>
    public string Tool => ImportTools.LmEval;

    /// <inheritdoc/>
    public string Understands => "results_*.json with samples_*.jsonl, task YAML, or a folder of them";

    /// <inheritdoc/>
    public string? Recognise(ImportSource source)
    {
        if (!source.IsFolder)
        {
            return WhatIs(source) switch
            {
                Kind.Results => "results of lm-evaluation-harness",
                Kind.Samples => "samples of lm-evaluation-harness",
                Kind.Task => "a task of lm-evaluation-harness",
                _ => null,
            };
        }

        var kinds = LmEvalFiles.Below(source.Path).Select(f => WhatIs(ImportSource.Open(f))).Where(k => k != Kind.Other).Distinct().ToList();
        return kinds.Count == 0 ? null : $"{string.Join(" and ", kinds.Order().Select(k => k.ToString().ToLowerInvariant()))} of lm-evaluation-harness";
    }

    /// <inheritdoc/>
    public async Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken)
    {
        var files = source.IsFolder
            ? LmEvalFiles.Below(source.Path).Select(f => (File: f, Kind: WhatIs(ImportSource.Open(f)))).ToList()
            : [(File: source.Path, Kind: WhatIs(source) is var kind && kind != Kind.Other ? kind : Named(source.Path))];
        var notTaken = new List<NotTaken>();
        var runs = new List<ImportedRun>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, _) in files.Where(f => f.Kind == Kind.Results))
        {
            runs.Add(await ResultsAsync(file, used, notTaken, cancellationToken));
        }

        foreach (var (file, _) in files.Where(f => f.Kind == Kind.Samples && !used.Contains(f.File)))
        {
            runs.Add(await SamplesAsync(file, cancellationToken));
        }

        var suites = TaskWorkspace.Make(
            [.. files.Where(f => f.Kind == Kind.Task).Select(f => f.File)],
            source.IsFolder ? source.Path : Path.GetDirectoryName(source.Path)!,
            [.. files.Where(f => f.Kind == Kind.Samples).Select(f => f.File)],
            notTaken);
        if (runs.Count == 0 && suites.Count == 0 && notTaken.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(source.Path, 0, 0), "holds nothing of lm-evaluation-harness");
        }

        return new ImportedContent { Runs = runs, Files = suites, NotTaken = notTaken };
    }

    private static async Task<ImportedRun> ResultsAsync(string file, HashSet<string> used, List<NotTaken> notTaken, CancellationToken cancellationToken)
    {
        var results = await LmEvalResults.ReadAsync(file, cancellationToken);
        var samples = LmEvalFiles.SamplesBeside(file);
        used.UnionWith(samples.Values);
        if (results.HasSamplesInside)
        {
            notTaken.Add(new NotTaken(new SourcePosition(file, 0, 0), "samples", "samples inside a results file are not read; --log_samples writes them beside it"));
        }

        var origin = new ImportOrigin(
            ImportTools.LmEval, results.ToolVersion, Path.GetFileName(file), await ImportSource.HashAsync(file, cancellationToken));
        return await new LmEvalRun(results, origin, notTaken).MakeAsync(samples, cancellationToken);
    }

    // Samples alone do not tell the model; the tool calls the folder after it.
    private static async Task<ImportedRun> SamplesAsync(string file, CancellationToken cancellationToken)
    {
        var (task, _) = LmEvalFiles.PartsOf(file) ?? (Path.GetFileNameWithoutExtension(file), "");
        var origin = new ImportOrigin(ImportTools.LmEval, null, Path.GetFileName(file), await ImportSource.HashAsync(file, cancellationToken));
        var samples = await LmEvalSamples.OpenAsync(file, (metric, filter) => LmEvalMetric.IdOf(null, task, metric, filter), cancellationToken);
        samples.Fit(new FittingIds());
        var model = (Path.GetFileName(Path.GetDirectoryName(file)) ?? "unknown").Replace("__", "/", StringComparison.Ordinal);
        return new ImportedRun
        {
            Origin = origin,
            Note = "samples without their results file: the model is called after the folder, the task after the file",
            Cells =
            [
                new ImportedCell
                {
                    Candidate = model,
                    Model = ImportedCell.ForeignModel(origin, model, []),
                    Suite = task,
                    SuiteVersion = "0",
                    DefinitionText = "{}",
                    Planned = samples.Count,
                    Metrics = samples.Metrics,
                    ReadSamples = samples.ReadAsync,
                },
            ],
        };
    }

    private static Kind WhatIs(ImportSource source)
    {
        if (source.JsonKeys.ContainsKey("doc_id") && (source.JsonKeys.ContainsKey("doc") || source.JsonKeys.ContainsKey("filtered_resps")))
        {
            return Kind.Samples;
        }

        // The head may end within the results of hundreds of tasks, or at a bare NaN; their metrics are named like nobody else's.
        if (source.JsonKeys.ContainsKey("results") && !OthersKeys.Any(source.JsonKeys.ContainsKey)
            && (ResultKeys.Any(source.JsonKeys.ContainsKey) || source.Head.Span.IndexOf("_stderr,"u8) >= 0 || source.Head.Span.IndexOf("_stderr\":"u8) >= 0))
        {
            return Kind.Results;
        }

        return source.YamlKeys.Contains("task") && TaskKeys.Any(source.YamlKeys.Contains) ? Kind.Task : Kind.Other;
    }

    // A damaged file is known by its name, so that the damage can be told.
    private static Kind Named(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".json" => Kind.Results,
        ".jsonl" => Kind.Samples,
        ".yaml" or ".yml" => Kind.Task,
        _ => Kind.Other,
    };

    private enum Kind
    {
        Results,
        Samples,
        Task,
        Other,
    }
}
