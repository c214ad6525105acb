using System.Text.Json;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Statistics;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Asks a chat model for the letter and reads it from its answer.</summary>
internal sealed class GeneratedChoices(Suite suite, WorkUnit unit, SampleContext context, IChatClient chat)
{
    private readonly MultipleChoiceSettings _settings = (MultipleChoiceSettings)suite.Settings;
    private readonly ChoicePrompt _prompt = new(suite, context);

    public Task<SampleResult> RunAsync(Sample sample, CancellationToken cancellationToken) =>
        _settings.ShuffleVotes > 1 ? VoteAsync(sample, cancellationToken) : AskAsync(sample, cancellationToken);

    private async Task<SampleResult> AskAsync(Sample sample, CancellationToken cancellationToken)
    {
        var item = ChoiceItemReader.Read(_settings, sample);
        var prompt = Prompt(_prompt, _settings, sample, item);
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with
        {
            Prompt = prompt,
            Target = string.Join(" | ", item.Golds.Select(ChoiceItem.Letter)),
        };
        return Score(await CallAsync(prompt, start, cancellationToken), item);
    }

    // Asked several times with the choices in other orders: a letter that the model likes for its place loses its weight.
    private async Task<SampleResult> VoteAsync(Sample sample, CancellationToken cancellationToken)
    {
        var item = ChoiceItemReader.Read(_settings, sample);
        var tally = new ShuffledVotes(item);
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with { Target = string.Join(" | ", item.Golds.Select(ChoiceItem.Letter)) };
        var sum = start;
        for (var vote = 0; vote < _settings.ShuffleVotes; vote++)
        {
            var shuffled = tally.Shuffle(SeededRandom.For(context.Seed, $"shuffle:{sample.Id}:{unit.Epoch}:{vote}"));
            var answer = await CallAsync(Prompt(_prompt, _settings, sample, shuffled), start, cancellationToken);
            sum = ShuffledVotes.Add(sum, answer.Sample, isFirst: vote == 0);
            if (!answer.Sample.Outcome.IsScored())
            {
                // Fewer votes would be another strategy.
                return sum with { Outcome = answer.Sample.Outcome, Reason = $"vote {vote + 1}: {answer.Sample.Reason}" };
            }

            tally.Count(answer.Response is { } response && answer.Sample.Outcome == SampleOutcome.Completed ? ChoiceLetter.Read(response.Text, shuffled.Choices) : null);
        }

        return tally.Winner is { } chosen
            ? sum with
            {
                Outcome = SampleOutcome.Completed,
                Reason = null,
                Measures = Measure(item.Golds.Contains(chosen) ? 1 : 0),
                DetailJson = JsonSerializer.Serialize(new { predicted = chosen, gold = item.Golds, votes = tally.Votes, vote = ChoiceItem.Letter(chosen) }),
            }
            : Failed(sum, SampleOutcome.Unparsed, "no choice could be read from any vote");
    }

    private Task<ModelAnswer> CallAsync(string prompt, SampleResult start, CancellationToken cancellationToken) => ModelCalls.AskAsync(
        chat, [new ChatMessage(ChatRole.User, prompt)],
        new ChatOptions { Temperature = 0, MaxOutputTokens = _settings.MaxTokens, Seed = (long)context.Seed + unit.Epoch },
        start with { Prompt = prompt }, cancellationToken);

    /// <summary>The whole message of a sample.</summary>
    public static string Prompt(ChoicePrompt prompt, MultipleChoiceSettings settings, Sample sample, ChoiceItem item)
    {
        var question = prompt.Block(sample, generated: true) + prompt.GeneratedQuestion(sample, item);
        return settings.Instruction.Length == 0 ? question : settings.Instruction + "\n\n" + question;
    }

    private static SampleResult Score(ModelAnswer answer, ChoiceItem item)
    {
        var answered = answer.Sample;
        if (answered.Outcome != SampleOutcome.Completed || answer.Response is not { } response)
        {
            return answered.Outcome.IsScored() ? answered with { Measures = Measure(0) } : answered;
        }

        if (ChoiceLetter.Read(response.Text, item.Choices) is not { } chosen)
        {
            return response.FinishReason == ChatFinishReason.Length
                ? Failed(answered, SampleOutcome.Truncated, "the answer reached the length limit before it named a choice")
                : Failed(answered, SampleOutcome.Unparsed, "no choice could be read from the answer");
        }

        return answered with
        {
            Outcome = SampleOutcome.Completed,
            Measures = Measure(item.Golds.Contains(chosen) ? 1 : 0),
            DetailJson = JsonSerializer.Serialize(new { predicted = chosen, gold = item.Golds, vote = ChoiceItem.Letter(chosen) }),
        };
    }

    private static SampleResult Failed(SampleResult answered, SampleOutcome outcome, string reason) =>
        answered with { Outcome = outcome, Reason = reason, Measures = Measure(0) };

    private static Dictionary<string, double> Measure(double value) =>
        new(StringComparer.Ordinal) { [MultipleChoiceKind.GeneratedMetric] = value, [MeasureNames.Correct] = value };
}
