using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Judging;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>What a candidate answered to a sample, turn by turn.</summary>
/// <param name="Sample">The result so far; where it is not scored, nothing is judged.</param>
/// <param name="Turns">Questions and answers as a judge sees them; empty where nothing is judged.</param>
internal sealed record Conversation(SampleResult Sample, IReadOnlyList<JudgedTurn> Turns)
{
    /// <summary>Several answers as one text.</summary>
    public static string Transcript(IReadOnlyList<string> answers) =>
        answers is [var only] ? only : string.Join("\n\n", answers.Select((a, i) => $"[answer {i + 1}]\n{a}"));

    /// <summary>What the user says in each turn. Throws <see cref="EvalConfigurationException"/> where the row has none.</summary>
    public static IReadOnlyList<string> Questions(FieldPath path, Sample sample)
    {
        var found = path.TryFind(sample.Fields, out var value);
        IReadOnlyList<string> texts = value switch
        {
            JsonArray list => [.. list.Select(FieldPath.TextOf).OfType<string>()],
            not null when FieldPath.TextOf(value) is { } text => [text],
            _ => [],
        };
        return texts.Count > 0 ? texts : throw new EvalConfigurationException(
            sample.Source, found ? $"the field \"{path}\" holds no turn (sample {sample.Id})" : $"there is no field \"{path}\", which \"turns\" names (sample {sample.Id})",
            found ? null : NearestName.Hint(path.Segments[0], sample.Fields.Select(f => f.Key)));
    }

    /// <summary>The answers that a stored result holds, one for each turn; null where there are not so many.</summary>
    public static IReadOnlyList<string>? StoredAnswers(SampleResult stored, int turns)
    {
        if (turns == 1)
        {
            return stored.Answer is { } answer ? [answer] : null;
        }

        try
        {
            return stored.DetailJson is { } detail && JsonNode.Parse(detail)?["answers"] is JsonArray list && list.Count == turns
                ? [.. list.Select(a => a!.GetValue<string>())]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>Has a conversation with a candidate: each turn sees the answers before it.</summary>
internal sealed class ConversationRun(GenerationRun generation, GenerationSettings settings, IChatClient chat)
{
    /// <summary>Asks turn by turn and stops at the first that fails. Time, tokens and cost are those of all turns.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="questions">What the user says.</param>
    /// <param name="start">The result so far.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<(SampleResult Result, IReadOnlyList<string> Answers)> RunAsync(
        Sample sample, IReadOnlyList<string> questions, SampleResult start, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        if (settings.System?.Render(sample) is { Length: > 0 } system)
        {
            messages.Add(new ChatMessage(ChatRole.System, system));
        }

        var answers = new List<string>();
        var sum = start;
        for (var turn = 0; turn < questions.Count; turn++)
        {
            messages.Add(new ChatMessage(ChatRole.User, turn == 0 && settings.Instruction.Length > 0 ? settings.Instruction + "\n\n" + questions[0] : questions[turn]));
            var answer = (await ModelCalls.AskAsync(chat, [.. messages], generation.Options(sample), start, cancellationToken)).Sample;
            sum = Plus(sum, answer, isFirst: turn == 0) with { Prompt = GenerationPrompt.Text(messages) };
            if (!answer.Outcome.IsScored())
            {
                return (sum with { Outcome = answer.Outcome, Reason = $"turn {turn + 1}: {answer.Reason}", Answer = Conversation.Transcript([.. answers, ""]) }, answers);
            }

            var text = generation.Scored(answer.Answer ?? "", out _);
            answers.Add(text);
            messages.Add(new ChatMessage(ChatRole.Assistant, text));
            sum = answer.Outcome == SampleOutcome.Refused ? sum with { Reason = $"turn {turn + 1}: {answer.Reason}" } : sum;
        }

        return (sum with { Outcome = SampleOutcome.Completed, Answer = Conversation.Transcript(answers) }, answers);
    }

    private static SampleResult Plus(SampleResult sum, SampleResult answer, bool isFirst) => sum with
    {
        DurationMs = sum.DurationMs + answer.DurationMs,
        InputTokens = sum.InputTokens + answer.InputTokens,
        OutputTokens = sum.OutputTokens + answer.OutputTokens,
        Cached = answer.Cached && (isFirst || sum.Cached),
        CostMicroUsd = answer.CostMicroUsd is null ? sum.CostMicroUsd : (sum.CostMicroUsd ?? 0) + answer.CostMicroUsd,
    };
}
