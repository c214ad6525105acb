using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Judging.Verdicts;
using Microsoft.Extensions.AI;

namespace Eval.Core.Judging.Prompting;

/// <summary>
/// What a judge is sent: first what is the same for all tasks (rules, instruction, rubric, form of the verdict), then the mark and the fenced texts,
/// and the form once more behind them, because what stands last weighs most.
/// </summary>
/// <param name="Method">Name and version of the method: part of the mark.</param>
/// <param name="Rubric">The rubric.</param>
/// <param name="RubricWords">The rubric as this method shows it.</param>
/// <param name="Instruction">What the method tells the judge to do.</param>
/// <param name="Form">The form of the verdict.</param>
/// <param name="IsStructured">True where the endpoint or the grammar holds the judge to the JSON form.</param>
internal sealed record JudgePrompt(string Method, Rubric Rubric, string RubricWords, string Instruction, VerdictForm Form, bool IsStructured)
{
    /// <summary>What tells a further round of asking the same from the first, or empty: part of the mark, so that no reply is served twice.</summary>
    public string Round { get; init; } = "";

    /// <summary>The messages of one request.</summary>
    /// <param name="task">What is judged.</param>
    /// <param name="order">The order of two answers, or null.</param>
    /// <param name="attempt">From 1.</param>
    /// <param name="problem">What was wrong with the reply before, or null.</param>
    public IReadOnlyList<ChatMessage> Messages(JudgeTask task, PairOrder? order, int attempt, string? problem)
    {
        var fence = Fence.Of(task, Method, Rubric.Hash, RubricWords, Round, order?.ToString(), attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var texts = JudgedTexts.Of(task, Rubric, order, fence);
        var own = Rubric.Prompt is { } template ? texts.Render(template) : "";
        return
        [
            new ChatMessage(ChatRole.System, Joined(JudgeFrame.Rules, own.Length == 0 ? Instruction : "", RubricWords, RubricText.Examples(Rubric), Form.Instruction(IsStructured))),
            new ChatMessage(ChatRole.User, Joined(
                JudgeFrame.MarkLine(fence.Nonce), own, texts.Blocks(own), Closing(task), problem is null ? "" : $"Your reply before this could not be read: {problem}. Judge again and keep to the form.")),
        ];
    }

    private string Closing(JudgeTask task)
    {
        var what = task.Turns.Count == 1 ? "Judge now" : "Judge now, and judge the answer to the last question; the turns before it are there to understand it";
        return $"{what}. {Form.Instruction(IsStructured)}";
    }

    private static string Joined(params ReadOnlySpan<string> parts)
    {
        var texts = new List<string>();
        foreach (var part in parts)
        {
            if (part.Length > 0)
            {
                texts.Add(part);
            }
        }

        return string.Join("\n\n", texts);
    }
}
