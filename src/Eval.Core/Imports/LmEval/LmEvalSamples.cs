using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Datasets;
using Eval.Core.Imports.Foreign;
using Eval.Core.Imports.Json;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.LmEval;

/// <summary>
/// A samples file. It has a line for each document and filter, all documents of one filter first; the scores under all filters make one sample. Scores
/// are held in memory, texts are not.
/// </summary>
internal sealed class LmEvalSamples
{
    // Pairs of a document's log-likelihood and its words or bytes, of which the tool makes ratios of sums.
    private static readonly (string Metric, string Weight)[] Weights =
    [
        ("word_perplexity", MeasureNames.Words), ("byte_perplexity", MeasureNames.Bytes), ("bits_per_byte", MeasureNames.Bytes),
    ];

    private readonly Dictionary<string, Dictionary<string, double>> _measures;
    private readonly Dictionary<string, int> _ordinals;
    private readonly string _filter;

    private LmEvalSamples(string file, string filter, Dictionary<string, Dictionary<string, double>> measures, IReadOnlyList<string> metrics)
    {
        (File, _filter, _measures, Metrics) = (file, filter, measures, metrics);
        _ordinals = measures.Keys.OrderBy(id => long.TryParse(id, out var number) ? number : long.MaxValue).ThenBy(id => id, StringComparer.Ordinal)
            .Index().ToDictionary(i => i.Item, i => i.Index, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Ids of the metrics that its samples have scores for, in the file's order.</summary>
    public IReadOnlyList<string> Metrics { get; private set; }

    /// <summary>Documents in it.</summary>
    public int Count => _ordinals.Count;

    /// <summary>Goes through a file once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="idOf">The id of a metric under a filter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">A line is damaged.</exception>
    public static async Task<LmEvalSamples> OpenAsync(string file, Func<string, string, string> idOf, CancellationToken cancellationToken)
    {
        var measures = new Dictionary<string, Dictionary<string, double>>(StringComparer.Ordinal);
        var metrics = new List<string>();
        string? first = null;
        await foreach (var sample in LinesAsync(file, cancellationToken))
        {
            first ??= sample.Filter;
            if (!measures.TryGetValue(sample.Id, out var scores))
            {
                measures[sample.Id] = scores = new Dictionary<string, double>(StringComparer.Ordinal);
            }

            AddSums(scores, sample);
            foreach (var (metric, value) in sample.Scores())
            {
                var id = idOf(metric, sample.Filter);
                scores.TryAdd(id, value);
                if (!metrics.Contains(id, StringComparer.Ordinal))
                {
                    metrics.Add(id);
                }
            }
        }

        return new LmEvalSamples(file, first ?? "none", measures, metrics);
    }

    /// <summary>
    /// Leaves out the scores whose mean is not what the tool reports under their name: it has aggregated them otherwise (lambada's <c>perplexity</c> of
    /// log-likelihoods, scores of groups of questions …), so their mean would be another estimator under the same id.
    /// </summary>
    /// <param name="reported">Value by id.</param>
    /// <returns>The ids left out.</returns>
    public IReadOnlyList<string> KeepMeans(IReadOnlyDictionary<string, double> reported)
    {
        var others = Metrics.Where(id => reported.TryGetValue(id, out var value) && !IsMean(id, value)).ToList();
        foreach (var scores in _measures.Values)
        {
            others.ForEach(id => scores.Remove(id));
        }

        Metrics = [.. Metrics.Except(others, StringComparer.Ordinal)];
        return others;
    }

    /// <summary>Takes the scores into account in what the metrics are called, and calls them so; what the tool reports of the task was seen before.</summary>
    public void Fit(FittingIds ids)
    {
        foreach (var (id, score) in _measures.Values.SelectMany(s => s))
        {
            ids.See(id, score);
        }

        if (!ids.IsEmpty)
        {
            _measures.Values.ToList().ForEach(ids.Rename);
            Metrics = [.. Metrics.Select(ids.Of)];
        }
    }

    /// <summary>The samples by ordinal.</summary>
    public async IAsyncEnumerable<SampleResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var sample in InOrder.ByAsync(FirstAsync(cancellationToken), s => s.Ordinal, Enumerable.Range(0, Count), cancellationToken))
        {
            yield return sample;
        }
    }

    /// <summary>The lines of a file under the first filter, each valid until the next is asked for: every document once.</summary>
    public static async IAsyncEnumerable<LmEvalSample> OfOneFilterAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? first = null;
        await foreach (var sample in LinesAsync(file, cancellationToken))
        {
            if (sample.Filter == (first ??= sample.Filter))
            {
                yield return sample;
            }
        }
    }

    /// <summary>The lines of a file, each valid until the next is asked for.</summary>
    public static async IAsyncEnumerable<LmEvalSample> LinesAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new NamedNumberStream(System.IO.File.OpenRead(file));
        await foreach (var (line, number) in Utf8Lines.ReadAsync(stream, cancellationToken))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            using var document = Parse(line, file, number);
            yield return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.Member("doc_id") is not null
                ? new LmEvalSample(document.RootElement)
                : throw new EvalConfigurationException(new SourcePosition(file, number, 0), "the line is no sample of lm-evaluation-harness: it has no \"doc_id\"");
        }
    }

    private bool IsMean(string id, double value)
    {
        var (sum, count) = (0.0, 0);
        foreach (var scores in _measures.Values)
        {
            if (scores.TryGetValue(id, out var score))
            {
                (sum, count) = (sum + score, count + 1);
            }
        }

        return count > 0 && Math.Abs((sum / count) - value) <= 1e-6 * Math.Max(1, Math.Abs(value));
    }

    private static void AddSums(Dictionary<string, double> scores, LmEvalSample sample)
    {
        foreach (var (metric, weight) in Weights)
        {
            if (sample.Pair(metric) is { } pair)
            {
                scores.TryAdd(MeasureNames.RollingLogLikelihood, pair.LogLikelihood);
                scores.TryAdd(weight, pair.Weight);
            }
        }
    }

    private async IAsyncEnumerable<SampleResult> FirstAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var sample in LinesAsync(File, cancellationToken))
        {
            if (sample.Filter == _filter)
            {
                yield return sample.ToResult(_ordinals[sample.Id], _measures[sample.Id]);
            }
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, string file, int number)
    {
        try
        {
            return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = JsonPull.MostDepth });
        }
        catch (JsonException e)
        {
            throw new EvalConfigurationException(
                new SourcePosition(file, number, (int)(e.BytePositionInLine ?? -1) + 1), "is not valid JSON: " + e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.'));
        }
    }
}
