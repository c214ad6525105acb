using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Diagnosis;
using Eval.Cli.Documents;
using Eval.Cli.Progress;
using Eval.Cli.Rendering;

namespace Eval.Cli.Commands;

/// <summary><c>doctor</c>: what this machine has, and what is missing for local models, data and results.</summary>
internal static class DoctorCommand
{
    public static Command Create() => new EvalCommand("doctor", "Look at this machine: engine, devices, workspace, database")
    {
        Details = "Asks every hosted candidate of the workspace a few short questions, to see what it can do. Exit code 0 where everything found is sound, 4 where something is broken. What is merely absent is a note.",
        Examples =
        [
            new("doctor", "a list to read, or to put into a bug report"),
            new("doctor --json", "for a script"),
        ],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var findings = await PatienceNotice.WhileAsync(context, PatienceNotice.Probing, Examination.MakeAsync(context, cancellationToken));
        var healthy = findings.All(f => f.State != Finding.Problem);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, new DoctorDocument(1, healthy, findings), DocumentContext.Default.DoctorDocument);
        }
        else
        {
            DoctorReport.Write(context.Out, findings);
        }

        return healthy ? ExitCodes.Done : ExitCodes.Broken;
    }
}
