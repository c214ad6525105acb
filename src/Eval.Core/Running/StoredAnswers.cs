using System.Runtime.CompilerServices;
using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>Puts the stored results of an earlier run beside the samples that they belong to. Memory does not grow with their number.</summary>
/// <param name="store">Where they are.</param>
/// <param name="cellId">The cell that they belong to.</param>
internal sealed class StoredAnswers(ISampleSource store, long cellId) : IAsyncDisposable
{
    private IAsyncEnumerator<SampleResult>? _stored;
    private bool _isAtOne;

    /// <summary>The samples of one repetition with their results; repetitions must be read in their order.</summary>
    public async IAsyncEnumerable<Sample> JoinAsync(IAsyncEnumerable<Sample> samples, int epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stored ??= store.ReadSamplesAsync(cellId, texts: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var sample in samples.WithCancellation(cancellationToken))
        {
            while ((_isAtOne || (_isAtOne = await _stored.MoveNextAsync())) && Comes(_stored.Current, epoch, sample.Ordinal))
            {
                _isAtOne = false;
            }

            yield return _isAtOne && _stored.Current.Epoch == epoch && _stored.Current.Ordinal == sample.Ordinal && _stored.Current.SampleId == sample.Id
                ? sample with { Answered = _stored.Current }
                : sample;
        }
    }

    public ValueTask DisposeAsync() => _stored?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool Comes(SampleResult stored, int epoch, int ordinal) => stored.Epoch < epoch || (stored.Epoch == epoch && stored.Ordinal < ordinal);
}
