using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Workspaces;

namespace Eval.Core.Judging.Agreement;

/// <summary>What a judge is to be asked about labelled rows.</summary>
public sealed record JudgingOrder
{
    /// <summary>The judge.</summary>
    public required Candidate Judge { get; init; }

    /// <summary>The rubric.</summary>
    public required Rubric Rubric { get; init; }

    /// <summary>How it is asked.</summary>
    public required IJudgeMethod Method { get; init; }

    /// <summary>What the labels say.</summary>
    public required LabelForm Form { get; init; }

    /// <summary>The rows; never empty.</summary>
    public required IReadOnlyList<LabelRow> Rows { get; init; }

    /// <summary>How often each row is judged, 1 or more; more than once for test–retest. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The seed. Default 17.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Whether answers of earlier runs may be taken. Default true.</summary>
    public bool ReadCache { get; init; } = true;

    /// <summary>What may be spent in US dollars, or null for no limit.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>Calls in flight, or null for the candidate's own number.</summary>
    public int? Concurrency { get; init; }

    /// <summary>The least score that passes, where labels are pass or fail: the rubric's, or the upper one of two.</summary>
    private double? PassFrom => Rubric.Scale.PassFrom ?? (Rubric.Scale.Count == 2 ? Rubric.Scale.Max : null);

    /// <summary>Checks that everything fits.</summary>
    /// <exception cref="EvalConfigurationException">It does not; nothing was asked.</exception>
    internal void Check()
    {
        var problems = new List<ConfigProblem>();
        void Problem(string message, string? hint = null) => problems.Add(new ConfigProblem(null, message, hint));
        if (Method.WhyNot(Rubric) is { } why)
        {
            Problem($"the rubric {Rubric.Name} cannot be applied by the method {Method.Name}: {why}", "--method names another one");
        }

        if (Method.IsPairwise != (Form == LabelForm.Pairwise))
        {
            Problem(
                Method.IsPairwise ? $"{Method.Name} compares two answers, and these labels are of one ({CardWords.Form(Form)})" : $"these labels say which of two answers is better, and {Method.Name} judges one",
                Method.IsPairwise ? "--other names the second answer; or choose another --method" : "--method pairwise");
        }
        else if (Form == LabelForm.PassFail && PassFrom is null)
        {
            Problem($"these labels are pass or fail, and the rubric {Rubric.Name} does not say from which score an answer passes", "add passFrom to its scale");
        }

        Missing("--question", "question", r => r.Question);
        Missing("--answer", "answer", r => r.Answer);
        if (Method.IsPairwise)
        {
            Missing("--other", "second answer", r => r.Other);
        }

        if (Rubric.Reference == Presence.Required)
        {
            Missing("--reference", "right answer", r => r.Reference);
        }

        if (Rubric.Context == Presence.Required)
        {
            Missing("--context", "context", r => r.Context);
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }

        void Missing(string option, string what, Func<LabelRow, string?> field)
        {
            if (Rows.FirstOrDefault(r => field(r) is null) is { } row)
            {
                problems.Add(new ConfigProblem(row.Source, $"has no {what}", $"{option} names its field"));
            }
        }
    }

    /// <summary>What the judge is shown of a row.</summary>
    internal JudgeTask TaskOf(LabelRow row) => new()
    {
        Turns = [new JudgedTurn(row.Question!, row.Answer!)],
        Others = Method.IsPairwise ? [row.Other!] : null,
        Reference = Rubric.Reference == Presence.None || string.IsNullOrWhiteSpace(row.Reference) ? null : row.Reference,
        Context = Rubric.Context == Presence.None || string.IsNullOrWhiteSpace(row.Context) ? null : row.Context,
        SampleId = row.Item.Id,
    };

    /// <summary>A verdict as readings: of two answers one for each order that was asked.</summary>
    internal IEnumerable<JudgeReading> ReadingsOf(JudgeVerdict verdict)
    {
        if (!Method.IsPairwise || verdict.Pair is null)
        {
            // Settled without a call, both orders at once.
            double? value = verdict.State != VerdictState.Scored || verdict.Score is not { } score ? null
                : Form == LabelForm.PassFail ? AgreementFigures.Passes(score, PassFrom!.Value) : score;
            return Method.IsPairwise && value is not null
                ? [JudgeReading.Of(value.Value), JudgeReading.Of(value.Value, ShownOrder.Swapped)]
                : [new JudgeReading(value is null && verdict.State == VerdictState.Scored ? VerdictState.Unparsed : verdict.State, value)];
        }

        return [Reading(verdict.Pair.OursFirst, ShownOrder.AsGiven), Reading(verdict.Pair.OursSecond, ShownOrder.Swapped)];

        JudgeReading Reading(int? strength, ShownOrder shown) => strength is { } s
            ? JudgeReading.Of((Math.Sign(s) + 1) / 2.0, shown)
            : new JudgeReading(verdict.State == VerdictState.Scored ? VerdictState.Unparsed : verdict.State, null, shown);
    }
}
