using Eval.Core.Running;

namespace Eval.Core.Comparisons;

/// <summary>One side of a comparison: a stored cell and where it comes from.</summary>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Samples">Where its samples are read from.</param>
/// <param name="File">The archive that it was read from, or null for the database.</param>
public sealed record ComparedCell(StoredRun Run, StoredCell Cell, ISampleSource Samples, string? File = null)
{
    /// <summary>True where it stands for several cells, each with the next samples of one choice: its data hash is then of none of them. Default: false.</summary>
    public bool WasAskedInSteps { get; init; }
}
