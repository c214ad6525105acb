using Eval.Cli.CommandLine;
using Eval.Core.Running;
using Eval.Storage;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary>Stored runs as reports.</summary>
internal static class RunReports
{
    public static ReportedRun Of(StoredRun run, EvalDatabase database, CommandContext context) =>
        new(run, database.Runs, context.Surroundings.Clock.GetUtcNow()) { Database = Path.GetFileName(database.Path) };

    /// <summary>Tells people which files were written.</summary>
    public static void Tell(IReadOnlyList<WrittenReport> written, CommandContext context)
    {
        foreach (var file in written.Where(w => w.Path is not null && !context.Json))
        {
            context.Out.WriteLine(TerminalText.OneLine($"report    {ReportFiles.Words(file, context)}"));
        }
    }
}
