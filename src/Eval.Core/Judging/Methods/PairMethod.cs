using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.Core.Suites;

namespace Eval.Core.Judging.Methods;

/// <summary>Two answers side by side, in the orders that the call's policy asks for; verdicts are turned to "ours".</summary>
internal abstract class PairMethod : IJudgeMethod
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract string Version { get; }

    public bool IsPairwise => true;

    public string? WhyNot(Rubric rubric) => null;

    public string? WhyNot(ModelDescription judge) => ChatJudges.WhyNot(judge);

    public string MetricId(Rubric rubric) => "judge_win";

    // The answer is still empty: that a pair with an empty answer is settled without a call says nothing about the one to come.
    public SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call) => Problem(task) is not null
        ? default
        : ChatJudges.Estimate(call.MaxTokens, Orders(task, call).Select(o => Prompt(call.Model, rubric, task, call).Messages(task, o, attempt: 1, problem: null)));

    public async Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(
        IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken) =>
        await Task.WhenAll(tasks.Select(async task =>
            Problem(task) is { } problem ? JudgeVerdict.Without(VerdictState.Failed, problem)
            : SettledVerdicts.OfPair(task) ?? await JudgeAsync(task, rubric, call, cancellationToken)));

    /// <summary>What the judge is told to do.</summary>
    protected abstract string Instruction(Rubric rubric, JudgeTask task, JudgeCall call);

    /// <summary>The labels that it may give; each is worth its strength for the answer that is shown first.</summary>
    protected abstract VerdictForm Form(JudgeCall call);

    private async Task<JudgeVerdict> JudgeAsync(JudgeTask task, Rubric rubric, JudgeCall call, CancellationToken cancellationToken)
    {
        var orders = Orders(task, call);
        var prompt = Prompt(call.Model, rubric, task, call);
        List<(PairOrder Order, JudgeAnswer Answer)> asked =
            [.. orders.Zip(await Task.WhenAll(orders.Select(o => JudgeAsking.AskAsync(call.Model, call, prompt, task, o, cancellationToken))))];
        var outcome = new PairwiseOutcome(StrengthIn(asked, PairOrder.OursFirst), StrengthIn(asked, PairOrder.OursSecond))
        {
            BadFirst = IsBothBad(asked, PairOrder.OursFirst),
            BadSecond = IsBothBad(asked, PairOrder.OursSecond),
        };
        outcome = outcome with
        {
            IsDisagreement = outcome is { OursFirst: { } first, OursSecond: { } second } && Math.Sign(first) != Math.Sign(second),
        };
        if (outcome.IsDisagreement && call.Swap == SwapPolicy.BothThird)
        {
            // With a mark and a seed of its own: the same judge must not be served the reply that it gave before.
            var third = call.Third ?? call.Model;
            var order = Drawn(task, call, "third");
            var answer = await JudgeAsking.AskAsync(
                third, call with { Seed = unchecked(call.Seed + 1) }, Prompt(third, rubric, task, call) with { Round = "third" }, task, order, cancellationToken);
            asked.Add((order, answer));
            outcome = outcome with { Third = Strength(order, answer) };
        }

        var failed = asked.Find(a => a.Answer.Reading is null).Answer;
        return new JudgeVerdict
        {
            State = failed?.State ?? VerdictState.Scored,
            Score = failed is null ? Score(outcome, call.Swap) : null,
            Pair = outcome,
            Feedback = Feedback(asked),
            Replies = [.. asked.SelectMany(a => a.Answer.Replies)],
            Reason = failed?.Reason ?? (outcome.IsDisagreement ? "the judge contradicts itself when the answers are swapped" : null),
        };
    }

    /// <summary>1 where ours won, ½ for a tie, 0 where it lost, as the policy has it.</summary>
    private static double Score(PairwiseOutcome outcome, SwapPolicy policy) => outcome switch
    {
        { Third: { } third } => Points(third),
        { OursFirst: { } first, OursSecond: { } second } when policy == SwapPolicy.BothHalf => (Points(first) + Points(second)) / 2,
        { IsDisagreement: true } => 0.5,
        _ => Points(outcome.OursFirst ?? outcome.OursSecond!.Value),
    };

    private static double Points(int strength) => (Math.Sign(strength) + 1) / 2.0;

    private static IReadOnlyList<PairOrder> Orders(JudgeTask task, JudgeCall call) =>
        call.Swap == SwapPolicy.Random ? [Drawn(task, call, "order")] : [PairOrder.OursFirst, PairOrder.OursSecond];

    private static PairOrder Drawn(JudgeTask task, JudgeCall call, string purpose) =>
        SeededRandom.For(call.Seed, $"judge {purpose} {task.SampleId}").Next(2) == 0 ? PairOrder.OursFirst : PairOrder.OursSecond;

    private static int? StrengthIn(List<(PairOrder Order, JudgeAnswer Answer)> asked, PairOrder order) =>
        asked.FindIndex(a => a.Order == order) is var i and >= 0 ? Strength(order, asked[i].Answer) : null;

    private static bool IsBothBad(List<(PairOrder Order, JudgeAnswer Answer)> asked, PairOrder order) =>
        asked.Find(a => a.Order == order).Answer?.Reading?.Values is [PairVerdict.BothBad];

    private static int? Strength(PairOrder order, JudgeAnswer answer) =>
        answer.Reading?.Values is { } values ? PairOrders.ForOurs(order, values[0]) : null;

    private static string? Feedback(List<(PairOrder Order, JudgeAnswer Answer)> asked)
    {
        var texts = asked.Where(a => a.Answer.Reading?.Feedback is not null)
            .Select(a => $"[{(a.Order == PairOrder.OursFirst ? "judged answer shown as A" : "judged answer shown as B")}] {a.Answer.Reading!.Feedback}");
        return texts.Any() ? string.Join("\n\n", texts) : null;
    }

    private static string? Problem(JudgeTask task) =>
        task.Others is not { } others ? "there is no other answer to compare with"
        : others.Count != task.Turns.Count ? $"one side has {task.Turns.Count} turns, the other {others.Count}"
        : null;

    private JudgePrompt Prompt(IModelSession judge, Rubric rubric, JudgeTask task, JudgeCall call) => new(
        $"{Name}-{Version}", rubric, RubricText.Listed(rubric.Criteria), Instruction(rubric, task, call), Form(call), JudgeAsking.IsStructured(judge, call));
}
