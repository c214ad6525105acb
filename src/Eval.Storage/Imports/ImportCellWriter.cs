using System.Globalization;
using Eval.Core.Imports;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Imports;

/// <summary>Stores the samples of one imported cell and computes what follows from them, in one pass.</summary>
internal sealed class ImportCellWriter(EvalDatabase database, ImportedRun run, ImportedCell cell, long cellId)
{
    private const int Batch = 1_000;

    private readonly StoredOrdinals _places = new();
    private readonly HashSet<(int Epoch, ulong Id)> _ids = [];
    private readonly HashSet<string> _measures = new(StringComparer.Ordinal);
    private int _last = -1;

    /// <summary>Samples stored.</summary>
    public long Count { get; private set; }

    public async Task WriteAsync(Action<long> stored, CancellationToken cancellationToken)
    {
        var computed = cell.KeepsEstimates ? [] : cell.Metrics.Where(id => BuiltInMetrics.Find(id) is not null).ToList();
        var estimates = new CellEstimates(computed, cell.Slices, cell.IsClustered, cell.Planned ?? 0, cell.Epochs, run.Confidence, run.Seed);
        var questions = new List<(int Ordinal, ulong Hash)>();
        var batch = new List<CellResult>(Batch);
        await foreach (var sample in cell.ReadSamples(cancellationToken))
        {
            Check(sample);
            if (sample.Epoch == 0)
            {
                questions.Add((sample.Ordinal, SeededRandom.StableHash(0, $"{sample.SampleId}\n{QuestionHash.Of(sample)}")));
            }

            _measures.UnionWith(sample.Measures.Keys);
            estimates.Add(sample);
            batch.Add(new CellResult(cellId, sample));
            if (batch.Count == Batch)
            {
                await AppendAsync(batch, cancellationToken);
                stored(Count);
            }
        }

        await AppendAsync(batch, cancellationToken);
        await database.Runs.AppendAsync([], [new CellCalls(cellId, cell.Calls)], cancellationToken);
        await UpdateAsync(cell.DataHash ?? HashOf(questions), cancellationToken);
        await database.Runs.SaveEstimatesAsync(cellId, cell.KeepsEstimates ? cell.Reported : Together(estimates.Finish()), cancellationToken);
        stored(Count);
    }

    // By place, because tools that ask many at once write answers in the order in which they came.
    private static string HashOf(List<(int Ordinal, ulong Hash)> questions)
    {
        questions.Sort();
        using var data = new ContentHash();
        foreach (var (_, hash) in questions)
        {
            data.Add(hash.ToString("x16", CultureInfo.InvariantCulture));
        }

        return data.Finish();
    }

    private async Task AppendAsync(List<CellResult> batch, CancellationToken cancellationToken)
    {
        await database.Runs.AppendAsync(batch, cancellationToken);
        Count += batch.Count;
        batch.Clear();
    }

    // Pairs are made by id, and estimates count every sample once: a second one of a name would spoil both without a word.
    private void Check(SampleResult sample)
    {
        var before = _places.Count;
        _places.Add(sample.Epoch, sample.Ordinal);
        if (_places.Count == before || !_ids.Add((sample.Epoch, SeededRandom.StableHash(0, sample.SampleId))))
        {
            throw new EvalConfigurationException(
                null,
                $"{run.Origin.File}: two samples of {cell.Candidate} on {cell.Suite} are called \"{sample.SampleId}\" (place {sample.Ordinal.ToString(CultureInfo.InvariantCulture)})");
        }

        _last = Math.Max(_last, sample.Ordinal);
    }

    private Task UpdateAsync(string dataHash, CancellationToken cancellationToken)
    {
        var planned = cell.Planned ?? _last + 1;
        return database.WriteAsync(
            context => context.Cells.Where(c => c.Id == cellId).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.DataHash, dataHash).SetProperty(c => c.Planned, planned), CancellationToken.None),
            cancellationToken);
    }

    // What was computed from the samples stands; what the tool made of them is told beside it. What cannot be computed stands as reported.
    private List<Estimate> Together(IReadOnlyList<Estimate> computed)
    {
        var reported = cell.Reported.DistinctBy(e => (e.MetricId, e.Slice)).ToDictionary(e => (e.MetricId, e.Slice));
        var all = new List<Estimate>();
        foreach (var own in computed)
        {
            var isScored = BuiltInMetrics.Find(own.MetricId)!.Measures.All(_measures.Contains);
            if (reported.Remove((own.MetricId, own.Slice), out var theirs))
            {
                var words = ReportedEstimate.Words(theirs, run.Origin.Tool);
                all.Add(!isScored ? theirs : own with { Note = own.Note is null ? words : $"{own.Note}; {words}" });
            }
            else if (isScored || own.Slice is null)
            {
                all.Add(own);
            }
        }

        all.AddRange(cell.Reported.Where(e => reported.ContainsKey((e.MetricId, e.Slice))));
        return all;
    }
}
