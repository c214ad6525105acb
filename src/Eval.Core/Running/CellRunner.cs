using System.Threading.Channels;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>
/// Runs one candidate on one suite: streams samples, cuts them into units, skips units that are stored, and hands the others to the model.
/// Memory does not grow with the number of samples.
/// </summary>
internal sealed class CellRunner(
    RunCell cell, long cellId, SuiteData data, IRunStore store, ResultWriter writer, OpenModels judges, int judgeCalls, CellProgress progress)
{
    // Units that are read and rendered ahead of the model.
    private const int UnitsAhead = 4;

    private readonly ISuiteKind _kind = SuiteKinds.Find(cell.Suite.Kind)!;

    /// <summary>Samples of one epoch: as planned, or as counted once the suite was cut for this model.</summary>
    public int Planned { get; private set; } = cell.Samples;

    /// <summary>
    /// Does what is not stored yet. Throws <see cref="ModelUnavailableException"/> where the model is given up, and
    /// <see cref="JudgeUnavailableException"/> where a judge is; everything finished until then is on its way to the store.
    /// </summary>
    public async Task RunAsync(
        OpenSession model, SampleContext context, int seed, IAnswerCache? cache, RunOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var stored = await store.LoadStoredAsync(cellId, cancellationToken);
        progress.Resumed(stored.Count);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = Channel.CreateBounded<WorkUnit>(new BoundedChannelOptions(UnitsAhead) { FullMode = BoundedChannelFullMode.Wait });
        var producer = ProduceAsync(queue.Writer, model, context, seed, stored, stop.Token);
        var workers = Enumerable.Range(0, Workers(options))
            .Select(_ => ConsumeAsync(queue.Reader, model, context, cache, options, time, stop))
            .ToList();
        try
        {
            await Task.WhenAll([producer, .. workers]);
        }
        catch (Exception)
        {
            // The first real failure is what the user must see, not the cancellations that it caused in the others.
            var real = workers.Append(producer).Where(t => t.IsFaulted).SelectMany(t => t.Exception!.InnerExceptions)
                .FirstOrDefault(e => e is not OperationCanceledException and not ChannelClosedException);
            if (real is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(real);
            }

            throw;
        }
    }

    // Two loads at once would be a third.
    // The endpoint's limiter decides how many calls are under way. Some workers more than that keep it busy while others store and score what they
    // have got.
    // Judges are asked by the same workers, after the answer: they need as many more.
    private int Workers(RunOptions options)
    {
        if (_kind.MeasuresTime || (cell.Candidate.Hosted is null && cell.AnswersFrom is null))
        {
            return 1;
        }

        var own = cell.AnswersFrom is null ? options.MaxConcurrency ?? cell.Candidate.Hosted!.Concurrency : 0;
        var calls = own + (judgeCalls == 0 ? 0 : options.MaxConcurrency ?? judgeCalls);
        return calls > 1 ? calls + 1 + (calls / 4) : 1;
    }

    private async Task ProduceAsync(
        ChannelWriter<WorkUnit> queue, IModelSession model, SampleContext context, int seed, StoredOrdinals stored, CancellationToken cancellationToken)
    {
        try
        {
            await using var answers = cell.AnswersFrom is { } from ? new StoredAnswers(store, from) : null;
            for (var epoch = 0; epoch < cell.Epochs; epoch++)
            {
                var planned = 0;
                var samples = data.ReadAsync(cell.Suite, cell.Range, seed, cancellationToken);
                samples = answers?.JoinAsync(samples, epoch, cancellationToken) ?? samples;
                await foreach (var cut in _kind.CutAsync(cell.Suite, samples, context, model, cancellationToken))
                {
                    planned += cut.Samples.Count;
                    var current = epoch;
                    if (!cut.Samples.All(s => stored.Contains(current, s.Ordinal)))
                    {
                        await queue.WriteAsync(cut with { Epoch = epoch }, cancellationToken);
                    }
                }

                if (epoch == 0)
                {
                    // Long texts come in parts, and only the model's tokenizer knows how many.
                    Planned = planned;
                    progress.Planned((long)planned * cell.Epochs);
                    await store.UpdateCellAsync(cellId, planned, cell.SkipReason, cancellationToken);
                }
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            queue.TryComplete(e);
            throw;
        }
    }

    private async Task ConsumeAsync(
        ChannelReader<WorkUnit> queue, OpenSession model, SampleContext context, IAnswerCache? cache, RunOptions options, TimeProvider time, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var unit in queue.ReadAllAsync(stop.Token))
            {
                var readCache = !options.NoCache && !_kind.MeasuresTime;

                // What is asked again because a judge failed must not be served the reply that failed.
                var session = new MeteredSession(model, cell.Key, unit.Epoch, cache, readCache, time);
                await RunAsync(unit, context, session, new UnitJudges(judges, cell.Key, unit.Epoch, cache, readCache && !options.RetryErrors, time), stop.Token);
            }
        }
        catch (Exception)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    // What a model has answered is handed over even where the run is being stopped, and what was paid for is entered even where the unit failed.
    private async Task RunAsync(WorkUnit unit, SampleContext context, MeteredSession session, UnitJudges judges, CancellationToken cancellationToken)
    {
        IReadOnlyList<SampleResult> results = [];
        try
        {
            var judged = context with { OpenJudge = judges.OpenAsync, AnswersAreStored = cell.AnswersFrom is not null };
            var done = session.Book(await _kind.RunAsync(cell.Suite, unit, judged, session, cancellationToken));
            CheckComplete(unit, done);

            // A sample that failed for want of money was not asked, or not judged; it has no outcome yet.
            results = (session.Books.Refusal ?? judges.Refusal) is null ? done
                : [.. done.Where(r => unit.Samples.Count > 1 && !r.Outcome.IsError() && (judges.Refusal is null || !CarriesCanaries(r)))];
        }
        catch (ModelCallException e) when (e.Failure == CallFailure.OverBudget)
        {
            throw new BudgetReachedException(e.Message);
        }
        finally
        {
            var totals = session.Books.Totals + judges.Totals;
            if (results.Count > 0 || !totals.IsEmpty)
            {
                await writer.AddAsync(cellId, results, totals, () => progress.Committed(results), CancellationToken.None);
            }
        }

        if ((session.Books.Refusal ?? judges.Refusal) is { } refusal)
        {
            throw new BudgetReachedException(refusal);
        }
    }

    // What the judge is tested with stands in the first sample's row: refused, it would be missing there for good.
    private static bool CarriesCanaries(SampleResult result) => result is { Ordinal: 0, Epoch: 0 };

    // A kind that loses or doubles a sample would corrupt coverage silently; this is cheap insurance.
    private void CheckComplete(WorkUnit unit, IReadOnlyList<SampleResult> results)
    {
        if (results.Count != unit.Samples.Count || results.Where((r, i) => r.Ordinal != unit.Samples[i].Ordinal || r.Epoch != unit.Epoch).Any())
        {
            throw new InvalidOperationException($"{cell.Suite.Kind}: unit {unit.Index} returned {results.Count} results for {unit.Samples.Count} samples");
        }
    }
}
