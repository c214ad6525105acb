using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Progress;
using Eval.Cli.Rendering;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Running;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary><c>check</c>: loads everything a run would need and reports every mistake with its place, without asking a model.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string?> Rubric = new("rubric")
    {
        HelpName = "RUBRIC",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A rubric to check alone: its file, or its name [default: the whole workspace]",
    };

    public static Command Create() => new EvalCommand("check", "Check the workspace, its suites, their data, its rubrics and the candidates")
    {
        Details = "Every mistake is reported with file, line and column. Nothing is asked of a model, nothing is stored.",
        Examples =
        [
            new("check", "the workspace here"),
            new("check rubrics/tone.yaml", "one rubric alone"),
            new("check -c suites/public.yaml --json", "another workspace, for a script"),
        ],
        Aliases = { "validate" },
        Arguments = { Rubric },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Parse.GetValue(Rubric) is { } rubric)
        {
            return RubricCheck.Run(context, rubric);
        }

        var file = context.WorkspaceFilePath;
        IReadOnlyList<ConfigProblem> problems;
        try
        {
            var workspace = WorkspaceLoader.Load(file);
            var rubrics = RubricLoader.FilesOf(workspace);
            var wrong = RubricCheck.Problems(rubrics);
            using var composition = new Composition(context);
            (var plan, problems) = await PatienceNotice.WhileAsync(
                context, PatienceNotice.Probing, PlanAsync(composition.RunService(), workspace, cancellationToken));
            if (plan is not null && wrong.Count == 0)
            {
                return Report(context, workspace, plan, rubrics.Count);
            }

            // A suite that names a broken rubric told its mistakes already.
            problems = [.. problems.Concat(wrong).Distinct()];
        }
        catch (EvalConfigurationException e)
        {
            problems = e.Problems;
        }

        return Report(context, file, problems);
    }

    // A plan stops at the first stage that fails; where it does, each suite is tried apart, so that one broken suite hides no other.
    private static async Task<(RunPlan? Plan, IReadOnlyList<ConfigProblem> Problems)> PlanAsync(
        RunService service, Workspace workspace, CancellationToken cancellationToken)
    {
        try
        {
            return (await service.PlanAsync(new RunRequest { Workspace = workspace, AllowCommands = true }, cancellationToken), []);
        }
        catch (EvalConfigurationException e)
        {
            var problems = e.Problems.ToList();
            foreach (var suite in workspace.SuiteFiles)
            {
                try
                {
                    await service.PlanAsync(new RunRequest { Workspace = workspace with { SuiteFiles = [suite] }, AllowCommands = true }, cancellationToken);
                }
                catch (EvalConfigurationException more)
                {
                    problems.AddRange(more.Problems);
                }
            }

            return (null, [.. problems.Distinct()]);
        }
    }

    /// <summary>Tells what is wrong with a file and those that belong to it.</summary>
    public static int Report(CommandContext context, string file, IReadOnlyList<ConfigProblem> problems)
    {
        ErrorReport.Write(problems, json: false, context.Surroundings);
        context.Surroundings.Error.WriteLine(problems.Count == 1 ? "1 problem" : $"{problems.Count} problems");
        if (context.Json)
        {
            Write(context, new CheckDocument(1, Valid: false, file, 0, 0, 0, 0, [.. problems.Select(ProblemEntry.Of)], []));
        }

        return ExitCodes.Usage;
    }

    private static int Report(CommandContext context, Workspace workspace, RunPlan plan, int rubrics)
    {
        var suites = plan.Cells.DistinctBy(c => c.Suite.Name).ToList();
        var samples = suites.Sum(c => c.Samples);
        var warnings = plan.Cells.Where(c => c.SkipReason is not null).Select(c => $"{c.Key} would be left out: {c.SkipReason}").ToList();
        if (context.Json)
        {
            Write(context, new CheckDocument(1, Valid: true, workspace.File, workspace.Candidates.Count, suites.Count, rubrics, samples, [], warnings));
            return ExitCodes.Done;
        }

        warnings.ForEach(w => context.Error.WriteLine(TerminalText.OneLine(w), new Style(Color.Yellow)));
        var judging = rubrics switch { 0 => "", 1 => "1 rubric, ", _ => $"{rubrics} rubrics, " };
        context.Out.WriteLine(TerminalText.OneLine(
            $"{ShortPath.Of(workspace.File, context.Surroundings.CurrentDirectory)}: fine ({workspace.Candidates.Count} candidates, {suites.Count} suites, {judging}{Figures.Count(samples)} samples)"));
        return ExitCodes.Done;
    }

    /// <summary>Writes the document of <c>--json</c>.</summary>
    public static void Write(CommandContext context, CheckDocument document) =>
        JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.CheckDocument);
}
