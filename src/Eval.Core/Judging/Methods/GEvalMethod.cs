using System.Globalization;
using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;
using Eval.Core.Models;
using Eval.Core.Suites;
using Microsoft.Extensions.AI;

namespace Eval.Core.Judging.Methods;

/// <summary>
/// G-Eval's score (Liu et al. 2023): Σ p(s)·s over the words of the scale, from the probabilities that the judge gives them, one call for each
/// criterion. Exact where the judge tells likelihoods, else from the alternatives to the one token that it writes. Only the mass on the scale
/// counts; what is lost is stored, and too much of it is no score. (Their code averages samples where there are no log-probabilities, and counts
/// an unreadable one as 0.)
/// </summary>
internal sealed class GEvalMethod : IJudgeMethod
{
    /// <summary>As many alternatives as hosted models list.</summary>
    private const int Alternatives = 20;
    private const int ReplyTokens = 8;

    public string Name => "geval";

    public string Description => "the scale's mean under the judge's own probabilities (G-Eval); needs log-probabilities or likelihoods";

    public string Version => "1";

    public bool IsPairwise => false;

    public string? WhyNot(Rubric rubric) => rubric.Scale.Count <= Alternatives
        ? null
        : $"geval reads the probabilities of at most {Alternatives} words, and the scale of this rubric has {rubric.Scale.Count}";

    public string? WhyNot(ModelDescription judge) => judge.Capabilities switch
    {
        { Likelihoods: true } or { Chat: true, AnswerLogProbabilities: true } => null,
        { Chat: true } => "it gives no log-probabilities, which geval needs",
        var none => none.ChatProblem ?? none.LikelihoodProblem ?? "it gives neither likelihoods nor answers with log-probabilities",
    };

    public string MetricId(Rubric rubric) => string.Create(CultureInfo.InvariantCulture, $"judge_geval_{rubric.Scale.Min}_{rubric.Scale.Max}");

    public SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call)
    {
        var size = ChatJudges.Estimate(ReplyTokens, rubric.Criteria.Select(c => Prompt(rubric, c).Messages(task, order: null, attempt: 1, problem: null)));
        return call.Model.Likelihood is null ? size : size with { Calls = size.Calls * rubric.Scale.Count, OutputTokens = 0 };
    }

    public async Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(
        IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken)
    {
        var settled = tasks.Select(t => SettledVerdicts.OfScore(t, rubric)).ToList();
        var open = tasks.Where((_, i) => settled[i] is null).ToList();
        var readings = call.Model.Likelihood is { } model
            ? await ScaleLikelihoods.ReadAsync(model, call, open.SelectMany(t => rubric.Criteria.Select(c => (t, Prompt(rubric, c)))).ToList(), cancellationToken)
            : await Task.WhenAll(open.SelectMany(t => rubric.Criteria.Select(c => AskAsync(t, Prompt(rubric, c), call, cancellationToken))));
        var next = 0;
        return [.. settled.Select(s => s ?? Verdict(rubric, call, [.. readings.Skip(rubric.Criteria.Count * next++).Take(rubric.Criteria.Count)]))];
    }

    private JudgePrompt Prompt(Rubric rubric, RubricCriterion criterion) => new(
        $"{Name}-{Version}", rubric, RubricText.Scored([criterion], rubric.Scale), "Give the answer the score whose description fits it best.",
        new WordForm(VerdictField.Of("score", rubric.Scale)), IsStructured: false);

    private static async Task<ScaleReading> AskAsync(JudgeTask task, JudgePrompt prompt, JudgeCall call, CancellationToken cancellationToken)
    {
        var replies = new List<JudgeReply>();
        var (state, problem) = (VerdictState.Unparsed, (string?)null);
        for (var attempt = 1; attempt <= Math.Max(1, call.Attempts); attempt++)
        {
            var options = new ChatOptions
            {
                Temperature = (float)call.Temperature,
                MaxOutputTokens = Math.Min(ReplyTokens, call.MaxTokens),
                Seed = (long)call.Seed + attempt - 1,
                AdditionalProperties = new() { [TokenLogProbability.RequestProperty] = Alternatives },
            };
            var sent = await JudgeAsking.SendAsync(call.Model, prompt.Messages(task, order: null, attempt, problem), options, order: null, cancellationToken);
            if (sent.Response is not { } response)
            {
                return new ScaleReading(null, sent.State, sent.Reply.Problem, [.. replies, sent.Reply]);
            }

            var isFiltered = response.FinishReason == ChatFinishReason.ContentFilter;
            var tokens = TokenLogProbability.Of(response);
            problem = isFiltered ? "the provider's content filter stopped the reply" : tokens is null ? "it came without log-probabilities" : null;
            var found = problem is null ? ScaleDistribution.Of(prompt.Form.Fields[0], tokens!, out problem) : null;
            state = isFiltered ? VerdictState.Refused : VerdictState.Unparsed;
            replies.Add(sent.Reply with { Problem = problem });
            if (found is not null)
            {
                return new ScaleReading(found, VerdictState.Scored, null, replies);
            }
        }

        return new ScaleReading(null, state, $"no reply could be read: {problem}", replies);
    }

    private static JudgeVerdict Verdict(Rubric rubric, JudgeCall call, ScaleReading[] readings)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        double? lost = null;
        foreach (var (criterion, reading) in rubric.Criteria.Zip(readings))
        {
            if (reading.Distribution is { } found)
            {
                // The worst criterion's, where there are several.
                lost = Math.Max(lost ?? 0, 1 - found.Mass);
                if (found.Mass > 0 && found.Mass >= call.MassFloor - 1e-9)
                {
                    scores[criterion.Name] = found.Mean;
                }
            }
        }

        var failed = Array.Find(readings, r => r.State != VerdictState.Scored);
        var state = failed?.State ?? (scores.Count < readings.Length ? VerdictState.LostMass : VerdictState.Scored);
        return new JudgeVerdict
        {
            State = state,
            Score = state == VerdictState.Scored ? CriteriaJudging.Mean(rubric, scores) : null,
            Criteria = scores,
            LostMass = lost,
            Replies = [.. readings.SelectMany(r => r.Replies)],
            Reason = failed?.Reason ?? (state == VerdictState.LostMass
                ? string.Create(CultureInfo.InvariantCulture, $"{lost:P1} of the probability lies outside the scale, and at most {1 - call.MassFloor:P1} may")
                : null),
        };
    }
}
