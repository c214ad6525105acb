using System.Text;
using Eval.Core.Models;
using Eval.Core.Prompts;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Scores a unit of samples by the likelihood of each choice.</summary>
internal sealed class LikelihoodChoices(Suite suite, WorkUnit unit, SampleContext context, ILikelihoodModel model)
{
    private readonly MultipleChoiceSettings _settings = (MultipleChoiceSettings)suite.Settings;
    private readonly ChoicePrompt _prompt = new(suite, context);

    public async Task<IReadOnlyList<SampleResult>> RunAsync(CancellationToken cancellationToken)
    {
        var questions = unit.Samples.Select(Ask).ToList();
        await ScoreAsync(questions, truncate: false, cancellationToken);
        if (_settings.TooLong == TooLongRule.TruncateLeft)
        {
            // Asked a second time, so that it is known, and said, which questions lost something.
            await ScoreAsync([.. questions.Where(q => q.IsTooLong)], truncate: true, cancellationToken);
        }

        var unconditional = suite.Metrics.Contains("acc_mutual_info")
            ? await UnconditionalAsync(questions, cancellationToken)
            : [];
        return [.. questions.Select(q => Result(q, unconditional))];
    }

    private Question Ask(Sample sample)
    {
        var item = ChoiceItemReader.Read(_settings, sample);
        var block = _prompt.Block(sample, generated: false);
        var question = new Question(sample, item, SharedPrefix: suite.FewShot?.Choice == FewShotChoice.Fixed ? block.Length : 0);
        for (var i = 0; i < item.Choices.Count; i++)
        {
            question.Contexts.Add(block + _prompt.Question(sample, item, i));
            question.Continuations.Add(_prompt.Continuation(sample, item, i));
            question.Scored.Add(_prompt.Scored(sample, item, i));
        }

        // The letter is scored, so an empty choice beside it is the data's affair; an empty text cannot be scored at all.
        if (_settings.Style == ChoiceStyle.Text && question.Scored.FindIndex(string.IsNullOrWhiteSpace) is var empty and >= 0)
        {
            question.Problem = $"choice {ChoiceName(empty)} is empty: there is nothing to score";
        }

        return question;
    }

    private async Task ScoreAsync(IReadOnlyList<Question> questions, bool truncate, CancellationToken cancellationToken)
    {
        var requests = new List<ContinuationRequest>();
        var places = new List<(Question Question, int Request)>();
        foreach (var question in questions.Where(q => q.Problem is null))
        {
            // Equal choices are asked once: the same text must not get two numbers from two places in a batch.
            var seen = new Dictionary<(string, string), int>();
            question.Requests.Clear();
            question.Note = truncate ? "the context was truncated on the left to fit" : null;
            for (var i = 0; i < question.Contexts.Count; i++)
            {
                if (!seen.TryGetValue((question.Contexts[i], question.Continuations[i]), out var request))
                {
                    seen[(question.Contexts[i], question.Continuations[i])] = request = requests.Count;
                    requests.Add(new ContinuationRequest(question.Contexts[i], question.Continuations[i], truncate ? 0 : question.SharedPrefix, truncate));
                }

                places.Add((question, request));
            }
        }

        if (requests.Count == 0)
        {
            return;
        }

        var scores = await model.ScoreContinuationsAsync(requests, cancellationToken);
        foreach (var (question, request) in places)
        {
            question.Requests.Add(scores[request]);
        }
    }

    private async Task<Dictionary<string, ContinuationScore>> UnconditionalAsync(IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        var texts = questions.Where(q => q.Problem is null).SelectMany(q => q.Continuations).Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count == 0)
        {
            return [];
        }

        var scores = await model.ScoreContinuationsAsync([.. texts.Select(t => new ContinuationRequest("", t))], cancellationToken);
        return texts.Zip(scores).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private SampleResult Result(Question question, Dictionary<string, ContinuationScore> unconditional)
    {
        var item = question.Item;
        var start = SampleResults.Start(suite, unit, question.Sample, SampleOutcome.Skipped, question.Problem) with
        {
            Prompt = Prompt(question),
            Target = string.Join(" | ", item.Golds.Select(g => _settings.Style == ChoiceStyle.Letter ? ChoiceItem.Letter(g) : item.Choices[g])),
        };
        if (question.Problem is not null)
        {
            return start;
        }

        var scores = new List<ChoiceScore>();
        for (var i = 0; i < item.Choices.Count; i++)
        {
            var alone = unconditional.GetValueOrDefault(question.Continuations[i]);
            foreach (var score in new[] { question.Requests[i], alone }.OfType<ContinuationScore>())
            {
                if (Failure(score) is { } failure)
                {
                    return start with
                    {
                        Outcome = failure.Kind == RequestFailureKind.EngineFailed ? SampleOutcome.ProviderError : SampleOutcome.Skipped,
                        Reason = $"choice {ChoiceName(i)}: {failure.Message}",
                    };
                }
            }

            var text = question.Scored[i];
            scores.Add(new ChoiceScore(
                question.Requests[i].LogLikelihood, question.Requests[i].TokenCount, text.EnumerateRunes().Count(), Encoding.UTF8.GetByteCount(text),
                question.Requests[i].IsGreedy, alone?.LogLikelihood));
        }

        var predicted = ChoiceMeasures.Predicted(scores);
        return start with
        {
            Outcome = SampleOutcome.Completed,
            Reason = question.Note ?? (item.Contradiction is { } both ? $"the data calls \"{both}\" both right and wrong" : null),
            Measures = ChoiceMeasures.Of(scores, item.Golds),
            Answer = _settings.Style == ChoiceStyle.Letter ? ChoiceItem.Letter(predicted) : item.Choices[predicted],
            DetailJson = ChoiceDetail.Json(item, scores, predicted),
            InputTokens = question.Requests.Max(r => r.ContextTokens) + question.Requests.Distinct().Sum(r => r.TokenCount),
        };
    }

    // All that was sent, where each choice has a context of its own: what is stored as the question must not depend on the answer.
    private static string Prompt(Question question) => string.Join("\n---\n", question.Contexts.Distinct(StringComparer.Ordinal));

    private static RequestFailure? Failure(ContinuationScore score) => score.Failure
        ?? (double.IsFinite(score.LogLikelihood) ? null : new RequestFailure(RequestFailureKind.EngineFailed, "the model gave no finite log-likelihood"));

    private string ChoiceName(int index) =>
        _settings.Style == ChoiceStyle.Letter ? ChoiceItem.Letter(index) : (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Question(Sample Sample, ChoiceItem Item, int SharedPrefix)
    {
        public List<string> Contexts { get; } = [];

        public List<string> Continuations { get; } = [];

        /// <summary>The scored texts without their delimiters.</summary>
        public List<string> Scored { get; } = [];

        public List<ContinuationScore> Requests { get; } = [];

        /// <summary>Why it cannot be asked, or null.</summary>
        public string? Problem { get; set; }

        /// <summary>What was done to it, or null.</summary>
        public string? Note { get; set; }

        public bool IsTooLong => Requests.Exists(r => r.Failure is { Kind: RequestFailureKind.TooLong });
    }
}
