namespace Eval.Core.Judging;

/// <summary>What is put before a judge. All texts are hostile: a method shows them only inside its fence.</summary>
public sealed record JudgeTask
{
    /// <summary>The conversation; the answer to the last question is judged. Never empty.</summary>
    public required IReadOnlyList<JudgedTurn> Turns { get; init; }

    /// <summary>The other side's answers, one for each turn, where two are compared; else null. The judged side is "ours", whichever order they are shown in.</summary>
    public IReadOnlyList<string>? Others { get; init; }

    /// <summary>A right answer to the last question, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>The text that the answer must be grounded in, or null.</summary>
    public string? Context { get; init; }

    /// <summary>The sample's id, from which seeded orders are drawn; it is never shown.</summary>
    public string SampleId { get; init; } = "";

    /// <summary>The last question.</summary>
    public string Question => Turns[^1].Question;

    /// <summary>The judged answer.</summary>
    public string Answer => Turns[^1].Answer;
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Question">What the user said.</param>
/// <param name="Answer">What the candidate answered.</param>
public sealed record JudgedTurn(string Question, string Answer);
