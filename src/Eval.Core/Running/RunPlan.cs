using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Running;

/// <summary>A checked, hashed, immutable plan: everything that will be asked, before anything is asked.</summary>
public sealed record RunPlan
{
    /// <summary>
    /// SHA-256 over everything that decides the stored numbers: suites, data, prompts, candidates' identities, seed, epochs, limits. Runs
    /// of the same hash can be resumed; lower-case hex.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>Candidates × suites, in the order they are run: by candidate, then by suite.</summary>
    public required IReadOnlyList<RunCell> Cells { get; init; }

    /// <summary>All candidates of the workspace by id: a suite may name one as its reference that is not run itself.</summary>
    public IReadOnlyDictionary<string, Candidate> Candidates { get; init; } = new Dictionary<string, Candidate>();

    /// <summary>The run's seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Confidence of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>The run's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the user wrote about the run, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The user's labels of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What started it.</summary>
    public required string Trigger { get; init; }

    /// <summary>Absolute path of the workspace file.</summary>
    public required string WorkspaceFile { get; init; }

    /// <summary>Money in micro-dollars at the most, as far as prices are known; null where none is.</summary>
    public long? EstimatedMicroUsd => Sum(c => c.Estimate.High);

    /// <summary>Money in micro-dollars at the least, as far as prices are known; null where none is.</summary>
    public long? EstimatedLowMicroUsd => Sum(c => c.Estimate.Low);

    private long? Sum(Func<RunCell, Money?> part)
    {
        var known = Cells.Select(part).OfType<Money>().ToList();
        return known.Count == 0 ? null : known.Aggregate((a, b) => a + b).MicroUsd;
    }
}

/// <summary>One candidate on one suite.</summary>
public sealed record RunCell
{
    /// <summary>The candidate.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>What it is, as described before opening.</summary>
    public required ModelDescription Model { get; init; }

    /// <summary>The suite.</summary>
    public required Suite Suite { get; init; }

    /// <summary>SHA-256 over the planned samples (ids and fields, in order), lower-case hex.</summary>
    public required string DataHash { get; init; }

    /// <summary>Samples planned, after the limit, before epochs.</summary>
    public required int Samples { get; init; }

    /// <summary>Repetitions.</summary>
    public required int Epochs { get; init; }

    /// <summary>The limit that was applied, or null.</summary>
    public int? Limit => Range.Limit;

    /// <summary>Which part of the suite's samples is taken. Default: all.</summary>
    public SampleRange Range { get; init; }

    /// <summary>Which samples were selected, in words; null for all (<see cref="SampleSelection"/>).</summary>
    public string? Filter => Suite.Selection?.ToString();

    /// <summary>The stored cell whose answers are scored again, so that the candidate is not asked; null (the default) where it is.</summary>
    public long? AnswersFrom { get; init; }

    /// <summary>What asking it all takes, estimated: the candidate and the judges.</summary>
    public RunEstimate Estimate { get; init; } = new(0, 0, 0);

    /// <summary>The candidate's part of <see cref="Estimate"/>: nothing where stored answers are judged. Default: all of it.</summary>
    public RunEstimate Own
    {
        get => field ?? Estimate;
        init;
    }

    /// <summary>Tokens of the candidate's part, estimated; answers at their longest.</summary>
    public long OwnTokens => Own.InputTokens + Own.OutputTokens;

    /// <summary>Requests to the models, estimated.</summary>
    public long EstimatedCalls => Estimate.Calls;

    /// <summary>Tokens, estimated; answers at their longest.</summary>
    public long EstimatedTokens => Estimate.InputTokens + Estimate.OutputTokens;

    /// <summary>
    /// The candidate's time by the speed of earlier runs (<see cref="MeasuredSpeed"/>), or null where it is unknown; filled in where a plan is shown.
    /// </summary>
    public TimeSpan? EstimatedTime { get; init; }

    /// <summary>Why the cell is left out as a whole, or null.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Key of the cell in one run.</summary>
    public string Key => $"{Candidate.Id}/{Suite.Name}";
}
