using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Archives;

/// <summary>Reads an archive once from end to end and tells what is wrong with it.</summary>
internal sealed class ArchiveCheck(string path)
{
    public async Task<RunArchive> OpenAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ArchiveHeader? header = null;
        byte[]? last = null;
        var lines = 0L;
        var cell = 0;
        await using (var stream = ArchiveFile.Open(path))
        {
            var length = 0;
            await foreach (var (line, number) in ArchiveFile.LinesAsync(path, stream, cancellationToken))
            {
                if (header is null)
                {
                    header = HeaderOf(line.Span);
                }
                else
                {
                    cell = CellOf(line.Span, cell, header.Cells.Count, number);
                }

                if (last is not null)
                {
                    hash.AppendData(last, 0, length);
                    hash.AppendData("\n"u8);
                }

                // Every line but the last belongs to the hash, and which one is the last is known only afterwards.
                if (last is null || last.Length < line.Length)
                {
                    last = new byte[line.Length * 2];
                }

                line.CopyTo(last);
                (length, lines) = (line.Length, number);
            }

            last = last?[..length];
        }

        if (header is null || last is null)
        {
            throw Problem("the file is empty", 0);
        }

        var footer = FooterOf(last, lines);
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return footer.Samples != lines - 2
                ? throw Problem($"{lines - 2} samples where {footer.Samples} were written", lines, "the file was changed; export it again")
            : !string.Equals(footer.Sha256, sha256, StringComparison.OrdinalIgnoreCase)
                ? throw Problem($"the content's SHA-256 is {sha256[..12]}…, {Start(footer.Sha256)}… was written", lines, "the file was changed; export it again")
            : new RunArchive(path, RunOf(header), sha256, footer.Samples, header.Texts);
    }

    private ArchiveHeader HeaderOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var start = JsonDocument.ParseValue(ref reader);
            if (start.RootElement.ValueKind != JsonValueKind.Object || !start.RootElement.TryGetProperty("format", out var format)
                || format.ValueKind != JsonValueKind.String || format.GetString() != RunArchiveWriter.Format)
            {
                throw NoArchive();
            }

            if (!start.RootElement.TryGetProperty("version", out var version) || !version.TryGetInt32(out var number) || number < 1)
            {
                throw Problem("the run archive names no version", 1);
            }

            return number > RunArchiveWriter.Version
                ? throw Problem($"the run archive has version {number}, this program reads up to {RunArchiveWriter.Version}", 1, "use a newer program")
                : Parsed(line, ArchiveJson.Lines.ArchiveHeader) is { } header && IsWhole(header)
                ? header
                : throw Problem("the first line lacks the run, its suites or its cells", 1);
        }
        catch (JsonException e) when (e.LineNumber is not null || e.Path is not null)
        {
            throw NoArchive();
        }
        catch (InvalidOperationException)
        {
            throw NoArchive();
        }
    }

    // A file may come from anywhere: what is missing in it must not surface as a crash later.
    private static bool IsWhole(ArchiveHeader header) =>
        header is { Run: { PlanHash: not null, Trigger: not null, Machine: not null, Program: not null, Import: null or { Tool: not null, File: not null, Sha256: not null } } run, Suites: not null, Cells: not null }
        && run.Tags?.Values.Any(v => v is null) is not true
        && header.Suites.All(s => s is { Name: not null, Version: not null, Kind: not null, DefinitionHash: not null, Metrics: not null })
        && header.Cells.All(c => c is { Candidate: not null, DataHash: not null, Outcomes: not null, Estimates: not null }
            && c.Suite >= 0 && c.Suite < header.Suites.Count && c.Model is null or { Kind: not null, Weights: not null, Engine: not null, Settings: not null })
        && header.Cells.DistinctBy(c => c.Id).Count() == header.Cells.Count;

    // Reading a cell stops where its lines end, so the cells' lines must stand together. The footer begins otherwise.
    private int CellOf(ReadOnlySpan<byte> line, int last, int cells, int number)
    {
        if (!line.StartsWith("{\"cell\":"u8))
        {
            return last;
        }

        return Utf8Parser.TryParse(line[8..], out int cell, out _) && cell >= last && cell < cells
            ? cell
            : throw Problem("the line belongs to no cell of the run, or to one whose lines came before", number, "export the run again");
    }

    private ArchiveFooter FooterOf(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            if (Parsed(line, ArchiveJson.Lines.ArchiveFooter) is { Sha256: { Length: > 0 } } footer && line.StartsWith("{\"samples\":"u8))
            {
                return footer;
            }
        }
        catch (JsonException)
        {
            // A line that was cut in its middle.
        }

        throw Problem("the file is cut off: its last line is not the hash that ends a run archive", number, "copy or export it again");
    }

    private static T? Parsed<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(line, type);

    private static StoredRun RunOf(ArchiveHeader header)
    {
        var run = header.Run;
        return new StoredRun(
            run.Id, run.Name, run.PlanHash, run.Status, run.Note, run.Trigger, run.Seed, run.CreatedAt, run.FinishedAt,
            [.. header.Cells.Select(c => CellOf(c, header.Suites[c.Suite]))])
        {
            Machine = run.Machine,
            Program = run.Program,
            Confidence = run.Confidence,
            Import = run.Import,
            Comment = run.Comment,
            Tags = run.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    private static StoredCell CellOf(ArchivedCell cell, ArchivedSuite suite) => new(
        cell.Id, cell.Candidate, cell.Model?.Canonical ?? "", suite.Name, suite.Version, suite.Kind, suite.DefinitionHash, cell.DataHash, cell.Planned,
        cell.Epochs, cell.Limit, cell.SkipReason, cell.Outcomes, cell.InputTokens, cell.OutputTokens, cell.DurationMs, cell.CachedSamples,
        cell.CostMicroUsd, cell.Estimates)
    {
        Model = cell.Model,
        DefinitionText = suite.DefinitionText,
        Metrics = suite.Metrics,
        Calls = cell.Calls,
        Filter = cell.Filter,
    };

    private static string Start(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private EvalConfigurationException NoArchive() => Problem("the file is no run archive", 1, "make one with export --run RUN -o FILE");

    private EvalConfigurationException Problem(string message, long line, string? hint = null) =>
        new(new SourcePosition(path, (int)Math.Min(line, int.MaxValue), 0), message, hint);
}
