using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>What a database holds, read past the program.</summary>
internal static class StoredNumbers
{
    private const string Cell = """
        c."Name" || '/' || u."Name" FROM "Cells" e JOIN "Candidates" c ON c."Id" = e."CandidateId" JOIN "Suites" u ON u."Id" = e."SuiteId"
        """;

    /// <summary>Every sample with everything that is stored of it but its time and number, in order.</summary>
    public static IReadOnlyList<string> Samples(string database) => Query(database, $"""
        SELECT s."Epoch", s."Ordinal", s."SampleId", s."Outcome", s."Reason", s."Measures", s."Slices", s."Cluster", s."InputTokens", s."OutputTokens",
               s."Cached", t."Prompt", t."Answer", t."Target", t."Detail", {Cell} JOIN "Samples" s ON s."CellId" = e."Id"
        LEFT JOIN "SampleTexts" t ON t."Id" = s."Id" ORDER BY e."Position", s."Epoch", s."Ordinal"
        """);

    /// <summary>Every estimate with its interval, coverage and bounds, in order.</summary>
    public static IReadOnlyList<string> Estimates(string database) => Query(database, $"""
        SELECT m."Position", m."MetricId", m."Slice", m."Value", m."Low", m."High", m."Confidence", m."IntervalMethod", m."StandardError", m."N", m."Planned",
               m."Clusters", m."BoundLow", m."BoundHigh", m."Note", {Cell} JOIN "Estimates" m ON m."CellId" = e."Id" ORDER BY e."Position", m."Position"
        """);

    /// <summary>The sums that lists of runs are made from.</summary>
    public static IReadOnlyList<string> Totals(string database) => Query(database, $"""
        SELECT n."Outcome", n."Samples", n."InputTokens", n."Cached", {Cell} JOIN "CellTotals" n ON n."CellId" = e."Id" ORDER BY e."Position", n."Outcome"
        """);

    /// <summary>How many samples are stored; 0 where there is no database yet.</summary>
    public static int Count(string database)
    {
        try
        {
            return File.Exists(database) ? int.Parse(Query(database, """SELECT count(*) FROM "Samples" """)[0], CultureInfo.InvariantCulture) : 0;
        }
        catch (SqliteException)
        {
            // It is being made.
            return 0;
        }
    }

    /// <summary>
    /// The stored samples, each with its row number, its time and when the model gave the answer that its numbers are from. Answers are kept apart
    /// from samples and replaced when they are asked again, so a sample that was asked again has another line.
    /// </summary>
    public static IReadOnlyList<string> Askings(string database)
    {
        if (Count(database) == 0)
        {
            return [];
        }

        // The samples first: their answers are there before them, also while a run goes on.
        var rows = Query(database, $"""
            SELECT s."Id", s."DurationMs", s."Ordinal", c."Name", t."Detail", {Cell} JOIN "Samples" s ON s."CellId" = e."Id"
            JOIN "SampleTexts" t ON t."Id" = s."Id" ORDER BY s."Id"
            """);
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Query(database, """SELECT "CreatedAt", "DurationMs", "CandidateName", "Payload" FROM "CachedAnswers" """))
        {
            var parts = row.Split('|', 4);
            foreach (var score in JsonNode.Parse(parts[3])!.AsArray())
            {
                answers[parts[2] + Number(score!["LogLikelihood"])] = $"{parts[0]} {parts[1]}";
            }
        }

        return [.. rows.Select(row =>
        {
            var parts = row.Split('|', 5);
            var detail = JsonNode.Parse(parts[4][..(parts[4].LastIndexOf('}') + 1)])!;
            var scores = (detail["choices"] ?? detail["rolling"])!.AsArray();
            var asked = scores.Select(s => answers[parts[3] + Number(s!["ll"])]).Distinct().ToList();
            return $"{string.Join('|', parts[..4])} of {parts[4][(parts[4].LastIndexOf('|') + 1)..]}: answered at {string.Join(", ", asked)}";
        })];
    }

    private static string Number(JsonNode? number) => number!.GetValue<double>().ToString("R", CultureInfo.InvariantCulture);

    private static List<string> Query(string database, string sql)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, DefaultTimeout = 60 };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
