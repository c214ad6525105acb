using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Verdicts;
using Eval.Core.Models;

namespace Eval.Core.Judging.Methods;

/// <summary>Probabilities of a scale's words from a model that tells likelihoods: all tasks and all words in one call.</summary>
internal static class ScaleLikelihoods
{
    public static async Task<IReadOnlyList<ScaleReading>> ReadAsync(
        ILikelihoodModel model, JudgeCall call, IReadOnlyList<(JudgeTask Task, JudgePrompt Prompt)> asked, CancellationToken cancellationToken)
    {
        var requests = new List<ContinuationRequest>();
        var contexts = new List<string>();
        foreach (var (task, prompt) in asked)
        {
            // Without a chat template: the roles would be the template's affair, the words are the same.
            var messages = prompt.Messages(task, order: null, attempt: 1, problem: null);
            var context = $"{messages[0].Text}\n\n{messages[1].Text}\n\nScore:";
            contexts.Add(context);
            requests.AddRange(prompt.Form.Fields[0].Words.Select(w => new ContinuationRequest(context, " " + w.Text, messages[0].Text.Length)));
        }

        var scores = requests.Count == 0 ? [] : await model.ScoreContinuationsAsync(requests, cancellationToken);
        var readings = new List<ScaleReading>();
        var at = 0;
        foreach (var ((_, prompt), context) in asked.Zip(contexts))
        {
            var field = prompt.Form.Fields[0];
            var own = scores.Skip(at).Take(field.Words.Count).ToList();
            at += field.Words.Count;
            var failure = own.Find(s => s.Failure is not null)?.Failure?.Message ?? (own.Exists(s => !double.IsFinite(s.LogLikelihood)) ? "the model gave no finite log-likelihood" : null);
            var found = failure is null ? ScaleDistribution.Of(field, own) : null;
            var reply = new JudgeReply(context, found?.Describe() ?? "", failure)
            {
                JudgeId = call.Model.Candidate.Id,
                InputTokens = own.Max(s => s.ContextTokens) + own.Sum(s => s.TokenCount),
            };
            readings.Add(new ScaleReading(found, found is null ? VerdictState.Failed : VerdictState.Scored, failure, [reply]));
        }

        return readings;
    }
}

/// <summary>What asking for one criterion gave.</summary>
/// <param name="Distribution">The probabilities, or null.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why there are none.</param>
/// <param name="Replies">Every reply.</param>
internal sealed record ScaleReading(ScaleDistribution? Distribution, VerdictState State, string? Reason, IReadOnlyList<JudgeReply> Replies);
