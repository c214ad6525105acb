using Eval.Core.Running;

namespace Eval.Storage.Queries;

/// <summary>Which stored samples of a run are wanted. Conditions that are left out hold for every sample; all given ones must hold.</summary>
public sealed record SampleFilter
{
    /// <summary>The run's number.</summary>
    public required long RunId { get; init; }

    /// <summary>The candidate's name, or null for all.</summary>
    public string? CandidateId { get; init; }

    /// <summary>The suite's name, or null for all.</summary>
    public string? SuiteName { get; init; }

    /// <summary>The cell's id, or null for all.</summary>
    public long? CellId { get; init; }

    /// <summary>Wanted outcomes; empty for all.</summary>
    public IReadOnlyCollection<SampleOutcome> Outcomes { get; init; } = [];

    /// <summary>
    /// A measure that must be 0, for example <c>acc</c>: the wrong answers. Refused, truncated and unparsed samples count as 0 where they have
    /// no such measure, as they do in metrics.
    /// </summary>
    public string? WrongBy { get; init; }

    /// <summary>Measures that must have these very values.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; init; } = new Dictionary<string, double>();

    /// <summary>Slice values by field that must hold.</summary>
    public IReadOnlyDictionary<string, string> Slices { get; init; } = new Dictionary<string, string>();

    /// <summary>The data's id of the sample, or null for all.</summary>
    public string? SampleId { get; init; }

    /// <summary>The repetition, or null for all.</summary>
    public int? Epoch { get; init; }

    /// <summary>Text that must occur in id, prompt, answer, target or reason; case counts only outside ASCII. Null for all.</summary>
    public string? Text { get; init; }

    /// <summary>How many to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>How many to give at most, or null for all.</summary>
    public int? Take { get; init; }

    /// <summary>Read prompt, answer, target and detail too. Default true.</summary>
    public bool Texts { get; init; } = true;
}

/// <summary>A stored sample and where it belongs.</summary>
/// <param name="CellId">The cell's id.</param>
/// <param name="CandidateId">The candidate's name.</param>
/// <param name="SuiteName">The suite's name.</param>
/// <param name="Result">The sample.</param>
public sealed record StoredSample(long CellId, string CandidateId, string SuiteName, SampleResult Result);
