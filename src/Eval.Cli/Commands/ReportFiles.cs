using Eval.Cli.CommandLine;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>A report that was written.</summary>
/// <param name="Path">Absolute path; null for standard output.</param>
/// <param name="Format">Its format.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256, lower-case hex: an archive's identity, of other formats that of the file; null for standard output.</param>
internal sealed record WrittenReport(string? Path, ReportFormat Format, long Bytes, string? Sha256);

/// <summary>The files, and standard output, that results go to. Checked before anything is asked, so that a path that cannot be written costs nothing.</summary>
internal sealed class ReportFiles
{
    private readonly IReadOnlyList<(string? Path, ReportFormat Format)> _targets;
    private readonly CommandContext _context;

    private ReportFiles(IReadOnlyList<(string? Path, ReportFormat Format)> targets, CommandContext context) => (_targets, _context) = (targets, context);

    /// <summary>True where a report takes the place of what the command would print.</summary>
    public bool ToStandardOutput => _targets.Any(t => t.Path is null);

    public bool IsEmpty => _targets.Count == 0;

    /// <summary>Takes note of targets; a null path is standard output.</summary>
    /// <exception cref="EvalConfigurationException">A target cannot be written.</exception>
    public static ReportFiles Of(IReadOnlyList<(string? Name, ReportFormat Format)> targets, CommandContext context)
    {
        if (context.Json && targets.Any(t => t.Name is null))
        {
            throw new EvalConfigurationException(null, "--json and a report both want standard output", "give the report a file, with -o FILE");
        }

        var full = targets.Select(t => (Path: t.Name is null ? null : Path.GetFullPath(t.Name, context.Surroundings.CurrentDirectory), t.Format)).ToList();
        if (full.GroupBy(t => t.Path is null ? null : TargetOf(t.Path, context)).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new EvalConfigurationException(null, $"{(twice.Key is { } path ? ShortPath.Of(path, context.Surroundings.CurrentDirectory) : "standard output")} is named twice");
        }

        full.Select(t => t.Path).OfType<string>().ToList().ForEach(p => Check(p, "-o", context));
        return new ReportFiles(full, context);
    }

    /// <summary>Writes every report.</summary>
    /// <param name="write">Writes one; gives an archive's identity, or null.</param>
    public async Task<IReadOnlyList<WrittenReport>> WriteAsync(Func<Stream, ReportFormat, Task<string?>> write)
    {
        var written = new List<WrittenReport>();
        foreach (var (path, format) in _targets)
        {
            if (path is null)
            {
                await using var output = new TextStream(_context.Surroundings.Out);
                await write(output, format);
                written.Add(new WrittenReport(null, format, output.Position, null));
                continue;
            }

            string? identity = null;
            var file = await ReportFile.WriteAsync(path, async stream => identity = await write(stream, format));
            written.Add(new WrittenReport(path, format, file.Bytes, identity ?? file.Sha256));
        }

        return written;
    }

    /// <summary>A written report in words, with its file as a person would type it.</summary>
    public static string Words(WrittenReport report, CommandContext context) =>
        $"{ShortPath.Of(report.Path!, context.Surroundings.CurrentDirectory)} ({ReportFormats.NameOf(report.Format)}, {Figures.Size(report.Bytes)})";

    /// <summary>Tries a file that a report will go to, so that one that cannot be written costs no work. Nothing is left behind but its folder.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="context">The command.</param>
    /// <exception cref="EvalConfigurationException">The file cannot be written, or must not be.</exception>
    internal static void Check(string path, string option, CommandContext context)
    {
        var shown = $"{option} {ShortPath.Of(path, context.Surroundings.CurrentDirectory)}";
        if (Directory.Exists(path))
        {
            throw new EvalConfigurationException(null, $"{shown} is a folder", $"{option} needs the name of a file");
        }

        var target = TargetOf(path, context);
        if (new[] { context.DatabaseFile, context.OptionalWorkspaceFile }.OfType<string>().Any(f => target == TargetOf(f, context)))
        {
            throw new EvalConfigurationException(null, $"{shown} would be overwritten by a report", "name another file");
        }

        try
        {
            if (ReportFile.IsWrittenThrough(target))
            {
                // It cannot be tried: opening a pipe would wait for its reader.
                _ = File.Exists(target) ? target : throw new FileNotFoundException("there is no such device or pipe");
                return;
            }

            var folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);
            File.Create(Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(shown, e);
        }
    }

    private static string TargetOf(string path, CommandContext context)
    {
        try
        {
            return ReportFile.TargetOf(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(ShortPath.Of(path, context.Surroundings.CurrentDirectory), e);
        }
    }

    private static EvalConfigurationException Unwritable(string shown, Exception e) =>
        new(null, $"{shown} cannot be written: {e.Message}", "name a file in a folder that you may write to");
}
