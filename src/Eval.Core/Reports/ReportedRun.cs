using Eval.Core.Running;

namespace Eval.Core.Reports;

/// <summary>A stored run as it is reported.</summary>
/// <param name="Run">The run; its cells may be fewer than it had.</param>
/// <param name="Samples">Where its samples are read from, one at a time.</param>
/// <param name="At">When the report is written.</param>
public sealed record ReportedRun(StoredRun Run, ISampleSource Samples, DateTimeOffset At)
{
    /// <summary>Whether prompts, answers, targets, details and reasons go in. Default true.</summary>
    public bool Texts { get; init; } = true;

    /// <summary>Whether metrics are also shown slice by slice. Default false.</summary>
    public bool Slices { get; init; }

    /// <summary>Where the run is stored, as the JSON document names it; empty where that does not matter to the reader.</summary>
    public string Database { get; init; } = "";

    /// <summary>The samples of a cell, without texts where the report has none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="texts">Whether the caller needs texts at all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async IAsyncEnumerable<SampleResult> ReadAsync(
        StoredCell cell, bool texts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var sample in Samples.ReadSamplesAsync(cell.Id, texts && Texts, cancellationToken))
        {
            // A reason may quote an answer.
            yield return Texts ? sample : sample with { Reason = null };
        }
    }
}
