using Eval.Core.Judging;
using Eval.Core.Judging.Canaries;
using Eval.Core.Judging.Juries;
using Eval.Core.Metrics.Judged;
using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Asks for the answers of one unit, or takes stored ones, and has them judged together.</summary>
internal sealed class RubricRun(Suite suite, Suite answering, WorkUnit unit, SampleContext context, IModelSession model)
{
    private readonly RubricSettings _settings = (RubricSettings)suite.Settings;
    private readonly JudgeTasks _tasks = new(suite, context);
    private readonly CandidateAnswers _answers = new(suite, answering, ((RubricSettings)suite.Settings).Turns, unit, context, model);

    public async Task<IReadOnlyList<SampleResult>> RunAsync(CancellationToken cancellationToken)
    {
        var conversations = await Task.WhenAll(unit.Samples.Select(s => _answers.OfAsync(s, _tasks.Questions(s), _tasks.References(s), cancellationToken)));
        var tasks = unit.Samples.Zip(conversations, (s, c) => CanBeJudged(c) ? _tasks.Of(s, c.Turns) : []).ToList();
        var asked = tasks.SelectMany(t => t).ToList();
        var verdicts = asked.Count == 0 ? [] : await (await _settings.JuryAsync(context, isFresh: false, cancellationToken)).JudgeAsync(asked, cancellationToken);
        var results = new List<SampleResult>(unit.Samples.Count);
        var next = 0;
        foreach (var (conversation, own) in conversations.Zip(tasks))
        {
            results.Add(own.Count == 0 ? conversation.Sample : Judged(conversation, [.. verdicts.Skip(next).Take(own.Count)]));
            next += own.Count;
        }

        return await WithCanariesAsync(results, cancellationToken);
    }

    // Nothing has no likelihood; every other method settles it as the worst.
    private bool CanBeJudged(Conversation conversation) =>
        conversation.Turns.Count > 0 && (_settings.Method.Name != "likelihood" || conversation.Turns.All(t => !string.IsNullOrWhiteSpace(t.Answer)));

    private SampleResult Judged(Conversation conversation, IReadOnlyList<JuryVerdict> turns)
    {
        var answers = conversation.Turns.Select(t => t.Answer).ToList();
        var result = conversation.Sample with { DetailJson = JudgedDetail.Write(conversation.Sample.DetailJson, answers, turns) };
        if (turns.Select((t, i) => (t.Problem, Turn: i + 1)).FirstOrDefault(t => t.Problem is not null) is { Problem: { } problem } failed)
        {
            return result with
            {
                Outcome = SampleOutcome.ScorerError,
                Reason = turns.Count > 1 ? $"turn {failed.Turn}: {problem}" : problem,
                Measures = new Dictionary<string, double>(StringComparer.Ordinal),
            };
        }

        var measures = new Dictionary<string, double>(result.Measures, StringComparer.Ordinal);
        foreach (var (measure, value) in JudgeMeasures.Of(_settings, turns))
        {
            measures[measure] = value;
        }

        // An answer that is cut off, empty or a refusal stays one, with the score that the judge gave it.
        return result with { Measures = measures };
    }

    private async Task<IReadOnlyList<SampleResult>> WithCanariesAsync(List<SampleResult> results, CancellationToken cancellationToken)
    {
        var first = unit.Samples[0];
        if (first.Ordinal != 0 || unit.Epoch != 0 || !_settings.AsksCanaries)
        {
            return results;
        }

        var task = _tasks.Of(first, [.. _tasks.Questions(first).Select(q => new JudgedTurn(q, ""))])[0];
        var canaries = Canary.Of(task, _settings.Rubric);
        var verdicts = await (await _settings.JuryAsync(context, isFresh: true, cancellationToken)).JudgeAsync([.. canaries.Select(c => c.Task)], cancellationToken);
        var (worst, best) = MetricRange();
        var outcomes = canaries.Zip(verdicts).SelectMany(p => p.Second.Seats.Select(s => new CanaryOutcome(
            p.First.Name, s.Judge, s.Verdict.Score, s.Verdict.State,
            s.Verdict.Score is { } score ? p.First.IsCaught(score, worst, best) : null))).ToList();
        results[0] = results[0] with
        {
            Measures = new Dictionary<string, double>(results[0].Measures, StringComparer.Ordinal)
            {
                [JudgeCanaries.Asked] = outcomes.Count,
                [JudgeCanaries.Caught] = outcomes.Count(o => o.IsCaught is true),
            },
            DetailJson = JudgedDetail.WithCanaries(results[0].DetailJson, outcomes),
        };
        return results;
    }

    private (double Worst, double Best) MetricRange() => Metrics.BuiltInMetrics.Find(_settings.MetricId) is Metrics.IPairedMetric { Smallest: var least, Largest: var most }
        ? (least, most)
        : (_settings.Rubric.Scale.Min, _settings.Rubric.Scale.Max);
}
