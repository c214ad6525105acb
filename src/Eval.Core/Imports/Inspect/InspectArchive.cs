using System.Globalization;
using System.Runtime.CompilerServices;
using Eval.Core.Imports.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Inspect;

/// <summary>
/// A log in the form <c>.eval</c>: a zip file with <c>header.json</c> (or, while it was being written, <c>_journal/start.json</c>) and one entry a
/// sample, <c>samples/ID_epoch_N.json</c> (<c>samples/ID_epoch_N/sample.json</c> where it was written in pieces).
/// </summary>
internal sealed class InspectArchive : IInspectLog
{
    private const string Folder = "samples/";
    private const string Epoch = "_epoch_";

    private readonly List<(string Entry, int Epoch, int Ordinal)> _samples;

    private InspectArchive(string file, InspectHeader header, List<(string, int, int)> samples) => (File, Header, _samples) = (file, header, samples);

    /// <inheritdoc/>
    public string File { get; }

    /// <inheritdoc/>
    public InspectHeader Header { get; }

    /// <summary>Reads header and directory.</summary>
    /// <exception cref="EvalConfigurationException">It is damaged, no log of inspect, or of an unknown version.</exception>
    public static async Task<InspectArchive> OpenAsync(string file, CancellationToken cancellationToken)
    {
        using var zip = new ZipFile(file);
        var header = await InspectHeaderReader.ReadAsync(zip, file, cancellationToken);
        var names = zip.Names.Select(n => (Entry: n, Key: KeyOf(n))).Where(n => n.Key is not null).ToList();
        var order = new InspectOrder(header, names.Select(n => n.Key!.Value.Id));
        return new InspectArchive(
            file, header, [.. names.Select(n => (n.Entry, n.Key!.Value.Epoch, order.Of(n.Key.Value.Id)))
                .OrderBy(n => n.Epoch).ThenBy(n => n.Item3).DistinctBy(n => (n.Epoch, n.Item3))]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(InspectSample Sample, int Ordinal)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var zip = new ZipFile(File);
        foreach (var (entry, _, ordinal) in _samples)
        {
            await using var stream = zip.Open(entry);
            using var json = new JsonPull(stream, $"{File}/{entry}");
            await json.ReadAsync(cancellationToken);
            yield return (await InspectSample.ReadAsync(json, only: null, cancellationToken), ordinal);
        }
    }

    // An id may hold anything, the mark included: the last mark counts.
    private static (string Id, int Epoch)? KeyOf(string entry)
    {
        if (!entry.StartsWith(Folder, StringComparison.Ordinal))
        {
            return null;
        }

        const string Shell = "/sample.json";
        const string Whole = ".json";
        var mark = entry.LastIndexOf(Epoch, StringComparison.Ordinal);
        var end = entry.EndsWith(Shell, StringComparison.Ordinal) ? entry.Length - Shell.Length
            : entry.EndsWith(Whole, StringComparison.Ordinal) ? entry.Length - Whole.Length
            : -1;
        var start = mark + Epoch.Length;
        return mark >= Folder.Length && end > start && int.TryParse(entry.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? (entry[Folder.Length..mark], Math.Max(0, epoch - 1))
            : null;
    }
}
