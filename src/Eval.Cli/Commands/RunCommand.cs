using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Progress;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary><c>run</c>: asks candidates the samples of suites, stores every answer, and shows what the numbers are worth.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Suites = new("suites")
    {
        HelpName = "SUITE...",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Names of suites; quote wildcards: 'demo-*' [default: all of the workspace]",
    };

    private static readonly Option<string[]> Candidates = OptionKinds.Many(
        "--candidate", ["-m", "--model", "--filter-candidate"], "ID", "A candidate by id or quoted wildcard; repeat it or use commas [default: all]");

    private static readonly Option<int?> Limit = OptionKinds.Whole(
        "--limit", ["-n"], "N", "At most this many samples of each suite: a seeded stratified sample, not the first ones", min: 1);

    private static readonly Option<int?> Seed = OptionKinds.Whole(
        "--seed", [], "N", "Seed of subsets, few-shot examples and sampling [default: the workspace's]", min: int.MinValue);

    private static readonly Option<int?> Epochs = OptionKinds.Whole(
        "--epochs", ["--repeat"], "N", "Ask each sample this many times [default: the suite's]", min: 1);

    private static readonly Option<bool> DryRun = OptionKinds.Flag("--dry-run", [], "Check everything and show the plan with its estimate; ask nothing");
    private static readonly Option<bool> Fresh = OptionKinds.Flag("--fresh", [], "Start anew even where an unfinished run of the same plan exists");
    private static readonly Option<bool> NoCache = OptionKinds.Flag("--no-cache", [], "Use no answer of an earlier run");
    private static readonly Option<bool> RetryErrors = OptionKinds.Flag("--retry-errors", [], "Ask those samples again that ended in an error, in the newest run of the same plan or in that of --resume");

    private static readonly Option<bool> AllowCommands = OptionKinds.Flag(
        "--allow-commands", [], "Let suites start the programs that they name as scorers; only for suites that you trust");

    private static readonly Option<int?> Concurrency = OptionKinds.Whole(
        "--max-concurrency", ["-j"], "N", "Calls in flight for each hosted candidate [default: the candidate's]", min: 1);

    private static readonly Option<decimal?> Budget = OptionKinds.Money(
        "--budget", "USD", "Stop before this much money is passed, in US dollars, with exit code 5 [default: the workspace's]");

    private static readonly ReportOptions Reports = new("run", Enum.GetValues<ReportFormat>(), toStandardOutput: false);

    public static Command Create() => new EvalCommand("run", "Run suites on candidates and store every answer")
    {
        Details = "Everything is checked before the first call. Every finished sample is stored at once: stop a run at any point and the next run of the same plan goes on where it stopped.",
        Examples =
        [
            new("run", "everything the workspace lists"),
            new("run demo-facts -m 'tiny-*' --limit 200", "one suite, some candidates, 200 samples"),
            new("run --dry-run", "what it would ask and take"),
            new("run --filter-failing latest", "only the samples that some candidate failed in the newest run"),
            new("run --filter-tag demo --filter-slice category=colour", "suites of a tag, and of their samples those of a slice"),
            new("run --retry-errors", "ask again what ended in an error"),
            new("run --resume", "go on with the newest run that did not end"),
            new("run --name nightly --tag branch=main --note 'new prompt'", "a run that can be found again"),
            new("run --json --quiet > run.json", "for a script"),
            new("run -o report.html -o junit.xml", "with a page for people and a report for CI"),
        ],
        Arguments = { Suites },
        Options = { Candidates, Limit, Seed, Epochs, DryRun, Concurrency, Budget, AllowCommands, Reports.Output, Reports.Format },
        Groups =
        [
            new("Only some suites and samples", RunFilters.All),
            new("Earlier runs and answers", [Fresh, ResumedRun.Option, RetryErrors, NoCache]),
            new("What the run is called", RunLabels.All),
        ],
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        RejectContradictions(parse);
        var files = Reports.Read(context);
        using var composition = new Composition(context);
        var service = composition.RunService();
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var resumed = await ResumedRun.FindAsync(context, cancellationToken);
        var request = await RequestAsync(context, workspace, cancellationToken);
        var plan = await PatienceNotice.WhileAsync(
            context, PatienceNotice.Probing, service.PlanAsync(resumed is null ? request : ResumedRun.Apply(request, resumed), cancellationToken));
        if (parse.GetValue(DryRun))
        {
            return PlannedRuns.ShowPlan(context, await service.WithTimesAsync(plan, takesStored: !parse.GetValue(NoCache), cancellationToken));
        }

        var options = new RunOptions
        {
            ResumeId = resumed?.Id,
            Fresh = parse.GetValue(Fresh),
            NoCache = parse.GetValue(NoCache),
            RetryErrors = parse.GetValue(RetryErrors),
            ResumeFinished = parse.GetValue(RetryErrors),
            AllowCommands = parse.GetValue(AllowCommands),
            MaxConcurrency = parse.GetValue(Concurrency),
            BudgetUsd = parse.GetValue(Budget) ?? workspace.Defaults.BudgetUsd,
        };
        var outcome = await ProgressDisplay.ShowAsync(
            context, plan, progress => service.RunAsync(plan, options, progress, cancellationToken), cancellationToken);
        PlannedRuns.Show(context, outcome);
        return await PlannedRuns.WriteAsync(context, files, outcome);
    }

    private static async Task<RunRequest> RequestAsync(CommandContext context, Workspace workspace, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        return new RunRequest
        {
            Workspace = workspace,
            Suites = [.. parse.GetValue(Suites) ?? [], .. RunFilters.SuitesOf(parse)],
            SuiteTags = RunFilters.TagsOf(parse),
            Selection = await RunFilters.SelectionAsync(context, cancellationToken),
            Candidates = parse.GetValue(Candidates) ?? [],
            Limit = parse.GetValue(Limit),
            Seed = parse.GetValue(Seed),
            Epochs = parse.GetValue(Epochs),
            Name = RunLabels.NameOf(parse),
            Comment = RunLabels.NoteOf(parse),
            Tags = RunLabels.TagsOf(parse),
            AllowCommands = parse.GetValue(AllowCommands),
        };
    }

    private static void RejectContradictions(ParseResult parse)
    {
        if (parse.GetValue(DryRun) && parse.GetValue(Reports.Output) is { Length: > 0 })
        {
            throw new EvalConfigurationException(null, "--dry-run has no results that -o could write", "give one of them");
        }

        foreach (var option in new Option[] { ResumedRun.Option, RetryErrors }.Where(o => parse.GetValue(Fresh) && parse.GetResult(o) is { Implicit: false }))
        {
            throw new EvalConfigurationException(null, $"--fresh starts a new run and {option.Name} goes on with an old one", "give one of them");
        }
    }
}
