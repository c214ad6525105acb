using Eval.Core.Running;

namespace Eval.Storage.Schema;

/// <summary>One execution of a plan.</summary>
internal sealed class RunRow
{
    public long Id { get; set; }

    public required string PlanHash { get; set; }

    public string? Name { get; set; }

    public required string Trigger { get; set; }

    public required RunStatus Status { get; set; }

    /// <summary>Why it stands as it does.</summary>
    public string? StatusNote { get; set; }

    /// <summary>What the user wrote about it.</summary>
    public string? Comment { get; set; }

    public int Seed { get; set; }

    public double Confidence { get; set; }

    public required string WorkspaceFile { get; set; }

    public long? EstimatedMicroUsd { get; set; }

    /// <summary>Version of the program that created it.</summary>
    public required string Program { get; set; }

    /// <summary>Name of the machine that created it: another machine is another measurement.</summary>
    public required string Machine { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a process last took it up.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The process that last took it up; it is alive only while it holds the run's lock.</summary>
    public int? OwnerProcess { get; set; }

    public string? OwnerMachine { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Where it was imported from; null for a run of this program.</summary>
    public RunImportRow? Import { get; set; }

    public List<RunTagRow> Tags { get; } = [];

    public List<CellRow> Cells { get; } = [];
}

/// <summary>A label of a run.</summary>
internal sealed class RunTagRow
{
    public long RunId { get; set; }

    public required string Key { get; set; }

    public required string Value { get; set; }
}
