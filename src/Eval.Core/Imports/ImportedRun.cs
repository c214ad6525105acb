using Eval.Core.Imports.Foreign;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;

namespace Eval.Core.Imports;

/// <summary>Results of another tool, or of an archive, ready to be stored as a run. Samples are read only while they are stored.</summary>
public sealed record ImportedRun
{
    /// <summary>Where it came from.</summary>
    public required ImportOrigin Origin { get; init; }

    /// <summary>The run's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What the user, or the tool, wrote about it, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Labels; keys are unique.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it stands as it does, or null.</summary>
    public string? StatusNote { get; init; }

    /// <summary>How it ended. Default: finished.</summary>
    public RunStatus Status { get; init; } = RunStatus.Finished;

    /// <summary>When it was started (UTC), or null where that is not known: the time of the import stands in.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended (UTC), or null where that is not known.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The tool's seed; it decides which draws of a bootstrap are made here too. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Confidence of the intervals that are computed here. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Name of the machine that measured it; empty where it is not known.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Version of the program that made the run; null takes <see cref="ImportOrigin.ToolName"/>.</summary>
    public string? Program { get; init; }

    /// <summary>Hash of its plan; null takes the file's hash.</summary>
    public string? PlanHash { get; init; }

    /// <summary>Candidates × suites; a pair of both names occurs once.</summary>
    public required IReadOnlyList<ImportedCell> Cells { get; init; }
}

/// <summary>One candidate on one suite, as a tool measured it.</summary>
public sealed record ImportedCell
{
    /// <summary>The candidate's name, as the tool gave it.</summary>
    public required string Candidate { get; init; }

    /// <summary>What was measured; <see cref="ForeignModel"/> makes one that equals none of this program's own.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The suite's name.</summary>
    public required string Suite { get; init; }

    /// <summary>The suite's version. Default <c>1</c>.</summary>
    public string SuiteVersion { get; init; } = "1";

    /// <summary>The suite's kind; null takes the tool's name.</summary>
    public string? SuiteKind { get; init; }

    /// <summary>
    /// What decides the meaning of the scores (task, prompt template, few-shots, scorer with its options …) as a JSON object: cells whose texts differ
    /// are not compared, and the refusal names the keys. Nothing that differs from candidate to candidate belongs here.
    /// </summary>
    public string? DefinitionText { get; init; }

    /// <summary>Hash of the definition; null hashes <see cref="DefinitionText"/>.</summary>
    public string? DefinitionHash { get; init; }

    /// <summary>
    /// Hash of the samples; null takes that of their ids and questions (<see cref="SampleResult.QuestionHash"/>, else prompt and target) while they are
    /// stored. Where prompts differ between candidates, the samples need a question hash over what does not.
    /// </summary>
    public string? DataHash { get; init; }

    /// <summary>Samples of one epoch that were to be answered; null takes as many as there are.</summary>
    public int? Planned { get; init; }

    /// <summary>Repetitions of each sample. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The limit that was applied, or null.</summary>
    public int? Limit { get; init; }

    /// <summary>Why the cell was left out as a whole, or null.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Which samples of the suite were selected, in words; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>
    /// Ids of the metrics in the order they are shown, as in <see cref="ImportedMetric.IdOf"/>. Those whose measures the samples have are computed
    /// from them.
    /// </summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Fields of <see cref="SampleResult.Slices"/> that are reported apart.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>True where samples of one <see cref="SampleResult.Cluster"/> depend on each other. Default: false.</summary>
    public bool IsClustered { get; init; }

    /// <summary>
    /// What the tool reported, by the ids of <see cref="Metrics"/> (made by <see cref="ReportedEstimate"/>). Where samples have scores too, the estimate
    /// is computed from them and the tool's is named in its note; else it stands as reported.
    /// </summary>
    public IReadOnlyList<Estimate> Reported { get; init; } = [];

    /// <summary>True where <see cref="Reported"/> was computed by this program and is taken as it is (archives). Default: false.</summary>
    public bool KeepsEstimates { get; init; }

    /// <summary>What its calls took beyond what the samples tell.</summary>
    public CallTotals Calls { get; init; }

    /// <summary>
    /// Reads the samples, in any order. Ordinals run from 0 and are the same for the same sample in every epoch; ids are unique in an epoch.
    /// </summary>
    public required Func<CancellationToken, IAsyncEnumerable<SampleResult>> ReadSamples { get; init; }

    /// <summary>The identity of a model that another tool asked.</summary>
    /// <param name="origin">The tool.</param>
    /// <param name="model">The model as the tool named it.</param>
    /// <param name="settings">What can change a number; pairs whose value is null, and those that hold secrets, are left out.</param>
    public static ModelIdentity ForeignModel(ImportOrigin origin, string model, IEnumerable<KeyValuePair<string, string?>> settings) => new(
        "imported",
        ForeignSecrets.Text(model),
        origin.ToolName,
        string.Join(';', settings.Where(s => s.Value is not null && !ForeignSecrets.IsSecret(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => $"{s.Key}={ForeignSecrets.Text(s.Value!).Replace(';', ',')}")));
}
