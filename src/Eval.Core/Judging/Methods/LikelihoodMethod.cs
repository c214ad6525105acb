using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Judging.Methods;

/// <summary>
/// GPTScore (Fu et al. 2023): the mean log-likelihood of the answer's tokens, given the criterion, the question and what else the rubric shows. No
/// verdict is written, so none can be smuggled in: the texts stand as they are. Higher is better; never above 0.
/// </summary>
/// <remarks>It says how expected an answer is, not how right: a fluent wrong answer does well. Scores of different judges cannot be compared.</remarks>
internal sealed class LikelihoodMethod : IJudgeMethod
{
    public string Name => "likelihood";

    public string Description => "mean log-likelihood of the answer, in nats per token (GPTScore); needs a judge with likelihoods";

    public string Version => "1";

    public bool IsPairwise => false;

    public string? WhyNot(Rubric rubric) => null;

    public string? WhyNot(ModelDescription judge) =>
        judge.Capabilities.Likelihoods ? null : judge.Capabilities.LikelihoodProblem ?? "it tells no likelihoods, which this method needs";

    public string MetricId(Rubric rubric) => "judge_likelihood";

    public SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call)
    {
        var contexts = CriteriaJudging.Groups(rubric).Select(g => Context(task, rubric, g)).ToList();
        return new SampleEstimate(contexts.Count, contexts.Sum(c => (long)c.Length + task.Answer.Length), 0);
    }

    public async Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(
        IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken)
    {
        if (call.Model.Likelihood is not { } model)
        {
            return [.. tasks.Select(_ => JudgeVerdict.Without(VerdictState.Failed, "this judge tells no likelihoods"))];
        }

        var groups = CriteriaJudging.Groups(rubric);
        var requests = tasks.Where(CanBeScored)
            .SelectMany(t => groups.Select(g => new ContinuationRequest(Context(t, rubric, g), " " + t.Answer.Trim()))).ToList();
        var scores = requests.Count == 0 ? [] : await model.ScoreContinuationsAsync(requests, cancellationToken);
        var verdicts = new List<JudgeVerdict>(tasks.Count);
        var at = 0;
        foreach (var task in tasks)
        {
            if (!CanBeScored(task))
            {
                verdicts.Add(JudgeVerdict.Without(VerdictState.Failed, "the answer is empty: there is no likelihood to measure"));
                continue;
            }

            verdicts.Add(Verdict(rubric, groups, call, requests.GetRange(at, groups.Count), [.. scores.Skip(at).Take(groups.Count)]));
            at += groups.Count;
        }

        return verdicts;
    }

    private static JudgeVerdict Verdict(
        Rubric rubric, IReadOnlyList<IReadOnlyList<RubricCriterion>> groups, JudgeCall call, List<ContinuationRequest> requests, ContinuationScore[] scores)
    {
        var replies = requests.Zip(scores, (request, score) => new JudgeReply(request.Context, Words(score), Failure(score))
        {
            JudgeId = call.Model.Candidate.Id,
            InputTokens = score.ContextTokens + score.TokenCount,
        }).ToList();
        if (replies.Find(r => r.Problem is not null) is { Problem: { } problem })
        {
            return JudgeVerdict.Without(VerdictState.Failed, problem) with { Replies = replies };
        }

        var means = scores.Select(s => s.LogLikelihood / s.TokenCount).ToArray();
        var criteria = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Count && groups[i].Count == 1; i++)
        {
            criteria[groups[i][0].Name] = means[i];
        }

        return new JudgeVerdict
        {
            State = VerdictState.Scored,
            Score = criteria.Count == rubric.Criteria.Count ? CriteriaJudging.Mean(rubric, criteria) : means[0],
            Criteria = criteria,
            Replies = replies,
        };
    }

    private static bool CanBeScored(JudgeTask task) => !string.IsNullOrWhiteSpace(task.Answer);

    private static string? Failure(ContinuationScore score) => score.Failure?.Message
        ?? (double.IsFinite(score.LogLikelihood) && score.TokenCount > 0 ? null : "the model gave no finite log-likelihood");

    private static string Words(ContinuationScore score) => score.Failure is not null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"log-likelihood {score.LogLikelihood:0.####} of {score.TokenCount} tokens");

    // Short, because judges with likelihoods are often small: a rule or a form would only be more text to continue.
    private static string Context(JudgeTask task, Rubric rubric, IReadOnlyList<RubricCriterion> criteria)
    {
        var context = rubric.Context == Presence.None ? null : task.Context;
        var reference = rubric.Reference == Presence.None ? null : task.Reference;
        if (rubric.Prompt is { } template)
        {
            return template.Render(new JsonObject
            {
                ["question"] = task.Question,
                ["reference"] = reference,
                ["context"] = context,
                ["conversation"] = Earlier(task),
                ["criterion"] = string.Join(' ', criteria.Select(c => c.Question)),
            }).TrimEnd();
        }

        var text = new StringBuilder(string.Join(' ', criteria.Select(c => c.Question))).Append("\n\n");
        if (context is not null)
        {
            text.Append(context).Append("\n\n");
        }

        if (reference is not null)
        {
            text.Append("A right answer: ").Append(reference).Append("\n\n");
        }

        return text.Append(Earlier(task)).Append("Question: ").Append(task.Question).Append("\nAnswer:").ToString();
    }

    private static string Earlier(JudgeTask task) =>
        string.Concat(task.Turns.SkipLast(1).Select(t => $"Question: {t.Question}\nAnswer: {t.Answer}\n\n"));
}
