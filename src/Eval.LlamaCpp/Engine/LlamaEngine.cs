using Eval.Core.Models;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Likelihoods of a local model, in this process. Calls are answered one after the other; within a call its jobs are spread over the
/// engine's contexts. The same call gives the same numbers to the last bit, whatever came before it.
/// </summary>
internal sealed partial class LlamaEngine : ILikelihoodModel, IDisposable
{
    private readonly LoadedModel _model;
    private readonly EngineLane[] _lanes;
    private readonly EngineThread[] _threads;
    private readonly SemaphoreSlim _turn = new(1);

    private LlamaEngine(LoadedModel model)
    {
        _model = model;
        _lanes = new EngineLane[model.Settings.Contexts];
        try
        {
            for (var i = 0; i < _lanes.Length; i++)
            {
                _lanes[i] = new EngineLane(model);
            }
        }
        catch
        {
            foreach (var lane in _lanes)
            {
                lane?.Dispose();
            }

            throw;
        }

        _threads = [.. Enumerable.Range(0, _lanes.Length).Select(i => new EngineThread($"llama-{i}"))];
    }

    /// <summary>The model, its vocabulary and settings.</summary>
    public LoadedModel Model => _model;

    /// <summary>
    /// Checks and loads a model and makes its contexts. Throws <see cref="ModelUnavailableException"/> with what is wrong and what to do.
    /// </summary>
    /// <param name="library">The loaded libraries.</param>
    /// <param name="spec">The model.</param>
    /// <param name="exact">The reference setting.</param>
    public static LlamaEngine Open(LlamaLibrary library, LocalModelSpec spec, bool exact)
    {
        var file = LoadedModel.Check(spec.File);
        return Open(LoadedModel.Load(file, EngineSettings.Choose(file, spec, exact, library.Devices, ProcessorCores.Count(), library.Cuda.Problem)));
    }

    /// <summary>Makes the contexts of a loaded model, and owns it from here on.</summary>
    public static LlamaEngine Open(LoadedModel model)
    {
        try
        {
            return new LlamaEngine(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var encoder = new PairEncoder(_model.Vocabulary, _model.Settings.ContextLength);
        var pairs = new EncodedPair[requests.Count];
        await Parallel.ForAsync(0, pairs.Length, cancellationToken, (i, _) =>
        {
            pairs[i] = encoder.Encode(requests[i], i);
            return ValueTask.CompletedTask;
        });

        var reader = new LogProbabilityReader([.. pairs.Select(p => p.Sequence?.ScoredLength ?? 0)]);
        var failures = await EvaluateAsync(EvaluationJob.Cut(pairs, _model.Settings), pairs.Length, reader, cancellationToken);
        return [.. pairs.Select((pair, i) => Score(pair, reader, i, pair.Failure ?? failures[i]))];
    }

    public async Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var counts = new int[texts.Count];
        await Parallel.ForAsync(0, counts.Length, cancellationToken, (i, _) =>
        {
            counts[i] = _model.Vocabulary.WhyNot(texts[i]) is null ? _model.Vocabulary.Encode(texts[i]).Length : -1;
            return ValueTask.CompletedTask;
        });
        return counts;
    }

    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }

        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }

        _model.Dispose();
        _turn.Dispose();
    }

    private static ContinuationScore Score(EncodedPair pair, LogProbabilityReader reader, int index, RequestFailure? failure)
    {
        if (failure is not null)
        {
            return ContinuationScore.Failed(failure);
        }

        var sum = 0.0;
        foreach (var logProbability in reader.LogProbabilities(index))
        {
            sum += logProbability;
        }

        return double.IsFinite(sum)
            ? new ContinuationScore(sum, pair.Sequence!.ScoredLength, reader.AllMostProbable(index), pair.Sequence.ContextLength)
            : ContinuationScore.Failed(NotFinite);
    }

    private static RequestFailure NotFinite { get; } =
        new(RequestFailureKind.EngineFailed, "the model gave numbers that are not finite; its file may be damaged or its precision too low");

    /// <summary>Spreads jobs over the lanes, and gives the failure of each request, or null.</summary>
    private async Task<RequestFailure?[]> EvaluateAsync(
        IReadOnlyList<EvaluationJob> jobs, int requestCount, RowReader reader, CancellationToken cancellationToken)
    {
        var failures = new RequestFailure?[requestCount];
        var next = -1;
        await Task.WhenAll(_threads.Take(jobs.Count).Select((thread, lane) => thread.RunAsync(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < jobs.Count; i = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    _lanes[lane].Evaluate(jobs[i], reader, cancellationToken);
                }
                catch (EvaluationException e)
                {
                    var failure = new RequestFailure(RequestFailureKind.EngineFailed, e.Message);
                    foreach (var sequence in jobs[i].Tree.Sequences)
                    {
                        failures[sequence.Request] = failure;
                    }
                }
            }
        })));
        return failures;
    }

    private async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
