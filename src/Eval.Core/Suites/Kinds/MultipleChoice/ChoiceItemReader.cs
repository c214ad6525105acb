using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Finds choices and right answers in a row. Everything wrong with a row is an error that names its file and line.</summary>
internal static class ChoiceItemReader
{
    public static ChoiceItem Read(MultipleChoiceSettings settings, Sample sample)
    {
        if (settings.Correct.Count > 0)
        {
            return FromLists(settings, sample);
        }

        var choices = settings.ChoicesField is { } field
            ? Texts(field, sample, "choices")
            : [.. settings.ChoiceTemplates.Select(t => t.Render(sample))];
        CheckCount(settings, sample, choices);
        var golds = Golds(settings, sample, choices).Distinct().Order().ToList();
        return golds.Count switch
        {
            0 => throw Wrong(sample, $"the field \"{settings.Answer}\" names no right choice"),
            _ when golds.Count == choices.Count => throw Wrong(sample, "all choices are right: there is nothing to tell apart"),
            _ => new ChoiceItem(choices, golds),
        };
    }

    private static ChoiceItem FromLists(MultipleChoiceSettings settings, Sample sample)
    {
        // The best answer is often repeated in the list of all right ones; the first mention stays.
        List<string> correct = [.. settings.Correct.SelectMany(f => Texts(f, sample, "choices")).Distinct(StringComparer.Ordinal)];
        List<string> incorrect = [.. settings.Incorrect.SelectMany(f => Texts(f, sample, "choices")).Distinct(StringComparer.Ordinal)];
        if (correct.Count == 0 || incorrect.Count == 0)
        {
            throw Wrong(sample, $"there are no {(correct.Count == 0 ? "correct" : "incorrect")} choices");
        }

        List<string> choices = [.. correct, .. incorrect];
        CheckCount(settings, sample, choices);
        return new ChoiceItem(choices, [.. Enumerable.Range(0, correct.Count)]);
    }

    private static void CheckCount(MultipleChoiceSettings settings, Sample sample, IReadOnlyList<string> choices)
    {
        if (choices.Count < 2)
        {
            throw Wrong(sample, choices.Count == 0 ? "there are no choices" : "there is only one choice");
        }

        if (choices.Count > 26 && (settings.Style == ChoiceStyle.Letter || settings.MayGenerate))
        {
            throw Wrong(sample, $"there are {choices.Count} choices, but only 26 letters");
        }
    }

    private static IEnumerable<int> Golds(MultipleChoiceSettings settings, Sample sample, List<string> choices)
    {
        var field = settings.Answer!;
        var value = Find(field, sample, "answer");
        if (settings.AnswerKind == AnswerKind.Labels)
        {
            return Labels(field, value, sample, choices.Count);
        }

        return value is JsonArray list
            ? list.Select(item => Gold(settings, item, sample, choices)).ToList()
            : [Gold(settings, value, sample, choices)];
    }

    private static List<int> Labels(FieldPath field, JsonNode? value, Sample sample, int count)
    {
        if (value is not JsonArray labels || labels.Count != count)
        {
            throw Wrong(sample, $"the field \"{field}\" must be a list of {count} labels, one for each choice");
        }

        var golds = new List<int>();
        for (var i = 0; i < count; i++)
        {
            switch (FieldPath.TextOf(labels[i]))
            {
                case "1" or "true":
                    golds.Add(i);
                    break;
                case "0" or "false":
                    break;
                default:
                    throw Wrong(sample, $"the field \"{field}\" holds a label that is neither 0 nor 1");
            }
        }

        return golds;
    }

    private static int Gold(MultipleChoiceSettings settings, JsonNode? value, Sample sample, List<string> choices)
    {
        var text = FieldPath.TextOf(value) ?? throw Wrong(sample, $"the field \"{settings.Answer}\" is null");
        int index;
        switch (settings.AnswerKind)
        {
            case AnswerKind.Text:
                index = choices.FindIndex(c => string.Equals(c, text, StringComparison.Ordinal));
                return index >= 0 ? index : throw Wrong(sample, $"the right answer \"{Short(text)}\" is not among the choices");
            case AnswerKind.Letter:
                var letter = text.Trim();
                if (letter.Length != 1 || !char.IsAsciiLetter(letter[0]))
                {
                    throw Wrong(sample, $"the field \"{settings.Answer}\" holds \"{Short(text)}\", not a letter", "answerKind: index, letter, text or labels");
                }

                index = char.ToUpperInvariant(letter[0]) - 'A';
                break;
            default:
                if (!int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index))
                {
                    throw Wrong(sample, $"the field \"{settings.Answer}\" holds \"{Short(text)}\", not a whole number", "answerKind: index, letter, text or labels");
                }

                index -= settings.AnswerBase;
                break;
        }

        return index >= 0 && index < choices.Count
            ? index
            : throw Wrong(sample, $"the right answer \"{Short(text)}\" is out of range: there are {choices.Count} choices, counted from "
                + (settings.AnswerKind == AnswerKind.Letter ? "A" : settings.AnswerBase), settings.AnswerKind == AnswerKind.Index ? "see answerBase" : null);
    }

    private static List<string> Texts(FieldPath field, Sample sample, string key) => Find(field, sample, key) switch
    {
        JsonArray list => [.. list.Select(item => item is JsonObject or JsonArray or null
            ? throw Wrong(sample, $"the field \"{field}\" holds an item that is not a text")
            : FieldPath.TextOf(item)!)],
        JsonValue value when value.GetValueKind() == JsonValueKind.String && key == "choices" => [value.GetValue<string>()],
        _ => throw Wrong(sample, $"the field \"{field}\" is not a list of texts"),
    };

    private static JsonNode? Find(FieldPath field, Sample sample, string key) => field.TryFind(sample.Fields, out var value)
        ? value
        : throw Wrong(sample, $"there is no field \"{field}\", which \"{key}\" names", NearestName.Hint(field.Segments[0], sample.Fields.Select(f => f.Key)));

    private static EvalConfigurationException Wrong(Sample sample, string message, string? hint = null) => new(sample.Source, $"{message} (sample {sample.Id})", hint);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
