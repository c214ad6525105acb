using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Eval.Cli.CommandLine;
using Eval.Cli.Progress;
using Eval.Core.Judging.Methods;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>rescore</c>: has stored answers judged by another judge or rubric; no candidate is asked.</summary>
internal static class RescoreCommand
{
    private static readonly Argument<string?> Run = new("run")
    {
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Number or name of the run whose answers are judged [default: the newest that asked candidates]",
    };

    private static readonly Option<string[]> Judges = OptionKinds.Many("--judge", [], "ID", "A candidate of the workspace that judges; several make a jury [default: the suite's]");
    private static readonly Option<string?> Rubric = OptionKinds.Text("--rubric", "NAME", "A rubric by name or path [default: the suite's]");
    private static readonly Option<string?> Method = OptionKinds.Text("--method", "NAME", "How the rubric is applied: score, mt-bench, geval … [default: the suite's or the rubric's]");
    private static readonly Option<string[]> Suites = OptionKinds.Many("--suite", ["-s"], "NAME", "Only these suites (names or quoted wildcards)");
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "Only these candidates' answers (ids or quoted wildcards)");
    private static readonly Option<bool> DryRun = OptionKinds.Flag("--dry-run", [], "Check everything and show the plan with its estimate; ask nothing");
    private static readonly Option<bool> Fresh = OptionKinds.Flag("--fresh", [], "Start anew even where an unfinished run of the same plan exists");
    private static readonly Option<bool> NoCache = OptionKinds.Flag("--no-cache", [], "Use no verdict of an earlier run");
    private static readonly Option<bool> RetryErrors = OptionKinds.Flag("--retry-errors", [], "Judge those samples again that ended in an error, in the newest run of the same plan");
    private static readonly Option<int?> Concurrency = OptionKinds.Whole("--max-concurrency", ["-j"], "N", "Calls in flight for each hosted judge [default: the judge's]", min: 1);

    private static readonly Option<decimal?> Budget = OptionKinds.Money(
        "--budget", "USD", "Stop before this much money is passed, in US dollars, with exit code 5 [default: the workspace's]");

    private static readonly ReportOptions Reports = new("run", Enum.GetValues<ReportFormat>(), toStandardOutput: false);

    static RescoreCommand() => Method.CompletionSources.Add(_ => JudgeMethods.BuiltIn.Select(m => new CompletionItem(m.Name)));

    public static Command Create() => new EvalCommand("rescore", "Have stored answers judged by another judge or rubric")
    {
        Details = "The answers of a stored run are judged again and stored as a run of their own; no candidate is asked. Suites of kind rubric can be judged as they are; those of kind generation need --rubric and --judge.",
        Examples =
        [
            new("rescore --suite demo-judged --judge gpt-large", "the newest run's answers, by another judge"),
            new("rescore 12 --judge gpt-large --judge claude --rubric helpfulness", "by a jury and another rubric"),
            new("rescore 12 --dry-run", "what it would ask and cost"),
        ],
        Arguments = { Run },
        Options = { Judges, Rubric, Method, Suites, Candidates, DryRun, Concurrency, Budget, Reports.Output, Reports.Format },
        Groups =
        [
            new("Earlier runs and verdicts", [Fresh, RetryErrors, NoCache]),
            new("What the run is called", RunLabels.All),
        ],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var files = Reports.Read(context);
        using var composition = new Composition(context);
        var service = composition.RunService();
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var request = new RescoreRequest
        {
            Workspace = workspace,
            Source = await SourceAsync(context, parse.GetValue(Run), cancellationToken),
            Suites = parse.GetValue(Suites) ?? [],
            Candidates = parse.GetValue(Candidates) ?? [],
            Judges = parse.GetValue(Judges) ?? [],
            Rubric = parse.GetValue(Rubric),
            Method = parse.GetValue(Method),
            Name = RunLabels.NameOf(parse),
            Comment = RunLabels.NoteOf(parse),
            Tags = RunLabels.TagsOf(parse),
        };
        var plan = await PatienceNotice.WhileAsync(context, PatienceNotice.Probing, service.PlanAsync(request, cancellationToken));
        if (parse.GetValue(DryRun))
        {
            return PlannedRuns.ShowPlan(context, await service.WithTimesAsync(plan, takesStored: false, cancellationToken));
        }

        var options = new RunOptions
        {
            Fresh = parse.GetValue(Fresh),
            NoCache = parse.GetValue(NoCache),
            RetryErrors = parse.GetValue(RetryErrors),
            ResumeFinished = parse.GetValue(RetryErrors),
            MaxConcurrency = parse.GetValue(Concurrency),
            BudgetUsd = parse.GetValue(Budget) ?? workspace.Defaults.BudgetUsd,
        };
        var outcome = await ProgressDisplay.ShowAsync(
            context, plan, progress => service.RunAsync(plan, options, progress, cancellationToken), cancellationToken);
        PlannedRuns.Show(context, outcome);
        return await PlannedRuns.WriteAsync(context, files, outcome);
    }

    private static async Task<StoredRun> SourceAsync(CommandContext context, string? reference, CancellationToken cancellationToken)
    {
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        if (reference is null)
        {
            // The newest run may be one of these, and one that was stopped: the same command then goes on with it.
            var newest = (await database.RunQueries.ListAsync(0, 500, cancellationToken)).FirstOrDefault(r => r.Trigger is not ("rescore" or "gate") && r.Import is null);
            reference = newest?.Id.ToString(CultureInfo.InvariantCulture);
        }

        return await StoredRuns.FindAsync(database, reference, context, cancellationToken);
    }
}
