using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Prompts;
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

    /// <summary>How the bytes become rows, or null: by extension, <c>.gz</c> ignored.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>Which values of a JSON file are rows, or null for the items of the list at its top (or the one map there).</summary>
    public JsonSelect? Select { get; init; }

    /// <summary>
    /// Names of the columns, for tables without a header row; of the lines, for text; of the keys and items that <see cref="Select"/> went
    /// through, for JSON. Empty: the first row names them; <c>line1</c> …; <c>key</c>, <c>key2</c> … and <c>value</c>.
    /// </summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// Fields that hold a list in one text: field name to separator (items are trimmed, empty ones dropped), or <c>json</c> for a JSON array.
    /// </summary>
    public IReadOnlyDictionary<string, string> Split { get; init; } = new Dictionary<string, string>();

    /// <summary>For text: how many lines make one sample; 0 makes the whole file one sample, byte for byte. Default 1 (empty lines are passed over).</summary>
    public int LinesPerSample { get; init; } = 1;

    /// <summary>A regular expression over the file's path, relative to the folder it was searched in, whose named groups become fields, or null.</summary>
    public Regex? FieldFromName { get; init; }

    /// <summary>New field name to what it is made of. All are made from the row as it was before; an existing name is replaced.</summary>
    public IReadOnlyDictionary<string, FieldMapping> Map { get; init; } = new Dictionary<string, FieldMapping>();

    /// <summary>Template of the sample's id, or null for the field <c>id</c> where a row has it, else <c>file:row</c>.</summary>
    public PromptTemplate? Id { get; init; }

    /// <summary>Where the user wrote it.</summary>
    public SourcePosition? DefinedAt { get; init; }

    /// <summary>Where each of <see cref="Samples"/> is written.</summary>
    public IReadOnlyList<SourcePosition> SamplesAt { get; init; } = [];
}

/// <summary>How the bytes of a data file become rows.</summary>
public enum DatasetFormat
{
    /// <summary>One JSON value a line; empty lines are passed over.</summary>
    Jsonl,

    /// <summary>One JSON document. Its bytes are held in memory while it is read.</summary>
    Json,

    /// <summary>Comma-separated values with quotes, by RFC 4180.</summary>
    Csv,

    /// <summary>Tab-separated values without quotes (text/tab-separated-values).</summary>
    Tsv,

    /// <summary>Plain text.</summary>
    Text,
}
