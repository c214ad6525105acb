using Eval.Core.Workspaces;

namespace Eval.Core.Imports.Inspect;

/// <summary>Logs of inspect (<c>inspect_ai</c>): <c>.eval</c> files, JSON logs, and folders of them.</summary>
public sealed class InspectFormat : IImportFormat
{
    private const int MostFiles = 10_000;

    /// <inheritdoc/>
    public string Tool => ImportTools.Inspect;

    /// <inheritdoc/>
    public string Understands => "logs: .eval, .json, or a folder of them";

    /// <inheritdoc/>
    public string? Recognise(ImportSource source)
    {
        if (source.IsFolder)
        {
            return FilesIn(source.Path).Count is > 0 and var count ? $"{count} {(count == 1 ? "log" : "logs")} of inspect" : null;
        }

        return IsLog(source) ? "a log of inspect" : null;
    }

    /// <inheritdoc/>
    public async Task<ImportedContent> ReadAsync(ImportSource source, CancellationToken cancellationToken)
    {
        var logs = new List<(IInspectLog Log, string Sha256)>();
        foreach (var file in source.IsFolder ? FilesIn(source.Path) : [source.Path])
        {
            cancellationToken.ThrowIfCancellationRequested();
            logs.Add((await OpenAsync(file, cancellationToken), await ImportSource.HashAsync(file, cancellationToken)));
        }

        if (logs.Count == 0)
        {
            throw new EvalConfigurationException(new SourcePosition(source.Path, 0, 0), "holds no log of inspect");
        }

        var notTaken = new List<NotTaken>();
        var runs = new List<ImportedRun>();
        // An evaluation set is one run; every other log is one of its own.
        foreach (var set in logs.GroupBy(l => l.Log.Header.SetId ?? l.Log.File, StringComparer.Ordinal))
        {
            runs.Add(await InspectRun.MakeAsync([.. set], source, notTaken, cancellationToken));
        }

        return new ImportedContent { Runs = runs, NotTaken = notTaken };
    }

    private static async Task<IInspectLog> OpenAsync(string file, CancellationToken cancellationToken) =>
        IsZip(ImportSource.Open(file).Head.Span) ? await InspectArchive.OpenAsync(file, cancellationToken) : await InspectJson.OpenAsync(file, cancellationToken);

    private static bool IsLog(ImportSource source)
    {
        if (!IsZip(source.Head.Span))
        {
            return source.JsonKeys.ContainsKey("eval") && (source.JsonKeys.ContainsKey("status") || source.JsonKeys.ContainsKey("plan"));
        }

        try
        {
            using var zip = new ZipFile(source.Path);
            return InspectHeaderReader.Knows(zip);
        }
        catch (EvalConfigurationException)
        {
            // Damaged: what it is called says what the user thinks that it is.
            return source.Name.EndsWith(".eval", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static bool Ends(string file, string extension) => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    private static List<string> FilesIn(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(folder, "*", options)
            .Where(f => Ends(f, ".eval") || (Ends(f, ".json") && IsLog(ImportSource.Open(f))))
            .Take(MostFiles + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count <= MostFiles
            ? files
            : throw new EvalConfigurationException(new SourcePosition(folder, 0, 0), $"holds more than {MostFiles:N0} logs", "take them in folder by folder");
    }
}
