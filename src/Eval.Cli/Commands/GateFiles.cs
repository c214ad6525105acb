using System.Text;
using Eval.Cli.CommandLine;
using Eval.Cli.Rendering;
using Eval.Core.Workspaces;
using Eval.Service.Gating;

namespace Eval.Cli.Commands;

/// <summary>The files that a gate's report goes to. Opened before anything is asked, so that a path that cannot be written costs nothing.</summary>
internal sealed class GateFiles : IDisposable
{
    private readonly FileStream? _markdown;
    private readonly FileStream? _junit;
    private readonly CommandContext _context;

    private GateFiles(FileStream? markdown, FileStream? junit, CommandContext context) => (_markdown, _junit, _context) = (markdown, junit, context);

    /// <summary>Opens what was asked for.</summary>
    /// <exception cref="EvalConfigurationException">A file cannot be written.</exception>
    public static GateFiles Open(string? markdown, string? junit, CommandContext context) =>
        new(Create("--markdown", markdown, context), Create("--junit", junit, context), context);

    /// <summary>Writes the report, and appends it to a CI job's summary where there is one.</summary>
    public void Write(GateRequest request, GateOutcome outcome, DateTimeOffset now)
    {
        var text = outcome.Decided is { } gate ? GateMarkdown.Of(gate, now) : GateMarkdown.Of(request.Policy.Name, request.Candidate ?? "", outcome);
        _markdown?.Write(Encoding.UTF8.GetBytes(text));
        if (_junit is not null)
        {
            if (outcome.Decided is { } decided)
            {
                GateJUnit.Write(_junit, decided, now);
            }
            else
            {
                GateJUnit.Write(_junit, request.Policy.Name, outcome, now);
            }
        }

        if (_context.Surroundings.Set("GITHUB_STEP_SUMMARY") is { } summary)
        {
            try
            {
                File.AppendAllText(summary, text + "\n");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The decision is stored and shown; a summary that cannot be written must not turn it into a failure.
                _context.Hint($"the job summary could not be written: {e.Message}");
            }
        }
    }

    /// <summary>Closes the files; where nothing came to be reported, none is left that a reader of reports would take for a damaged one.</summary>
    public void Dispose()
    {
        foreach (var file in new[] { _markdown, _junit }.OfType<FileStream>())
        {
            var isEmpty = file.Length == 0;
            file.Dispose();
            if (isEmpty)
            {
                File.Delete(file.Name);
            }
        }
    }

    private static FileStream? Create(string option, string? path, CommandContext context)
    {
        if (path is null)
        {
            return null;
        }

        var full = Path.GetFullPath(path, context.Surroundings.CurrentDirectory);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? full);
            return File.Create(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(null, $"{option}: {full} cannot be written: {e.Message}", "name a file of its own in a folder that you may write to");
        }
    }
}
