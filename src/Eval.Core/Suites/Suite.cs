using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites;

/// <summary>A named, versioned set of samples with a kind and metrics: the part of <c>suite.yaml</c> that all kinds share.</summary>
public sealed record Suite
{
    /// <summary>Unique name in a workspace.</summary>
    public required string Name { get; init; }

    /// <summary>The author's version; results of different versions are not compared.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the kind: <c>perplexity</c>, <c>multiple-choice</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>One sentence for tables, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Absolute path of the file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Absolute path of the folder that its relative paths refer to.</summary>
    public required string Directory { get; init; }

    /// <summary>The samples.</summary>
    public required DatasetSpec Dataset { get; init; }

    /// <summary>The prompt template, or null where the kind needs none.</summary>
    public PromptTemplate? Prompt { get; init; }

    /// <summary>Examples put before the question, or null for none.</summary>
    public FewShotSpec? FewShot { get; init; }

    /// <summary>Exact ids of the metrics to report; never empty.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Take a seeded stratified sample of this many, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The field whose values keep their shares under a limit, or null: the first of <see cref="Slices"/>, else none.</summary>
    public string? Stratify { get; init; }

    /// <summary>Repetitions of each sample. Null takes the workspace's default (1).</summary>
    public int? Epochs { get; init; }

    /// <summary>Fields to report apart, value by value.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>What the kind itself reports apart, beside <see cref="Slices"/> (<see cref="ISuiteKind.OwnSlices"/>); no field of the data.</summary>
    public IReadOnlyList<string> OwnSlices { get; init; } = [];

    /// <summary>Everything that is reported apart.</summary>
    public IEnumerable<string> AllSlices => OwnSlices.Concat(Slices);

    /// <summary>The field that groups dependent samples, or null for independent ones.</summary>
    public string? Cluster { get; init; }

    /// <summary>Free labels for filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which samples are taken, or null for all. Asked for by a run; no part of the definition.</summary>
    public SampleSelection? Selection { get; init; }

    /// <summary>What the kind read from its own keys (see <see cref="ISuiteKind.Read"/>).</summary>
    public required object Settings { get; init; }

    /// <summary>
    /// SHA-256 over the meaning of the definition (every key but the description, the tags and inline samples), lower-case hex. Comments, layout and
    /// the order of keys do not count.
    /// </summary>
    public required string DefinitionHash { get; init; }

    /// <summary>The canonical text that <see cref="DefinitionHash"/> is taken over, kept with every run; null where it was not kept.</summary>
    public string? DefinitionText { get; init; }

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }
}
