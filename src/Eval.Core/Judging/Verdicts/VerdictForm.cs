using System.Text.Json;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Verdicts;

/// <summary>The form in which a judge is asked for its verdict, and how it is read.</summary>
/// <param name="Fields">What the verdict says.</param>
internal abstract record VerdictForm(IReadOnlyList<VerdictField> Fields)
{
    /// <summary>True where the judge is told to answer the question itself before it judges.</summary>
    public bool OwnAnswer { get; init; }

    /// <summary>The JSON schema of the structured form.</summary>
    public JsonElement Schema() => StructuredVerdict.Schema(Fields, OwnAnswer);

    /// <summary>Tells the judge what to write, as a part of its instruction. It must not itself read as a verdict: a judge may repeat it.</summary>
    public string Instruction(bool structured) => structured ? InstructionForJson() : InstructionForText();

    /// <summary>Reads a reply.</summary>
    public VerdictReading Read(string reply, bool structured) => structured ? StructuredVerdict.Read(reply, Fields, OwnAnswer) : ReadText(reply);

    /// <summary>What the words mean, where they do not say it themselves; else null.</summary>
    protected virtual string? Meaning => null;

    protected abstract string InstructionForText();

    protected abstract VerdictReading ReadText(string reply);

    /// <summary>The words of a field, for the instruction.</summary>
    protected static string Words(VerdictField field) => field.IsNumeric && field.Words.Count > 3
        ? $"a whole number from {field.Words[0].Text} to {field.Words[^1].Text}"
        : "one of " + string.Join(", ", field.Words.Select(w => w.Text));

    private string InstructionForJson()
    {
        var own = OwnAnswer ? $"\"{StructuredVerdict.OwnAnswer}\" (your own answer to the question, written before you judge), " : "";
        var verdict = Fields.Count == 1
            ? $"\"{Fields[0].Name}\" ({Words(Fields[0])})"
            : $"\"{StructuredVerdict.Scores}\" (an object with {string.Join(", ", Fields.Select(f => $"\"{f.Name}\""))}, each {Words(Fields[0])})";
        return $"Reply with one JSON object and nothing else. Its keys, in this order: {own}\"{StructuredVerdict.Feedback}\" (your reasons, as one text), {verdict}."
            + (Meaning is { } meaning ? $" {meaning}." : "");
    }
}

/// <summary>Feedback, then Prometheus's sentinel with the verdict, a line for each field.</summary>
internal sealed record ResultForm(IReadOnlyList<VerdictField> Fields) : VerdictForm(Fields)
{
    protected override string InstructionForText() => Fields.Count == 1
        ? $"First write your feedback. Then end your reply with one line: {ResultVerdict.Sentinel} followed by {Words(Fields[0])}. Write nothing after it."
        : $"First write your feedback. Then end your reply with {Fields.Count} lines, one for each of {string.Join(", ", Fields.Select(f => f.Name))}: "
            + $"{ResultVerdict.Sentinel}, the name, a colon, and {Words(Fields[0])}. Write nothing after them.";

    protected override VerdictReading ReadText(string reply) => ResultVerdict.Read(reply, Fields);
}

/// <summary>Explanation, then a rating in double brackets.</summary>
internal sealed record RatingForm(RubricScale Scale) : VerdictForm([VerdictField.Of("rating", Scale)])
{
    protected override string InstructionForText() =>
        $"First write a short explanation. Then end your reply with a line that holds your rating, {Words(Fields[0])}, strictly in the form \"Rating: [[rating]]\". Write nothing after it.";

    protected override VerdictReading ReadText(string reply) => RatingVerdict.Read(reply, Scale.Min, Scale.Max, takesFractions: true) is { } rating
        ? VerdictReading.Of([rating], reply)
        : VerdictReading.None($"there is no rating [[…]] from {Scale.Min} to {Scale.Max}");
}

/// <summary>Explanation, then one of three labels in double brackets.</summary>
internal sealed record PairForm() : VerdictForm([new VerdictField("verdict", PairVerdict.Words)])
{
    protected override string Meaning => "A means that the answer of assistant A is better, B that of assistant B, C a tie";

    protected override string InstructionForText() =>
        $"First write a short explanation. Then end your reply with a line that holds nothing but your verdict, one letter in double square brackets. {Meaning}.";

    protected override VerdictReading ReadText(string reply) => PairVerdict.Read(reply, out var problem) is { } label
        ? VerdictReading.Of([Fields[0].ValueOf(label)!.Value], reply)
        : VerdictReading.None(problem!);
}

/// <summary>Explanation, then one of four labels in double brackets: two bad answers are no tie.</summary>
internal sealed record FourLabelForm() : VerdictForm([new VerdictField("verdict", PairVerdict.FourWords)])
{
    protected override string Meaning =>
        "A means that the answer of assistant A is better, B that of assistant B, C a tie of two usable answers, D that neither answer is any good";

    protected override string InstructionForText() =>
        $"First write a short explanation. Then end your reply with a line that holds nothing but your verdict, one letter in double square brackets. {Meaning}.";

    protected override VerdictReading ReadText(string reply) => PairVerdict.Read(reply, PairVerdict.FourWords, out var problem) is { } label
        ? VerdictReading.Of([Fields[0].ValueOf(label)!.Value], reply)
        : VerdictReading.None(problem!);
}

/// <summary>Explanation, then one of five labels in double brackets.</summary>
internal sealed record FiveLabelForm() : VerdictForm([new VerdictField("verdict", FiveLabelVerdict.Words)])
{
    protected override string Meaning =>
        "A>>B means that assistant A is much better, A>B slightly better, A=B a tie, B>A that assistant B is slightly better, B>>A much better";

    protected override string InstructionForText() =>
        $"First write your comparison. Then end your reply with a line that holds nothing but your verdict, one label in double square brackets. {Meaning}.";

    protected override VerdictReading ReadText(string reply) => FiveLabelVerdict.Read(reply) is { } label
        ? VerdictReading.Of([Fields[0].ValueOf(label)!.Value], reply)
        : VerdictReading.None("there is none of the five labels in double square brackets");
}
