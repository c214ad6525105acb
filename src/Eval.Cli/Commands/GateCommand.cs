using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Progress;
using Eval.Cli.Rendering;
using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Gating;
using Eval.Storage.Gates;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary><c>gate</c>: may the candidate replace the baseline? Runs what is missing, decides by a policy, and stores the decision.</summary>
internal static class GateCommand
{
    private static readonly Option<string?> Baseline = OptionKinds.Text(
        "--baseline", "WHAT", "A candidate, a run (12, a name, 12/CANDIDATE), @last-passed, or a file written by export --run [default: the policy's]");

    private static readonly Option<string?> Candidate = new("--candidate", "-m", "--model")
    {
        HelpName = "WHAT",
        Description = "A candidate; or a run or file that holds its results",
    };

    private static readonly Option<string?> Policy = OptionKinds.Text("--policy", "NAME", "A name under gates: of the workspace, or a policy file [default: the only gate of the workspace]");
    private static readonly Option<bool> NoRun = OptionKinds.Flag("--no-run", [], "Use stored results only and ask nothing");
    private static readonly Option<bool> NoPowerCheck = OptionKinds.Flag("--no-power-check", [], "Pay for samples even where they cannot detect the margin");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", "At most this many samples of each suite: a seeded stratified sample", min: 1);
    private static readonly Option<int?> Seed = OptionKinds.Whole("--seed", [], "N", "Seed of subsets, few-shot examples and sampling [default: the workspace's]", min: int.MinValue);
    private static readonly Option<int?> Epochs = OptionKinds.Whole("--epochs", ["--repeat"], "N", "Ask each sample this many times [default: the suite's]", min: 1);
    private static readonly Option<bool> Fresh = OptionKinds.Flag("--fresh", [], "Ask the candidate anew: use no stored results and no cached answers of it");
    private static readonly Option<bool> NoCache = OptionKinds.Flag("--no-cache", [], "Use no answer of an earlier run for what is run now");
    private static readonly Option<bool> AllowCommands = OptionKinds.Flag("--allow-commands", [], "Let suites start the programs that they name as scorers; only for suites that you trust");
    private static readonly Option<int?> Concurrency = OptionKinds.Whole("--max-concurrency", ["-j"], "N", "Calls in flight for each hosted candidate [default: the candidate's]", min: 1);
    private static readonly Option<decimal?> Budget = OptionKinds.Money("--budget", "USD", "Stop before this much money is passed, in US dollars, with exit code 5 [default: the workspace's]");
    private static readonly Option<string?> Markdown = OptionKinds.Text("--markdown", "FILE", "Write the report as Markdown (it is also appended to the file in GITHUB_STEP_SUMMARY)");
    private static readonly Option<string?> JUnit = OptionKinds.Text("--junit", "FILE", "Write the report as JUnit XML");
    private static readonly Option<bool> SelfCheck = OptionKinds.Flag("--self-check", [], "Decide nothing: tell from stored scores how often this gate would be wrong");
    private static readonly Option<bool> HonourWaivers = OptionKinds.Flag("--honour-waivers", [], "Exit with 0 where a waiver holds for this policy, baseline, candidate and evidence");

    public static Command Create()
    {
        var command = new EvalCommand("gate", "Decide whether a candidate may replace a baseline")
        {
            Details = "Passes where the candidate is proven to be no worse than the baseline by more than the policy's margins (exit code 0), fails where a greater loss is proven (1), "
                + "and says how many samples would decide where neither is (3). Failures of the infrastructure never count as losses (4).",
            Examples =
            [
                new("gate --baseline tiny-medium --candidate tiny-large", "may tiny-large replace tiny-medium?"),
                new("gate --baseline @last-passed --candidate next --junit gate.xml", "in CI, against what passed last"),
                new("gate --baseline baseline.jsonl.gz --candidate next --policy strict.yaml", "against a file, by a policy file"),
                new("gate --self-check --baseline tiny-medium", "how often would this gate be wrong, and how often would it see that nothing changed?"),
                new("gate waive 3 --reason hotfix-412 --until 2026-12-01", "take the responsibility for a decision"),
                new("gate list", "the stored decisions"),
            ],
            Options =
            {
                Baseline, Candidate, Policy, NoRun, NoPowerCheck, Limit, Seed, Epochs, Fresh, NoCache, AllowCommands, Concurrency, Budget, Markdown, JUnit, HonourWaivers, SelfCheck,
            },
            Subcommands = { GateShowCommand.Create(), GateListCommand.Create(), GateWaiveCommand.Create() },
            Work = WorkAsync,
        };

        // The parser would ask for one of the subcommands.
        command.SetAction(_ => ExitCodes.Done);
        return command;
    }

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var policy = GatePolicies.Find(parse.GetValue(Policy), workspace, context);
        if (parse.GetValue(Fresh) && parse.GetValue(NoRun))
        {
            throw new EvalConfigurationException(null, "--fresh asks the candidate anew and --no-run asks nothing", "give one of them");
        }

        var request = new GateRequest
        {
            Workspace = workspace,
            Policy = policy,
            Baseline = Reference(parse.GetValue(Baseline), workspace, context),
            Candidate = Reference(parse.GetValue(Candidate), workspace, context),
            Limit = parse.GetValue(Limit),
            Seed = parse.GetValue(Seed),
            Epochs = parse.GetValue(Epochs),
            NoRun = parse.GetValue(NoRun),
            Fresh = parse.GetValue(Fresh),
            PowerCheck = !parse.GetValue(NoPowerCheck),
            Options = new RunOptions
            {
                NoCache = parse.GetValue(NoCache) || parse.GetValue(Fresh),
                Fresh = parse.GetValue(Fresh),
                AllowCommands = parse.GetValue(AllowCommands),
                MaxConcurrency = parse.GetValue(Concurrency),
                BudgetUsd = parse.GetValue(Budget) ?? workspace.Defaults.BudgetUsd,
            },
            DecidedBy = GatePolicies.Who(context),
        };
        if (parse.GetValue(SelfCheck))
        {
            return await SelfCheckAsync(context, request, cancellationToken);
        }

        var files = GateFiles.Of(parse.GetValue(Markdown), parse.GetValue(JUnit), context);
        using var composition = new Composition(context);
        var service = Service(context, composition);
        var outcome = await service.DecideAsync(
            request, (plan, run, token) => ProgressDisplay.ShowAsync(context, plan, run, token), cancellationToken);
        var now = context.Surroundings.Clock.GetUtcNow();
        var exitCode = parse.GetValue(HonourWaivers) && outcome.Decided?.WaiverAt(now) is not null ? ExitCodes.Done : outcome.ExitCode;
        Show(context, request, outcome, exitCode, now);
        await files.WriteAsync(request, outcome, now);
        return exitCode;
    }

    private static GateService Service(CommandContext context, Composition composition) =>
        new(context.DatabaseFile, composition.RunService(), context.Surroundings.Clock);

    private static async Task<int> SelfCheckAsync(CommandContext context, GateRequest request, CancellationToken cancellationToken)
    {
        using var composition = new Composition(context);
        var outcome = await Service(context, composition).SelfCheckAsync(request, cancellationToken);
        if (context.Json)
        {
            JsonOutput.Write(context.Surroundings.Out, GateSelfCheckDocument.Of(request.Policy, outcome), DocumentContext.Default.GateSelfCheckDocument);
        }
        else
        {
            GateSelfCheckReport.Write(context.Out, request.Policy, outcome);
        }

        return ExitCodes.Done;
    }

    // A file is named from where the user is; everything else by its name.
    private static string? Reference(string? reference, Workspace workspace, CommandContext context)
    {
        if (reference is null || workspace.Candidates.Any(c => c.Id == reference))
        {
            return reference;
        }

        var path = Path.GetFullPath(reference, context.Surroundings.CurrentDirectory);
        return File.Exists(path) ? path : reference;
    }

    private static void Show(CommandContext context, GateRequest request, GateOutcome outcome, int exitCode, DateTimeOffset now)
    {
        if (context.Json)
        {
            var document = outcome.Decided is { } decided
                ? GateDocument.Of(decided, exitCode, outcome.Power, context.DatabaseFile, now)
                : GateDocument.Of(request.Policy, outcome with { ExitCode = exitCode }, context.DatabaseFile);
            JsonOutput.Write(context.Surroundings.Out, document, DocumentContext.Default.GateDocument);
            return;
        }

        if (outcome.Decided is { } gate)
        {
            GateReport.Write(context.Out, gate, now);
            if (gate.Decision.Verdict == GateVerdict.Fail && Side(gate, GateSide.Baseline) is { } old && Side(gate, GateSide.Candidate) is { } @new)
            {
                context.Hint($"what broke: {context.Command($"compare {old} {@new} --items")}");
            }

            context.Hint(Next(context, gate, exitCode, gate.WaiverAt(now) is not null));
            return;
        }

        context.Out.WriteLine(TerminalText.OneLine($"Gate {request.Policy.Name}: {request.Candidate}: {GateEndings.Word(outcome.ExitCode)}"), new Style(Color.Yellow, decoration: Decoration.Bold));
        foreach (var reason in GateEndings.Reasons(outcome))
        {
            context.Out.WriteLine(TerminalText.OneLine(reason));
        }

        context.Hint(outcome.ExitCode == ExitCodes.Inconclusive
            ? "to pay for it all the same: --no-power-check"
            : $"to go on: {context.Surroundings.Invocation.Of(AgainCommand.Of(context.Parse))}");
    }

    // Null for what was read from a file, whose folder the record does not keep.
    private static string? Side(DecidedGate gate, GateSide side) =>
        gate.Record.Evidence.LastOrDefault(e => e.Side == side) is { RunId: { } run }
            ? Invocation.Quote($"{run}/{(side == GateSide.Baseline ? gate.Record.BaselineName : gate.Record.CandidateName)}")
            : null;

    /// <summary>The command that most people want next.</summary>
    private static string Next(CommandContext context, DecidedGate gate, int exitCode, bool isWaived) => gate.Decision.Verdict switch
    {
        GateVerdict.Pass => $"again:    {context.Command($"gate show {gate.Record.Id}")}",
        _ when exitCode == ExitCodes.Done => "let through by a waiver; the verdict stands",
        _ when isWaived => "a waiver holds: --honour-waivers lets it through",
        GateVerdict.Broken => $"next:     {context.Command("doctor")}",
        _ => $"to override it: {context.Command($"gate waive {gate.Record.Id} --reason …")}",
    };
}
