using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Running;
using Eval.Service.Running;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary>What commands that carry out a plan show of it, before and after.</summary>
internal static class PlannedRuns
{
    public static int ShowPlan(CommandContext context, RunPlan plan)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, PlanDocument.Of(plan), DocumentContext.Default.PlanDocument);
        }
        else
        {
            PlanReport.Write(context.Out, plan);
        }

        return ExitCodes.Done;
    }

    public static void Show(CommandContext context, RunOutcome outcome)
    {
        var run = outcome.Run;
        if (context.Json)
        {
            var document = RunDocument.Of(run, context.DatabaseFile, outcome.ExitCode, outcome.Resumed);
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.RunDocument);
        }
        else
        {
            if (outcome.Resumed)
            {
                context.Out.WriteLine($"Went on with run {run.Id}, which had been begun {Figures.Time(run.CreatedAt)} (--fresh starts anew).");
            }

            RunReport.Write(context.Out, run, slices: false);
            context.Out.WriteLine(TerminalText.OneLine($"results   {ShortPath.Of(context.DatabaseFile, context.Surroundings.CurrentDirectory)}, run {run.Id}"));
        }

        foreach (var reason in outcome.Reasons)
        {
            context.Surroundings.Error.WriteLine(TerminalText.OneLine(reason));
        }

        var label = outcome.ExitCode is ExitCodes.Interrupted or ExitCodes.Stopped ? "to go on:" : "next:    ";
        context.Hint($"{label} {Next(context, outcome)}");
    }

    /// <summary>The command that most people want next.</summary>
    private static string Next(CommandContext context, RunOutcome outcome)
    {
        var run = outcome.Run;
        var errors = run.Cells.Any(c => c.Outcomes.Any(o => o.Key.IsError() && o.Value > 0));
        return outcome.ExitCode switch
        {
            ExitCodes.Interrupted or ExitCodes.Stopped => context.Surroundings.Invocation.Of(AgainCommand.Of(context.Parse, EarlierSampleFinder.EarlierRunOf(run))),
            ExitCodes.Broken when run.Cells.All(c => c.Outcomes.Count == 0) => context.Command("doctor"),
            ExitCodes.Broken when errors => context.Command($"samples {run.Id} --errors"),
            _ when run.Cells.Any(c => c.Estimates.Any(e => e.Slice is not null)) => context.Command($"show {run.Id} --slices"),
            _ => context.Command($"samples {run.Id} --wrong"),
        };
    }

    // Also for a run that was interrupted: what it has is worth a report.
    public static async Task<int> WriteAsync(CommandContext context, ReportFiles files, RunOutcome outcome)
    {
        if (files.IsEmpty)
        {
            return outcome.ExitCode;
        }

        try
        {
            await using var database = await Composition.OpenForReadingAsync(context, CancellationToken.None);
            var report = RunReports.Of(outcome.Run, database, context);
            RunReports.Tell(await files.WriteAsync((stream, format) => RunReportWriter.WriteAsync(stream, report, format, CancellationToken.None)), context);
            return outcome.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Surroundings.Error.WriteLine(TerminalText.OneLine($"error: the results are stored, but a report could not be written: {e.Message}"));
            context.Hint($"to write it again: {context.Command($"export --run {outcome.Run.Id} -o FILE")}");
            return outcome.ExitCode == ExitCodes.Done ? ExitCodes.Broken : outcome.ExitCode;
        }
    }
}
