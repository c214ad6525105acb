using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Datasets;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.OpenAiEvals;

/// <summary>
/// The log of a run: JSON lines with the run's spec, the final report (anywhere among them), and events by sample. A sample's score is its <c>match</c>
/// event, or the numbers of its <c>metrics</c> event; what it was asked and answered stands in the last <c>sampling</c> event.
/// </summary>
internal sealed class OpenAiEvalsLog(ImportSource source)
{
    private const int MostSamples = 1_000_000;

    private readonly FittingIds _ids = new();
    private readonly Dictionary<string, OpenAiEvalsSample> _samples = new(StringComparer.Ordinal);
    private JsonElement? _spec;
    private JsonElement? _report;

    public async Task<ImportedContent> ReadAsync(CancellationToken cancellationToken)
    {
        await using (var stream = File.OpenRead(source.Path))
        {
            await foreach (var (line, number) in Utf8Lines.ReadAsync(stream, cancellationToken))
            {
                if (line.Span.Trim(" \t"u8).Length > 0)
                {
                    Add(Parse(line, number), number);
                }
            }
        }

        if (_spec is not { } spec)
        {
            throw new EvalConfigurationException(new SourcePosition(source.Path, 1, 0), "no line has the run's \"spec\": the log is cut off at its start");
        }

        var origin = new ImportOrigin(
            ImportTools.OpenAiEvals, null, source.Name, await ImportSource.HashAsync(source.Path, cancellationToken), ForeignText.Of(spec.Member("run_id")));
        var begun = ForeignText.Time(ForeignText.Of(spec.Member("created_at")));
        return new ImportedContent
        {
            Runs =
            [
                new ImportedRun
                {
                    Origin = origin,
                    CreatedAt = begun,
                    FinishedAt = _samples.Values.Max(s => s.At) is { } end && !(end < begun) ? end : begun,
                    Seed = spec.Member("run_config").Member("seed").Count(),

                    // Without the report the run did not come to its end.
                    Status = _report is null ? RunStatus.Interrupted : RunStatus.Finished,
                    StatusNote = _report is null ? "the log has no final report" : null,
                    Cells = [CellOf(spec, origin)],
                },
            ],
        };
    }

    private ImportedCell CellOf(JsonElement spec, ImportOrigin origin)
    {
        var eval = spec.Member("run_config").Member("eval_spec");
        var model = spec.Member("completion_fns") is { ValueKind: JsonValueKind.Array } list ? string.Join(" + ", list.EnumerateArray().Select(m => ForeignSecrets.Setting("", m))) : "unknown";
        var name = ForeignSecrets.Text(ForeignText.Of(spec.Member("eval_name")) ?? "openai-evals");
        var limit = spec.Member("run_config").Member("max_samples").Count();
        Fit();
        var metrics = _samples.Values.SelectMany(s => s.Scores.Keys).Concat(Reported().Select(e => e.MetricId)).Distinct(StringComparer.Ordinal).ToList();
        return new ImportedCell
        {
            Candidate = model,
            Model = ImportedCell.ForeignModel(origin, model, []),
            Suite = name,
            DefinitionText = JsonSerializer.Serialize(Definition(eval)),
            Limit = limit > 0 ? limit : null,
            Metrics = metrics,
            Reported = [.. Reported()],
            ReadSamples = SamplesAsync,
        };
    }

    private static SortedDictionary<string, object?> Definition(JsonElement? eval)
    {
        var definition = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["class"] = ForeignSecrets.Setting("class", eval.Member("cls")),
            ["args"] = eval.Member("args") is { } args ? ForeignText.Canonical(JsonSerializer.SerializeToElement(ForeignSecrets.Clean(args))) : null,
        };

        // evals.elsuite.modelgraded.classify:ModelBasedClassify
        if (ForeignText.Of(eval.Member("cls")) is { } type
            && (type.Contains("modelgraded", StringComparison.OrdinalIgnoreCase) || type.Contains("ModelBased", StringComparison.Ordinal)))
        {
            definition["judged"] = true;
        }

        return definition;
    }

    // boostrap_std is spelt so in the tool: the standard deviation of the mean over resampled answers, a standard error by another name.
    private IEnumerable<Estimate> Reported()
    {
        if (_report is not { ValueKind: JsonValueKind.Object } report)
        {
            yield break;
        }

        var error = (report.Member("boostrap_std") ?? report.Member("bootstrap_std")).Number();
        foreach (var item in report.EnumerateObject())
        {
            if (((JsonElement?)item.Value).Number() is { } value && item.Name is not ("boostrap_std" or "bootstrap_std"))
            {
                yield return ReportedEstimate.Of(_ids.Of(Id(item.Name)), value, item.Name == "accuracy" ? error : null, _samples.Count);
            }
        }
    }

    private void Fit()
    {
        Reported().ToList().ForEach(e => _ids.See(e.MetricId, e.Value));
        foreach (var (id, score) in _samples.Values.SelectMany(s => s.Scores))
        {
            _ids.See(id, score);
        }

        _samples.Values.ToList().ForEach(s => _ids.Rename(s.Scores));
    }

    private static string Id(string name) => ImportedMetric.IdOf(ImportTools.OpenAiEvals, name);

    private JsonElement Parse(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = JsonFile.MostDepth });
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new EvalConfigurationException(
                new SourcePosition(source.Path, number, 1 + (int)(e.BytePositionInLine ?? -1)), "is not valid JSON: " + e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.'));
        }
    }

    private void Add(JsonElement line, int number)
    {
        _spec ??= line.Member("spec");
        _report = line.Member("final_report") ?? _report;
        if (ForeignText.Of(line.Member("sample_id")) is not { } id || ForeignText.Of(line.Member("type")) is not { } type)
        {
            return;
        }

        if (!_samples.TryGetValue(id, out var sample))
        {
            if (_samples.Count == MostSamples)
            {
                throw new EvalConfigurationException(new SourcePosition(source.Path, number, 0), $"more than {MostSamples} samples");
            }

            _samples[id] = sample = new OpenAiEvalsSample(id);
        }

        sample.Add(type, line.Member("data"), ForeignText.Time(ForeignText.Of(line.Member("created_at"))), Id);
    }

    private async IAsyncEnumerable<SampleResult> SamplesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Events come in the order in which threads finished; ids end in the sample's number.
        var ordinal = 0;
        foreach (var sample in _samples.Values.OrderBy(s => s.Number).ThenBy(s => s.Id, StringComparer.Ordinal))
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            yield return sample.Finish(ordinal++);
        }
    }
}
