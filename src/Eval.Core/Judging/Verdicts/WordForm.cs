namespace Eval.Core.Judging.Verdicts;

/// <summary>Nothing but the word of one field: its token's probabilities are what is read.</summary>
internal sealed record WordForm(VerdictField Field) : VerdictForm([Field])
{
    protected override string InstructionForText() => $"Reply with nothing but the score, {Words(Field)}: no explanation, no other word.";

    protected override VerdictReading ReadText(string reply) => Field.ValueOf(reply.Trim()) is { } value
        ? VerdictReading.Of([value], feedback: null)
        : VerdictReading.None("it is no word of the scale");
}
