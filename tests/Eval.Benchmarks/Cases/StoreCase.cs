using Eval.Benchmarks.Measuring;
using Eval.Core.Datasets;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Storage;
using Eval.Storage.Opening;
using Microsoft.Data.Sqlite;

namespace Eval.Benchmarks.Cases;

/// <summary>
/// Storing multiple-choice samples, against the least that could be done: one prepared insert of the same texts and numbers into one
/// table, in transactions of the same size, with the same durability.
/// </summary>
internal static class StoreCase
{
    private const int BatchSize = 1000;

    public static async Task MeasureAsync(ResultTable table, int rows, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("eval-benchmark-").FullName;
        try
        {
            // Opening makes or migrates the schema, once in a database's life; it is not part of storing samples.
            await using var database = await EvalDatabase.OpenAsync(Path.Combine(folder, "ours.db"), OpenMode.ReadWrite, CancellationToken.None);
            var file = 0;
            var times = await PairedRounds.MeasureAsync(
                rounds, () => OursAsync(database, rows), () => Task.FromResult(Plain(Path.Combine(folder, $"{file++}.db"), rows)));
            table.Add($"store {rows:N0} samples ({rows / PairedTimes.Median(times.Ours.Select(l => l.Seconds)):N0} a second)", "prepared inserts into one table", times, "50,000 rows/s", "rows");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> OursAsync(EvalDatabase database, int rows)
    {
        var run = await database.Runs.CreateAsync(Plan(rows), CancellationToken.None);
        var cell = run.CellIds.Values.Single();
        for (var from = 0; from < rows; from += BatchSize)
        {
            await database.Runs.AppendAsync([.. Enumerable.Range(from, BatchSize).Select(i => new CellResult(cell, Sample(i)))], CancellationToken.None);
        }

        return rows;
    }

    private static double Plain(string path, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
            CREATE TABLE samples(id INTEGER PRIMARY KEY, ordinal INTEGER, sample TEXT, outcome TEXT, acc REAL, norm REAL, prompt TEXT, answer TEXT,
              target TEXT, detail TEXT, slice TEXT, tokens INTEGER, ms REAL)
            """;
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO samples VALUES (NULL, $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        var parameters = Enumerable.Range(0, 12).Select(i => command.Parameters.AddWithValue($"${i}", 0)).ToList();
        for (var from = 0; from < rows; from += BatchSize)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var i = from; i < from + BatchSize; i++)
            {
                var s = Sample(i);
                object[] values =
                [
                    s.Ordinal, s.SampleId, s.Outcome.ToString(), s.Measures["acc"], s.Measures["acc_norm_chars"], s.Prompt!, s.Answer!, s.Target!,
                    s.DetailJson!, s.Slices["subject"], s.InputTokens, s.DurationMs,
                ];
                for (var p = 0; p < values.Length; p++)
                {
                    parameters[p].Value = values[p];
                }

                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows;
    }

    private static SampleResult Sample(int i) => new()
    {
        Ordinal = i,
        SampleId = $"question-{i}",
        Outcome = SampleOutcome.Completed,
        Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["acc"] = i % 2, ["acc_norm_chars"] = i % 3 == 0 ? 1 : 0 },
        Prompt = $"Question: which of these {i} things stands where it should stand, and which of them does not?\nAnswer:",
        Answer = "the second one",
        Target = "the third one",
        DetailJson = """{"choices":["the first one","the second one","the third one","the last one"],"ll":[-12.25,-9.5,-11.125,-20.75]}""",
        Slices = new Dictionary<string, string>(StringComparer.Ordinal) { ["subject"] = i % 2 == 0 ? "left" : "right" },
        InputTokens = 40,
        DurationMs = 1.5,
    };

    private static RunPlan Plan(int rows) => new()
    {
        Hash = "benchmark",
        Seed = 17,
        Confidence = 0.95,
        Trigger = "benchmark",
        WorkspaceFile = "/benchmark/eval.yaml",
        Cells =
        [
            new RunCell
            {
                Candidate = new Candidate { Id = "model", Local = new LocalModelSpec { File = "/benchmark/model.gguf" } },
                Model = new ModelDescription(new ModelIdentity("local", "sha", "engine", ""), new ModelCapabilities(), new Dictionary<string, string>()),
                Suite = new Suite
                {
                    Name = "suite",
                    Version = "1",
                    Kind = "multiple-choice",
                    File = "/benchmark/suite.yaml",
                    Directory = "/benchmark",
                    Dataset = new DatasetSpec(),
                    Metrics = ["acc"],
                    Settings = new object(),
                    DefinitionHash = "definition",
                },
                DataHash = "data",
                Samples = rows,
                Epochs = 1,
            },
        ],
    };
}
