using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Storage.Gates;

namespace Eval.Service.Gating;

/// <summary>One side of a gate: a candidate that can be run, or results that are there already.</summary>
internal sealed class GateParty
{
    /// <summary>Which side.</summary>
    public required GateSide Side { get; init; }

    /// <summary>As the user named it.</summary>
    public required string Reference { get; init; }

    /// <summary>The candidate, for sentences.</summary>
    public required string Name { get; init; }

    /// <summary>The candidate of the workspace, or null where it has none of that name.</summary>
    public Candidate? Candidate { get; init; }

    /// <summary>True where missing results can be run.</summary>
    public bool CanRun { get; init; }

    /// <summary>What would be run, suite by suite; empty where nothing can be run.</summary>
    public IReadOnlyDictionary<string, RunCell> Planned { get; set; } = new Dictionary<string, RunCell>();

    /// <summary>The seed of what would be run.</summary>
    public int Seed { get; set; }

    /// <summary>Why the candidate as a whole cannot be asked (an endpoint that is away), or null.</summary>
    public string? Problem { get; set; }

    /// <summary>Content hash of the archive that the results were read from, or null.</summary>
    public string? ArchiveHash { get; init; }

    /// <summary>Results by suite; where they were made in steps, one for each step.</summary>
    public Dictionary<string, List<ComparedCell>> Cells { get; } = new(StringComparer.Ordinal);

    /// <summary>What went wrong with a suite, by suite.</summary>
    public Dictionary<string, string> Problems { get; } = new(StringComparer.Ordinal);

    /// <summary>What was measured; a placeholder where nobody could be asked.</summary>
    public string Identity =>
        Planned.Values.Select(c => c.Model.Identity.Canonical).Concat(Cells.Values.SelectMany(c => c).Select(c => c.Cell.CandidateIdentity)).FirstOrDefault()
        ?? $"unknown|{Name}";

    /// <summary>Adds results: of a suite as a whole, or of its next step.</summary>
    public void Add(ComparedCell cell)
    {
        if (!Cells.TryGetValue(cell.Cell.SuiteName, out var cells))
        {
            Cells[cell.Cell.SuiteName] = cells = [];
        }

        cells.Add(cell);
    }

    /// <summary>The results of a suite as one, or null where there are none.</summary>
    public ComparedCell? Find(string suite) => Cells.TryGetValue(suite, out var cells) && cells.Count > 0 ? StepResults.Join(cells) : null;
}
