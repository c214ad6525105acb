using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Storage;
using Eval.Storage.Opening;

namespace Eval.Cli.Commands;

/// <summary>The part of <c>agree</c> that asks a judge now.</summary>
internal static class AgreeAsking
{
    private static readonly Option<string?> Method = OptionKinds.Text("--method", "NAME", "How it is asked [default: the rubric's; pairwise for two answers]");
    private static readonly Option<int?> Times = OptionKinds.Whole("--repeat", [], "N", "Judge every row so often, for test and retest [default: 1]", min: 1);
    private static readonly Option<int?> Concurrency = OptionKinds.Whole("--max-concurrency", ["-j"], "N", "Calls in flight [default: the candidate's]", min: 1);
    private static readonly Option<decimal?> Budget = OptionKinds.Money("--budget", "USD", "Spend at most so much [default: the workspace's]");
    private static readonly Option<bool> NoCache = OptionKinds.Flag("--no-cache", [], "Take no answer of an earlier run");

    public static OptionGroup Group { get; } = new("Asking the judge now", [Method, Times, Concurrency, Budget, NoCache]);

    /// <summary>Asks, and gives the card.</summary>
    /// <exception cref="EvalConfigurationException">Judge, rubric, method and labels do not fit; nothing was asked.</exception>
    public static async Task<JudgeCard> AskAsync(
        CommandContext context, LabelFile file, string judge, string rubricName, CardOptions options, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var workspace = WorkspaceLoader.Load(context.WorkspaceFilePath);
        var candidate = workspace.Candidates.FirstOrDefault(c => c.Id == judge) ?? throw new EvalConfigurationException(
            null, $"\"{judge}\" is no candidate of the workspace, and stored verdicts are not named", NearestName.Hint(judge, workspace.Candidates.Select(c => c.Id)));
        var rubric = RubricLoader.Find(rubricName, Path.GetDirectoryName(context.WorkspaceFilePath)!);
        var named = parse.GetValue(Method) ?? (file.Form == LabelForm.Pairwise ? "pairwise" : rubric.Method);
        var method = JudgeMethods.Find(named) ?? throw new EvalConfigurationException(
            null, $"\"{named}\" is not a method of judging", NearestName.Hint(named, JudgeMethods.BuiltIn.Select(m => m.Name)));
        var order = new JudgingOrder
        {
            Judge = candidate,
            Rubric = rubric,
            Method = method,
            Form = file.Form,
            Rows = file.Rows,
            Times = parse.GetValue(Times) ?? 1,
            Seed = workspace.Defaults.Seed,
            ReadCache = !parse.GetValue(NoCache),
            BudgetUsd = parse.GetValue(Budget) ?? workspace.Defaults.BudgetUsd,
            Concurrency = parse.GetValue(Concurrency),
        };

        // Before anything is paid for: a mark of one's own would make a card that the rubric's scores are not passed by.
        var metric = file.Form == LabelForm.PassFail ? "judge_pass" : method.MetricId(rubric);
        var scale = AgreeRun.Options(metric, options, rubric.Scale.PassFrom, $"the rubric {rubric.Name}");
        var judged = await AskAsync(context, order, cancellationToken);
        var subject = new CardSubject(JudgedBy.IdentityOf([judged.Identity]), candidate.Id, method.Name, method.Version, rubric.Hash, rubric.Name, metric);
        var card = JudgeCards.Of(subject, file.Source, file.Form, judged.Items, scale);
        return judged.Calls.CostMicroUsd > 0 ? card with { Notes = [.. card.Notes, $"judging cost {Figures.Money(judged.Calls.CostMicroUsd)} in {Figures.Count(judged.Calls.Calls)} calls"] } : card;
    }

    private static async Task<JudgedLabels> AskAsync(CommandContext context, JudgingOrder order, CancellationToken cancellationToken)
    {
        using var composition = new Composition(context);
        await using var database = await EvalDatabase.OpenAsync(
            new EvalDatabaseOptions { Path = context.DatabaseFile, Mode = OpenMode.ReadWrite, Time = context.Surroundings.Clock }, cancellationToken);
        var asking = new LabelJudging(composition.Models, database.Answers, context.Surroundings.Clock);
        try
        {
            return await asking.AskAsync(order, new Told(context, order.Rows.Count), cancellationToken);
        }
        catch (ModelUnavailableException e)
        {
            throw new EvalConfigurationException(order.Judge.DefinedAt, $"the judge \"{order.Judge.Id}\" cannot be asked: {e.Message}", "what was answered is kept: the same command goes on from there");
        }
    }

    // A line for each chunk: enough for a person who waits, and for a log.
    private sealed class Told(CommandContext context, int rows) : IProgress<int>
    {
        public void Report(int value) => context.Hint($"judged {Figures.Count(value)} of {Figures.Count(rows)}");
    }
}
