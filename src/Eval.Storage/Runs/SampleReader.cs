using System.Data.Common;
using Eval.Core.Running;

namespace Eval.Storage.Runs;

/// <summary>Reads samples from the columns of <see cref="Columns"/>, then, where asked for, of <see cref="TextColumns"/>.</summary>
internal static class SampleReader
{
    public const string Columns =
        """s."CellId", s."Epoch", s."Ordinal", s."SampleId", s."Outcome", s."Reason", s."Measures", s."Slices", s."Cluster", s."InputTokens", s."OutputTokens", s."DurationMs", s."Cached", s."CostMicroUsd" """;

    public const string TextColumns = """, t."Prompt", t."Answer", t."Target", t."Detail", t."Question" """;

    private const int FirstText = 14;

    public static long CellId(DbDataReader row) => row.GetInt64(0);

    public static SampleResult Read(DbDataReader row, bool texts) => new()
    {
        Epoch = row.GetInt32(1),
        Ordinal = row.GetInt32(2),
        SampleId = row.GetString(3),
        Outcome = OutcomeNames.Parse(row.GetString(4)),
        Reason = Text(row, 5),
        Measures = StorageText.ReadMeasures(row.GetString(6)),
        Slices = StorageText.ReadSlices(row.GetString(7)),
        Cluster = Text(row, 8),
        InputTokens = row.GetInt32(9),
        OutputTokens = row.GetInt32(10),
        DurationMs = row.GetDouble(11),
        Cached = row.GetBoolean(12),
        CostMicroUsd = row.IsDBNull(13) ? null : row.GetInt64(13),
        Prompt = texts ? Text(row, FirstText) : null,
        Answer = texts ? Text(row, FirstText + 1) : null,
        Target = texts ? Text(row, FirstText + 2) : null,
        DetailJson = texts ? Text(row, FirstText + 3) : null,
        QuestionHash = texts ? Text(row, FirstText + 4) : null,
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
