using Eval.Core.Datasets;
using Eval.Core.Judging;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Suites.Kinds.Generation;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Asks a candidate in one turn or several, or takes what it answered before.</summary>
/// <param name="suite">The suite.</param>
/// <param name="answering">The suite as the generation kind sees it.</param>
/// <param name="turns">The field that holds what the user says turn by turn, or null for one prompt.</param>
/// <param name="unit">The unit of work.</param>
/// <param name="context">What may be used.</param>
/// <param name="model">The candidate.</param>
internal sealed class CandidateAnswers(Suite suite, Suite answering, FieldPath? turns, WorkUnit unit, SampleContext context, IModelSession model)
{
    private readonly GenerationSettings _settings = (GenerationSettings)answering.Settings;

    /// <summary>What the candidate answers to a sample, or answered to it where its answers are stored.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="questions">What the user asks, turn by turn, as a judge sees it.</param>
    /// <param name="references">Right answers.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<Conversation> OfAsync(Sample sample, IReadOnlyList<string> questions, IReadOnlyList<Reference> references, CancellationToken cancellationToken)
    {
        if (context.AnswersAreStored)
        {
            return Stored(sample, questions);
        }

        var chat = model.Chat ?? throw new ModelUnavailableException("the model does not write", isPermanent: true);
        var raw = _settings.Mode == PromptMode.Raw || (_settings.Mode == PromptMode.Auto && !model.Description.Capabilities.Chat);
        var generation = new GenerationRun(answering, unit, context, chat, raw);
        if (turns is null)
        {
            var result = await generation.RunAsync(sample, cancellationToken);
            return new Conversation(result, result.Outcome.IsScored() ? [new JudgedTurn(questions[0], Shown(result, generation.Scored(result.Answer ?? "", out _)))] : []);
        }

        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with
        {
            Target = references.Count == 0 ? null : string.Join(" | ", references.Select(r => r.Text)),
        };
        var (sum, answers) = await new ConversationRun(generation, _settings, chat).RunAsync(sample, questions, start, cancellationToken);
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
    public static string Shown(SampleResult answer, string text) =>
        answer.Outcome == SampleOutcome.Refused && string.IsNullOrWhiteSpace(text) ? "(No text: the provider declined to answer this request.)" : text;
}
