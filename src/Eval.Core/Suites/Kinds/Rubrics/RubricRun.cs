using Eval.Core.Judging;
using Eval.Core.Judging.Canaries;
using Eval.Core.Judging.Juries;
using Eval.Core.Metrics.Judged;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Generation;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Asks for the answers of one unit, or takes stored ones, and has them judged together.</summary>
internal sealed class RubricRun(Suite suite, Suite answering, WorkUnit unit, SampleContext context, IModelSession model)
{
    private readonly RubricSettings _settings = (RubricSettings)suite.Settings;
    private readonly JudgeTasks _tasks = new(suite, context);

    public async Task<IReadOnlyList<SampleResult>> RunAsync(CancellationToken cancellationToken)
    {
        var conversations = await Task.WhenAll(unit.Samples.Select(s => AnswerAsync(s, cancellationToken)));
        var tasks = unit.Samples.Zip(conversations, (s, c) => CanBeJudged(c) ? _tasks.Of(s, c.Turns) : []).ToList();
        var asked = tasks.SelectMany(t => t).ToList();
        var verdicts = asked.Count == 0 ? [] : await (await JuryAsync(isFresh: false, cancellationToken)).JudgeAsync(asked, cancellationToken);
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

    private async Task<Conversation> AnswerAsync(Sample sample, CancellationToken cancellationToken)
    {
        var questions = _tasks.Questions(sample);
        if (context.AnswersAreStored)
        {
            return Stored(sample, questions);
        }

        var chat = model.Chat ?? throw new ModelUnavailableException("the model does not write", isPermanent: true);
        var raw = _settings.Answers.Mode == PromptMode.Raw || (_settings.Answers.Mode == PromptMode.Auto && !model.Description.Capabilities.Chat);
        var generation = new GenerationRun(answering, unit, context, chat, raw);
        if (_settings.Turns is null)
        {
            var result = await generation.RunAsync(sample, cancellationToken);
            return new Conversation(result, result.Outcome.IsScored() ? [new JudgedTurn(questions[0], Shown(result, generation.Scored(result.Answer ?? "", out _)))] : []);
        }

        var references = _tasks.References(sample);
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with
        {
            Target = references.Count == 0 ? null : string.Join(" | ", references.Select(r => r.Text)),
        };
        var (sum, answers) = await new ConversationRun(generation, _settings.Answers, chat).RunAsync(sample, questions, start, cancellationToken);
        return new Conversation(sum, sum.Outcome.IsScored() ? [.. questions.Zip(answers, (q, a) => new JudgedTurn(q, a))] : []);
    }

    // The answer keeps the time and the money that it took when it was asked; this run spends none on it.
    private Conversation Stored(Sample sample, IReadOnlyList<string> questions)
    {
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.Skipped, "no answer to it is stored");
        if (sample.Answered is not { } stored)
        {
            return new Conversation(start, []);
        }

        var result = start with
        {
            Prompt = stored.Prompt,
            Answer = stored.Answer,
            Target = stored.Target,
            InputTokens = stored.InputTokens,
            OutputTokens = stored.OutputTokens,
            DurationMs = stored.DurationMs,
            CostMicroUsd = stored.CostMicroUsd,
            Cached = true,
        };

        // What the judge could not score was answered all the same.
        if ((!stored.Outcome.IsScored() && stored.Outcome != SampleOutcome.ScorerError) || Conversation.StoredAnswers(stored, questions.Count) is not { } answers)
        {
            return new Conversation(result with { Outcome = SampleOutcome.Skipped, Reason = $"the stored sample holds no answer ({stored.Outcome}: {stored.Reason})" }, []);
        }

        var generation = new GenerationRun(answering, unit, context, NoChat.Instance, raw: false);
        var texts = answers.Select(a => Shown(stored, generation.Scored(a, out _)));
        var isUnread = stored.Outcome == SampleOutcome.ScorerError;
        return new Conversation(
            result with { Outcome = isUnread ? SampleOutcome.Completed : stored.Outcome, Reason = isUnread ? null : stored.Reason },
            [.. questions.Zip(texts, (q, a) => new JudgedTurn(q, a))]);
    }

    // To decline is an answer too, which some rubrics call the best one: a judge is told of it where the provider sent no words.
    private static string Shown(SampleResult answer, string text) =>
        answer.Outcome == SampleOutcome.Refused && string.IsNullOrWhiteSpace(text) ? "(No text: the provider declined to answer this request.)" : text;

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
        var verdicts = await (await JuryAsync(isFresh: true, cancellationToken)).JudgeAsync([.. canaries.Select(c => c.Task)], cancellationToken);
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

    private async Task<Jury> JuryAsync(bool isFresh, CancellationToken cancellationToken)
    {
        var open = context.OpenJudge ?? throw new InvalidOperationException("nobody opens judges here");
        var seats = new List<JurySeat>();
        foreach (var judge in _settings.Judges)
        {
            seats.Add(new JurySeat(judge, _settings.Call(await open(judge, isFresh, cancellationToken), context.Seed)));
        }

        // A third call goes to another judge where there is one.
        if (_settings.Swap == SwapPolicy.BothThird && seats.Count > 1)
        {
            seats = [.. seats.Select((s, i) => s with { Call = s.Call with { Third = seats[(i + 1) % seats.Count].Call.Model } })];
        }

        return new Jury(_settings.Method, _settings.Rubric, _settings.Aggregate, seats);
    }
}
