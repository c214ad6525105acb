using System.Text.Json.Nodes;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>The <c>dataset:</c> of a suite: where rows come from and how they become fields. Exactly one of <see cref="Samples"/>,
/// <see cref="Files"/>, <see cref="Path"/> and <see cref="Url"/> is the source (<see cref="Path"/> and <see cref="Url"/> may stand together: the
/// path is looked for first).</summary>
public sealed record DatasetSpec
{
    /// <summary>Rows written in the suite itself, or null.</summary>
    public IReadOnlyList<JsonObject>? Samples { get; init; }

    /// <summary>Paths and globs relative to the suite's folder.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Paths and globs under the folder that the variable EVAL_DATASETS names; searched before <see cref="Url"/>.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>SHA-256 of the file at <see cref="Path"/>, where its shape differs from the download, or null.</summary>
    public string? PathSha256 { get; init; }

    /// <summary>Address of the public original, or null.</summary>
    public string? Url { get; init; }

    /// <summary>SHA-256 of the downloaded bytes; required with <see cref="Url"/>.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where the data comes from, in words, where there is no <see cref="Url"/>.</summary>
    public string? Source { get; init; }

    /// <summary>Format by name (jsonl, json, csv, tsv, text), or null: by extension, <c>.gz</c> ignored.</summary>
    public string? Format { get; init; }

    /// <summary>JSON path to the array of rows in a JSON file, or null for the document itself.</summary>
    public string? Select { get; init; }

    /// <summary>Names of the columns, for tables without a header row; empty means the first row names them.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns whose cell holds a list: field name to separator (or a JSON array, where the separator is <c>json</c>).</summary>
    public IReadOnlyDictionary<string, string> Split { get; init; } = new Dictionary<string, string>();

    /// <summary>For text: how many lines make one sample; 0 makes the whole file one sample. Default 1.</summary>
    public int LinesPerSample { get; init; } = 1;

    /// <summary>A regular expression over the file's name whose named groups become fields, or null.</summary>
    public string? FieldFromName { get; init; }

    /// <summary>New field name to template over the row's fields.</summary>
    public IReadOnlyDictionary<string, Prompts.PromptTemplate> Map { get; init; } = new Dictionary<string, Prompts.PromptTemplate>();

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }
}
