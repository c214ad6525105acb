namespace Eval.Core.Imports.Inspect;

/// <summary>A log of inspect in one of its two forms.</summary>
internal interface IInspectLog
{
    /// <summary>The file.</summary>
    string File { get; }

    /// <summary>What it says about the whole evaluation.</summary>
    InspectHeader Header { get; }

    /// <summary>Its samples by epoch and ordinal, each with its ordinal: the same for the same id in every epoch.</summary>
    IAsyncEnumerable<(InspectSample Sample, int Ordinal)> ReadAsync(CancellationToken cancellationToken);
}
