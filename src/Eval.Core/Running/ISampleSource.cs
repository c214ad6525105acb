namespace Eval.Core.Running;

/// <summary>Where stored samples are read from: a database, or a run's archive.</summary>
public interface ISampleSource
{
    /// <summary>Streams a cell's samples in order of epoch and ordinal.</summary>
    /// <param name="cellId">The cell.</param>
    /// <param name="texts">Whether to read prompt, answer, target and detail too; they are null otherwise. Most metrics need none of them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, CancellationToken cancellationToken);
}
