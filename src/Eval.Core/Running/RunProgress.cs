namespace Eval.Core.Running;

/// <summary>Where one cell of a run stands; sent after each committed batch.</summary>
/// <param name="CandidateId">The candidate.</param>
/// <param name="SuiteName">The suite.</param>
/// <param name="State">What is going on.</param>
/// <param name="Done">Samples with an outcome, stored earlier ones included.</param>
/// <param name="Planned">Samples planned (× epochs).</param>
/// <param name="Errors">Samples with an error outcome.</param>
/// <param name="Resumed">Samples that were stored by an earlier attempt.</param>
/// <param name="RunningValue">The first metric so far, or null.</param>
/// <param name="RunningLow">Lower end of its interval.</param>
/// <param name="RunningHigh">Upper end of its interval.</param>
/// <param name="CostMicroUsd">Money so far, or null.</param>
/// <param name="Message">A line for the log, or null.</param>
public sealed record RunProgress(
    string CandidateId,
    string SuiteName,
    CellState State,
    long Done,
    long Planned,
    long Errors,
    long Resumed,
    double? RunningValue = null,
    double? RunningLow = null,
    double? RunningHigh = null,
    long? CostMicroUsd = null,
    string? Message = null);

/// <summary>States of a cell.</summary>
public enum CellState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>The model is being opened.</summary>
    Opening,

    /// <summary>Samples are being done.</summary>
    Running,

    /// <summary>All done.</summary>
    Done,

    /// <summary>Left out for a reason.</summary>
    Skipped,

    /// <summary>Given up.</summary>
    Failed,
}
