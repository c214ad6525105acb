using Eval.Core.Judging;
using Eval.Core.Judging.Canaries;
using Eval.Core.Judging.Juries;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Suites.Kinds.Rubrics;

namespace Eval.Core.Running.Tournaments;

/// <summary>Has judges compare the answers; they never learn whose they are.</summary>
/// <param name="suite">The arena.</param>
internal sealed class JudgeReferee(Suite suite) : IReferee
{
    private readonly RubricSettings _judging = ((ArenaSettings)suite.Settings).Judging!;

    public async Task<IReadOnlyList<BattleResult>> DecideAsync(IReadOnlyList<Meeting> meetings, SampleContext context, CancellationToken cancellationToken)
    {
        var judgeTasks = new JudgeTasks(ArenaKind.Judged(suite)!, context);
        var tasks = meetings.Select(m => TaskOf(m, judgeTasks)).ToList();
        var asked = tasks.OfType<JudgeTask>().ToList();
        var verdicts = asked.Count == 0 ? [] : await (await _judging.JuryAsync(context, isFresh: false, cancellationToken)).JudgeAsync(asked, cancellationToken);
        var results = new List<BattleResult>(meetings.Count);
        var next = 0;
        for (var i = 0; i < meetings.Count; i++)
        {
            var result = tasks[i] is null
                ? meetings[i].Battle with { Outcome = SampleOutcome.Skipped, Reason = "an answer is not as long as the conversation" }
                : Judged(meetings[i].Battle, verdicts[next++]);
            results.Add(i == 0 && result.Plan.Ordinal == 0 && _judging.AsksCanaries && tasks[0] is { } first
                ? await WithCanariesAsync(result, first, context, cancellationToken)
                : result);
        }

        return results;
    }

    private JudgeTask? TaskOf(Meeting meeting, JudgeTasks tasks)
    {
        var questions = ArenaKind.Questions(suite, meeting.Prompt);
        if (Texts(meeting.A, questions.Count) is not { } ours || Texts(meeting.B, questions.Count) is not { } others)
        {
            return null;
        }

        var plan = meeting.Battle.Plan;
        return tasks.Of(meeting.Prompt, [.. questions.Zip(ours, (q, a) => new JudgedTurn(q, a))])[^1] with
        {
            Others = others,

            // Orders are drawn by it: another pair, or another repetition, draws anew.
            SampleId = $"{plan.SampleId}\n{plan.Epoch}\n{plan.CandidateA}\n{plan.CandidateB}",
        };
    }

    private IReadOnlyList<string>? Texts(SampleResult answer, int turns)
    {
        var answers = Conversation.StoredAnswers(answer, turns) ?? (turns == 1 ? [""] : null);
        return answers is null ? null : [.. answers.Select(a => CandidateAnswers.Shown(answer, _judging.Answers.Scored(a, out _)))];
    }

    private BattleResult Judged(BattleResult battle, JuryVerdict verdict)
    {
        var replies = verdict.Seats.SelectMany(s => s.Verdict.Replies).ToList();
        battle = battle with
        {
            DetailJson = JudgedDetail.Write(detail: null, [], [verdict]),
            InputTokens = replies.Sum(r => r.InputTokens),
            OutputTokens = replies.Sum(r => r.OutputTokens),
            DurationMs = replies.Where(r => !r.Cached).Sum(r => r.DurationMs),
            Cached = replies.TrueForAll(r => r.Cached),
            CostMicroUsd = replies.Exists(r => r.CostMicroUsd is not null) ? replies.Where(r => !r.Cached).Sum(r => r.CostMicroUsd ?? 0) : null,
        };
        return verdict.Problem is { } problem
            ? battle with { Outcome = SampleOutcome.ScorerError, Reason = problem }
            : battle with
            {
                Outcome = SampleOutcome.Completed,
                Games = [.. verdict.Seats.SelectMany(s => BattleGames.Of(s.Judge, s.Verdict, _judging.Swap))],
                Reason = verdict.Seats.Select(s => s.Verdict.Reason).FirstOrDefault(r => r is not null),
            };
    }

    private async Task<BattleResult> WithCanariesAsync(BattleResult battle, JudgeTask task, SampleContext context, CancellationToken cancellationToken)
    {
        // Against a real answer, unless that says nothing itself.
        var canaries = Canary.Of(task, _judging.Rubric);
        if (canaries.Count == 0 || Judging.Protection.SettledVerdicts.WhyWorst(task.Others![^1], task.Reference) is not null)
        {
            return battle;
        }

        var verdicts = await (await _judging.JuryAsync(context, isFresh: true, cancellationToken)).JudgeAsync([.. canaries.Select(c => c.Task)], cancellationToken);
        var outcomes = canaries.Zip(verdicts).SelectMany(p => p.Second.Seats.Select(s => new CanaryOutcome(
            p.First.Name, s.Judge, s.Verdict.Score, s.Verdict.State, s.Verdict.Score is { } score ? p.First.IsCaught(score, worst: 0, best: 1) : null))).ToList();
        return battle with
        {
            Canaries = new CanaryCounts(outcomes.Count, outcomes.Count(o => o.IsCaught is true)),
            DetailJson = JudgedDetail.WithCanaries(battle.DetailJson, outcomes),
        };
    }
}
