using Eval.Core.Running;

namespace Eval.Storage.Queries;

/// <summary>Which cells are wanted. Conditions that are left out hold for every cell; all given ones must hold.</summary>
public sealed record CellFilter
{
    /// <summary>The candidate's name.</summary>
    public string? CandidateId { get; init; }

    /// <summary>What was measured; see <see cref="Core.Models.ModelIdentity.Canonical"/>.</summary>
    public string? CandidateIdentity { get; init; }

    /// <summary>The suite's name.</summary>
    public string? SuiteName { get; init; }

    /// <summary>Hash of the suite's definition.</summary>
    public string? DefinitionHash { get; init; }

    /// <summary>Hash of the planned samples.</summary>
    public string? DataHash { get; init; }

    /// <summary>How the cell's run stands.</summary>
    public RunStatus? RunStatus { get; init; }
}

/// <summary>A stored cell, for choosing among many.</summary>
/// <param name="RunId">The run's number.</param>
/// <param name="CellId">The cell's id.</param>
/// <param name="CandidateId">The candidate's name.</param>
/// <param name="CandidateIdentity">What was measured.</param>
/// <param name="SuiteName">The suite's name.</param>
/// <param name="DefinitionHash">Hash of the suite's definition.</param>
/// <param name="DataHash">Hash of the planned samples.</param>
/// <param name="Planned">Samples of one epoch.</param>
/// <param name="Epochs">Repetitions.</param>
/// <param name="Limit">The limit that was applied, or null.</param>
public sealed record CellReference(
    long RunId, long CellId, string CandidateId, string CandidateIdentity, string SuiteName, string DefinitionHash, string DataHash, int Planned,
    int Epochs, int? Limit);
