using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Archives;

/// <summary>
/// Writes a run into one file: JSON lines with the run, one line a sample and a hash over everything, so that a comparison or a gate elsewhere needs
/// no database. One sample in memory at a time. No key and no address with a key in it is ever written: of a candidate only its identity is.
/// </summary>
public static class RunArchiveWriter
{
    /// <summary>The word by which a reader knows the file.</summary>
    internal const string Format = "eval-run-archive";

    /// <summary>Version of the format.</summary>
    internal const int Version = 1;

    /// <summary>Writes a run. The file appears under its name only once it is whole.</summary>
    /// <param name="path">The file; gzip where the name ends in <c>.gz</c>. An existing one is replaced.</param>
    /// <param name="run">The run; its cells may be fewer than it had.</param>
    /// <param name="samples">Where its samples are read from.</param>
    /// <param name="texts">
    /// Whether prompts, answers, targets, details and reasons go in. Without them the file still serves every comparison: a hash of prompt and target
    /// stands for the question.
    /// </param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<RunArchiveContent> WriteAsync(
        string path, StoredRun run, ISampleSource samples, bool texts, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            RunArchiveContent content;
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await using Stream target = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file;
                content = await WriteAsync(target, run, samples, texts, cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
            return content;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a run, uncompressed, into a stream.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="samples">Where its samples are read from.</param>
    /// <param name="texts">Whether texts go in.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task<RunArchiveContent> WriteAsync(
        Stream target, StoredRun run, ISampleSource samples, bool texts, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var buffer = new MemoryStream(1 << 16);
        Write(buffer, HeaderOf(run, texts), ArchiveJson.Lines.ArchiveHeader);
        long count = 0;
        for (var cell = 0; cell < run.Cells.Count; cell++)
        {
            // Votes are read from the detail, and the hash of a question from its texts, where none are written.
            await foreach (var sample in samples.ReadSamplesAsync(run.Cells[cell].Id, texts: true, cancellationToken))
            {
                Write(buffer, SampleOf(cell, sample, texts), ArchiveJson.Lines.ArchivedSample);
                count++;
                if (buffer.Length >= 1 << 16)
                {
                    await FlushAsync();
                }
            }
        }

        await FlushAsync();
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        Write(buffer, new ArchiveFooter(count, sha256), ArchiveJson.Lines.ArchiveFooter);
        await FlushAsync();
        await target.FlushAsync(cancellationToken);
        return new RunArchiveContent(count, sha256);

        async Task FlushAsync()
        {
            hash.AppendData(buffer.GetBuffer(), 0, (int)buffer.Length);
            await target.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
    }

    private static void Write<T>(MemoryStream buffer, T line, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(buffer, line, type);
        buffer.WriteByte((byte)'\n');
    }

    private static ArchiveHeader HeaderOf(StoredRun run, bool texts)
    {
        var suites = run.Cells.DistinctBy(c => (c.SuiteName, c.SuiteVersion, c.DefinitionHash)).ToList();
        return new ArchiveHeader(
            Format,
            Version,
            texts,
            new ArchivedRun(
                run.Id, run.Name, run.PlanHash, run.Status, run.Note, run.Trigger, run.Seed, run.Confidence, run.Machine, run.Program, run.CreatedAt,
                run.FinishedAt, run.Import)
            {
                Comment = run.Comment,
                Tags = run.Tags.Count == 0 ? null : run.Tags,
            },
            [.. suites.Select(c => new ArchivedSuite(c.SuiteName, c.SuiteVersion, c.SuiteKind, c.DefinitionHash, c.DefinitionText, c.Metrics))],
            [.. run.Cells.Select(c => new ArchivedCell(
                c.Id, c.CandidateId, c.Model?.WithoutHeaders(), suites.FindIndex(s => s.SuiteName == c.SuiteName && s.DefinitionHash == c.DefinitionHash),
                c.DataHash, c.Planned, c.Epochs, c.Limit, c.SkipReason, c.Outcomes, c.InputTokens, c.OutputTokens, c.DurationMs, c.CachedSamples,
                c.CostMicroUsd, c.Calls, c.Estimates)
            {
                Filter = c.Filter,
            })]);
    }

    private static ArchivedSample SampleOf(int cell, SampleResult sample, bool texts) => new()
    {
        Cell = cell,
        Ordinal = sample.Ordinal,
        Epoch = sample.Epoch,
        Id = sample.SampleId,
        Outcome = sample.Outcome,
        Measures = sample.Measures.Count == 0 ? null : sample.Measures,
        Slices = sample.Slices.Count == 0 ? null : sample.Slices,
        Cluster = sample.Cluster,
        InputTokens = sample.InputTokens,
        OutputTokens = sample.OutputTokens,
        DurationMs = sample.DurationMs,
        Cached = sample.Cached,
        CostMicroUsd = sample.CostMicroUsd,
        Reason = texts ? sample.Reason : null,
        Prompt = texts ? sample.Prompt : null,
        Answer = texts ? sample.Answer : null,
        Target = texts ? sample.Target : null,
        Detail = texts ? sample.DetailJson : VoteOf(sample.DetailJson),
        Question = texts ? sample.QuestionHash : QuestionHash.Of(sample),
    };

    // Majorities need to know which answers are alike, not what they say.
    private static string? VoteOf(string? detail)
    {
        if (detail is null || !detail.Contains("\"vote\"", StringComparison.Ordinal))
        {
            return null;
        }

        using var json = JsonDocument.Parse(detail);
        return json.RootElement.TryGetProperty("vote", out var vote) && vote.ValueKind == JsonValueKind.String
            ? new JsonObject { ["vote"] = SeededRandom.StableHash(3, vote.GetString()!).ToString("x16") }.ToJsonString()
            : null;
    }
}

/// <summary>What was written.</summary>
/// <param name="Samples">Samples.</param>
/// <param name="Sha256">SHA-256 over the uncompressed content, lower-case hex: the identity of the archive.</param>
public sealed record RunArchiveContent(long Samples, string Sha256);
