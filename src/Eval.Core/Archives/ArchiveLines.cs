using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Imports;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;

namespace Eval.Core.Archives;

/// <summary>The first line: what the file is, and the run with its cells.</summary>
internal sealed record ArchiveHeader(
    string Format,
    int Version,
    bool Texts,
    ArchivedRun Run,
    IReadOnlyList<ArchivedSuite> Suites,
    IReadOnlyList<ArchivedCell> Cells);

/// <summary>The run.</summary>
internal sealed record ArchivedRun(
    long Id, string? Name, string PlanHash, RunStatus Status, string? Note, string Trigger, int Seed, double Confidence, string Machine, string Program,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, ImportOrigin? Import = null)
{
    public string? Comment { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>A suite's definition, shared by its cells.</summary>
internal sealed record ArchivedSuite(
    string Name, string Version, string Kind, string DefinitionHash, string? DefinitionText, IReadOnlyList<string> Metrics);

/// <summary>One candidate on one suite; <c>suite</c> is a place in the header's suites.</summary>
internal sealed record ArchivedCell(
    long Id,
    string Candidate,
    ModelIdentity? Model,
    int Suite,
    string DataHash,
    int Planned,
    int Epochs,
    int? Limit,
    string? SkipReason,
    IReadOnlyDictionary<SampleOutcome, int> Outcomes,
    long InputTokens,
    long OutputTokens,
    double DurationMs,
    long CachedSamples,
    long? CostMicroUsd,
    CallTotals Calls,
    IReadOnlyList<Estimate> Estimates)
{
    public string? Filter { get; init; }
}

/// <summary>One sample. <c>cell</c> is a place in the header's cells and stands first, so that other cells' lines are passed over unread.</summary>
internal sealed record ArchivedSample
{
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Cell { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Ordinal { get; init; }

    public int Epoch { get; init; }

    public required string Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required SampleOutcome Outcome { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyDictionary<string, double>? Measures { get; init; }

    public IReadOnlyDictionary<string, string>? Slices { get; init; }

    public string? Cluster { get; init; }

    public int InputTokens { get; init; }

    public int OutputTokens { get; init; }

    public double DurationMs { get; init; }

    public bool Cached { get; init; }

    public long? CostMicroUsd { get; init; }

    public string? Prompt { get; init; }

    public string? Answer { get; init; }

    public string? Target { get; init; }

    public string? Detail { get; init; }

    public string? Question { get; init; }
}

/// <summary>The last line: how many samples there are, and SHA-256 over all bytes before this line.</summary>
internal sealed record ArchiveFooter([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long Samples, string Sha256);

/// <summary>How the lines are written: what is not there is left out, and readable text stays readable, since nothing here is HTML.</summary>
[JsonSerializable(typeof(ArchiveHeader))]
[JsonSerializable(typeof(ArchivedSample))]
[JsonSerializable(typeof(ArchiveFooter))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    public static ArchiveJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<SampleOutcome>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    });
}
