using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Archives;

/// <summary>A run read from a file that <see cref="RunArchiveWriter"/> wrote. Samples are streamed: memory does not grow with them.</summary>
public sealed class RunArchive : ISampleSource
{
    private readonly Dictionary<long, int> _places;

    internal RunArchive(string path, StoredRun run, string sha256, long samples, bool hasTexts)
    {
        (Path, Run, Sha256, Samples, HasTexts) = (path, run, sha256, samples, hasTexts);
        _places = run.Cells.Index().ToDictionary(c => c.Item.Id, c => c.Index);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The run, with the numbers of run and cells that it had in its database.</summary>
    public StoredRun Run { get; }

    /// <summary>SHA-256 over the uncompressed content, lower-case hex: the identity of the archive, whatever the file is called.</summary>
    public string Sha256 { get; }

    /// <summary>Samples in it.</summary>
    public long Samples { get; }

    /// <summary>False where prompts, answers and targets were left out.</summary>
    public bool HasTexts { get; }

    /// <summary>Opens an archive and checks all of it: format, version, number of samples, hash.</summary>
    /// <exception cref="EvalConfigurationException">The file is missing, no archive, cut off, changed, or of a newer version.</exception>
    public static Task<RunArchive> OpenAsync(string path, CancellationToken cancellationToken) =>
        new ArchiveCheck(path).OpenAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="EvalConfigurationException">A line is not as it was when the archive was opened, or the cell is not in it.</exception>
    public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_places.TryGetValue(cellId, out var place))
        {
            throw new ArgumentException($"{Path} has no cell {cellId}", nameof(cellId));
        }

        var prefix = System.Text.Encoding.UTF8.GetBytes($"{{\"cell\":{place},");
        var found = false;
        await using var stream = ArchiveFile.Open(Path);
        await foreach (var (line, number) in ArchiveFile.LinesAsync(Path, stream, cancellationToken))
        {
            if (line.Span.StartsWith(prefix))
            {
                found = true;
                yield return Read(line.Span, number, texts);
            }
            else if (found)
            {
                // A cell's lines stand together.
                yield break;
            }
        }
    }

    private SampleResult Read(ReadOnlySpan<byte> line, int number, bool texts)
    {
        try
        {
            var sample = JsonSerializer.Deserialize(line, ArchiveJson.Lines.ArchivedSample) is { Id: not null } read ? read : throw new JsonException("it has no id");
            return new SampleResult
            {
                Ordinal = sample.Ordinal,
                Epoch = sample.Epoch,
                SampleId = sample.Id,
                Outcome = sample.Outcome,
                Reason = sample.Reason,
                Measures = sample.Measures ?? new Dictionary<string, double>(),
                Slices = sample.Slices ?? new Dictionary<string, string>(),
                Cluster = sample.Cluster,
                InputTokens = sample.InputTokens,
                OutputTokens = sample.OutputTokens,
                DurationMs = sample.DurationMs,
                Cached = sample.Cached,
                CostMicroUsd = sample.CostMicroUsd,
                Prompt = texts ? sample.Prompt : null,
                Answer = texts ? sample.Answer : null,
                Target = texts ? sample.Target : null,
                DetailJson = texts ? sample.Detail : null,
                QuestionHash = sample.Question,
            };
        }
        catch (JsonException e)
        {
            throw new EvalConfigurationException(new SourcePosition(Path, number, 0), $"the line is no sample of a run archive: {e.Message}");
        }
    }
}
