namespace Eval.Core.Running;

/// <summary>How a plan is executed; nothing here changes a stored number.</summary>
public sealed record RunOptions
{
    /// <summary>Resume this run, or null for the newest unfinished run of the same plan.</summary>
    public long? ResumeId { get; init; }

    /// <summary>
    /// Go on with the newest run of the same plan, also with a finished one (whose errors are asked again); it is a mistake where there is none.
    /// </summary>
    public bool ResumeFinished { get; init; }

    /// <summary>Start anew even where an unfinished run of the same plan exists.</summary>
    public bool Fresh { get; init; }

    /// <summary>Read no cached answers (they are still written).</summary>
    public bool NoCache { get; init; }

    /// <summary>Ask the samples of a resumed run again that ended in an error.</summary>
    public bool RetryErrors { get; init; }

    /// <summary>Units of work in flight per hosted candidate, or null for the candidate's own setting. Local models take one.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>
    /// Hard limit of money in US dollars, what an earlier part of the run spent included, or null for none. Calls without a known price
    /// count nothing.
    /// </summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>True where suites may use programs as scorers. Default: they may not.</summary>
    public bool AllowCommands { get; init; }

    /// <summary>Share of planned samples of each cell that must be scored for a run to count as sound. Default 0.98.</summary>
    public double MinCoverage { get; init; } = 0.98;
}
