using System.Text.Json;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Asks a chat model for the letter and reads it from its answer.</summary>
internal sealed class GeneratedChoices(Suite suite, WorkUnit unit, SampleContext context, IChatClient chat)
{
    private readonly MultipleChoiceSettings _settings = (MultipleChoiceSettings)suite.Settings;
    private readonly ChoicePrompt _prompt = new(suite, context);

    public async Task<SampleResult> RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        var item = ChoiceItemReader.Read(_settings, sample);
        var prompt = Prompt(_prompt, _settings, sample, item);
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with
        {
            Prompt = prompt,
            Target = string.Join(" | ", item.Golds.Select(ChoiceItem.Letter)),
        };
        ChatResponse response;
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var options = new ChatOptions { Temperature = 0, MaxOutputTokens = _settings.MaxTokens, Seed = (long)context.Seed + unit.Epoch };
            response = await chat.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken);
        }
        catch (Exception e) when (e is ModelUnavailableException { IsPermanent: true } || cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return start with { Outcome = SampleOutcome.TimedOut, Reason = "no answer in time" };
        }
        catch (Exception e)
        {
            // A chat client is somebody else's code; whatever it throws about one call is that sample's outcome.
            return start with { Reason = e.Message };
        }

        return Score(start with { DurationMs = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds }, item, response);
    }

    /// <summary>The whole message of a sample.</summary>
    public static string Prompt(ChoicePrompt prompt, MultipleChoiceSettings settings, Sample sample, ChoiceItem item)
    {
        var question = prompt.Block(sample, generated: true) + prompt.GeneratedQuestion(sample, item);
        return settings.Instruction.Length == 0 ? question : settings.Instruction + "\n\n" + question;
    }

    private static SampleResult Score(SampleResult start, ChoiceItem item, ChatResponse response)
    {
        var answered = start with
        {
            Answer = response.Text,
            InputTokens = (int)(response.Usage?.InputTokenCount ?? 0),
            OutputTokens = (int)(response.Usage?.OutputTokenCount ?? 0),
        };
        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return Failed(answered, SampleOutcome.Refused, "the provider's content filter stopped the answer");
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
            DetailJson = JsonSerializer.Serialize(new { predicted = chosen, gold = item.Golds }),
        };
    }

    private static SampleResult Failed(SampleResult answered, SampleOutcome outcome, string reason) =>
        answered with { Outcome = outcome, Reason = reason, Measures = Measure(0) };

    private static Dictionary<string, double> Measure(double value) => new(StringComparer.Ordinal) { [MultipleChoiceKind.GeneratedMetric] = value };
}
