using System.Text;
using Eval.Cli.CommandLine;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;
using Eval.Service.Gating;

namespace Eval.Cli.Commands;

/// <summary>
/// The files that a gate's report goes to. Tried before anything is asked, so that a path that cannot be written costs nothing; written at the end, so that
/// the report of the last decision stays where this one does not come to an end.
/// </summary>
internal sealed class GateFiles
{
    private readonly string? _markdown;
    private readonly string? _junit;
    private readonly CommandContext _context;

    private GateFiles(string? markdown, string? junit, CommandContext context) => (_markdown, _junit, _context) = (markdown, junit, context);

    /// <summary>Takes note of what was asked for.</summary>
    /// <exception cref="EvalConfigurationException">A file cannot be written, or must not be.</exception>
    public static GateFiles Of(string? markdown, string? junit, CommandContext context)
    {
        var files = new GateFiles(Checked("--markdown", markdown, context), Checked("--junit", junit, context), context);
        return files._markdown is { } path && files._junit is { } other && ReportFile.TargetOf(path) == ReportFile.TargetOf(other)
            ? throw new EvalConfigurationException(null, $"--markdown and --junit both name {ShortPath.Of(path, context.Surroundings.CurrentDirectory)}", "name two files")
            : files;
    }

    /// <summary>Writes the report, and appends it to a CI job's summary where there is one.</summary>
    public async Task WriteAsync(GateRequest request, GateOutcome outcome, DateTimeOffset now)
    {
        var text = outcome.Decided is { } gate ? GateMarkdown.Of(gate, now) : GateMarkdown.Of(request.Policy.Name, request.Candidate ?? "", outcome);
        if (_markdown is not null)
        {
            await ReportFile.WriteAsync(_markdown, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text)));
        }

        if (_junit is not null)
        {
            await ReportFile.WriteAsync(_junit, async stream =>
            {
                // The writer of XML writes at once, which not every stream takes.
                using var xml = new MemoryStream();
                if (outcome.Decided is { } decided)
                {
                    GateJUnit.Write(xml, decided, now);
                }
                else
                {
                    GateJUnit.Write(xml, request.Policy.Name, outcome, now);
                }

                xml.Position = 0;
                await xml.CopyToAsync(stream);
            });
        }

        if (_context.Surroundings.Set("GITHUB_STEP_SUMMARY") is { } summary)
        {
            try
            {
                await File.AppendAllTextAsync(summary, text + "\n");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The decision is stored and shown; a summary that cannot be written must not turn it into a failure.
                _context.Hint($"the job summary could not be written: {e.Message}");
            }
        }
    }

    private static string? Checked(string option, string? path, CommandContext context)
    {
        if (path is null)
        {
            return null;
        }

        var full = Path.GetFullPath(path, context.Surroundings.CurrentDirectory);
        ReportFiles.Check(full, option, context);
        return full;
    }
}
