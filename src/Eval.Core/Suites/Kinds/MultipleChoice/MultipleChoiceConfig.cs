using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Datasets;
using Eval.Core.Metrics;
using Eval.Core.Prompts;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>Reads the keys of a multiple-choice suite.</summary>
internal static class MultipleChoiceConfig
{
    private static readonly Dictionary<string, AnswerKind> AnswerKinds = new(StringComparer.Ordinal)
    {
        ["index"] = AnswerKind.Index,
        ["letter"] = AnswerKind.Letter,
        ["text"] = AnswerKind.Text,
        ["labels"] = AnswerKind.Labels,
    };

    private static readonly Dictionary<string, ChoiceStyle> Styles = new(StringComparer.Ordinal)
    {
        ["text"] = ChoiceStyle.Text,
        ["letter"] = ChoiceStyle.Letter,
    };

    private static readonly Dictionary<string, ChoiceMode> Modes = new(StringComparer.Ordinal)
    {
        ["likelihood"] = ChoiceMode.Likelihood,
        ["generated"] = ChoiceMode.Generated,
        ["auto"] = ChoiceMode.Auto,
    };

    private static readonly Dictionary<string, TooLongRule> TooLongRules = new(StringComparer.Ordinal)
    {
        ["skip"] = TooLongRule.Skip,
        ["truncateLeft"] = TooLongRule.TruncateLeft,
    };

    public static MultipleChoiceSettings Read(ConfigMap map)
    {
        var standard = new MultipleChoiceSettings();
        var thoughts = map.OptionalChainOfThought(MultipleChoiceSettings.ThinkFirst);
        var settings = ReadChoices(map, standard) with
        {
            Answer = Field(map, "answer"),
            AnswerKind = map.OptionalWord("answerKind", AnswerKinds) ?? AnswerKind.Index,
            AnswerBase = map.OptionalInt("answerBase", min: 0, max: 1) ?? 0,
            Style = map.OptionalWord("choiceStyle", Styles) ?? ChoiceStyle.Text,
            TargetDelimiter = map.OptionalString("targetDelimiter") ?? standard.TargetDelimiter,
            Mode = map.OptionalWord("mode", Modes) ?? ChoiceMode.Likelihood,
            TooLong = map.OptionalWord("tooLong", TooLongRules) ?? TooLongRule.Skip,
            ContextPerChoice = map.OptionalTemplate("contextPerChoice"),
            Suffix = map.OptionalTemplate("suffix"),
            GeneratedPrompt = map.OptionalTemplate("generatedPrompt"),
            Instruction = map.OptionalString("instruction") ?? thoughts?.Instruction ?? standard.Instruction,
            ShuffleVotes = map.OptionalInt("shuffleVotes", min: 1, max: 100) ?? standard.ShuffleVotes,
            MaxTokens = map.OptionalInt("maxTokens", min: 1) ?? thoughts?.MaxTokens ?? standard.MaxTokens,
            UnitSize = map.OptionalInt("unitSize", min: 1, max: 4096) ?? standard.UnitSize,
            ChoicesAt = map.PositionOf("choices"),
        };
        if (map.Has("chainOfThought") && map.Has("instruction"))
        {
            map.Report("chainOfThought", "\"chainOfThought\" is an instruction: name one of the two");
        }

        CheckAnswer(map, settings);
        CheckPrompt(map, settings);
        CheckMetrics(map, settings);
        return settings;
    }

    private static MultipleChoiceSettings ReadChoices(ConfigMap map, MultipleChoiceSettings settings)
    {
        switch (map.OptionalJson("choices"))
        {
            case JsonArray:
                return settings with { ChoiceTemplates = map.OptionalTemplates("choices") };
            case JsonObject when map.OptionalMap("choices") is { } lists:
                var (correct, incorrect) = (Fields(lists, "correct"), Fields(lists, "incorrect"));
                if (correct.Count == 0 || incorrect.Count == 0)
                {
                    map.Report("choices", "\"choices\" as a map needs \"correct\" and \"incorrect\", each with the fields that hold such choices");
                }

                return settings with { Correct = correct, Incorrect = incorrect };
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return settings with { ChoicesField = Field(map, "choices") };
            default:
                map.Report("choices", map.Has("choices")
                    ? "\"choices\" must be a field, a list of templates, or a map of correct and incorrect fields"
                    : "\"choices\" is missing: a field, a list of templates, or a map of correct and incorrect fields");
                return settings;
        }
    }

    private static void CheckAnswer(ConfigMap map, MultipleChoiceSettings settings)
    {
        if (settings.Correct.Count > 0)
        {
            foreach (var key in (string[])["answer", "answerKind", "answerBase"])
            {
                if (map.Has(key))
                {
                    map.Report(key, $"\"{key}\" has no meaning where \"choices\" tells which are correct");
                }
            }
        }
        else if (!map.Has("answer"))
        {
            map.Report("answer", "\"answer\" is missing: the field that tells the right choice");
        }
        else if (map.Has("answerBase") && settings.AnswerKind != AnswerKind.Index)
        {
            map.Report("answerBase", "\"answerBase\" goes with answerKind: index");
        }
    }

    private static void CheckPrompt(ConfigMap map, MultipleChoiceSettings settings)
    {
        var prompt = map.OptionalString("prompt");
        if ((settings.ContextPerChoice is null) != (settings.Suffix is null))
        {
            map.Report(
                settings.Suffix is null ? "contextPerChoice" : "suffix", "\"contextPerChoice\" and \"suffix\" go together: the suffix is scored after each context");
        }

        if (settings.ContextPerChoice is null && prompt is null && !map.Has("prompt"))
        {
            map.Report("prompt", "\"prompt\" is missing");
        }
        else if (settings.ContextPerChoice is not null && prompt is not null && settings.Mode == ChoiceMode.Likelihood)
        {
            map.Report("prompt", "\"prompt\" is not used: \"contextPerChoice\" stands in its place");
        }

        if (settings.ContextPerChoice is not null && settings.Style == ChoiceStyle.Letter)
        {
            map.Report("choiceStyle", "choiceStyle: letter has no meaning with \"contextPerChoice\"");
        }

        var shown = settings.GeneratedPrompt?.Text ?? prompt;
        if (settings.MayGenerate && shown?.Contains(ChoicePrompt.LinesField, StringComparison.Ordinal) != true)
        {
            map.Report(
                "mode", "a generated answer needs a prompt that shows the choices",
                $"put {{{{{ChoicePrompt.LinesField}}}}} into \"prompt\" or \"generatedPrompt\"");
        }

        if (!settings.MayGenerate)
        {
            foreach (var key in (string[])["generatedPrompt", "instruction", "maxTokens", "chainOfThought", "shuffleVotes"])
            {
                if (map.Has(key))
                {
                    map.Report(key, $"\"{key}\" goes with mode: generated or auto");
                }
            }
        }
    }

    private static void CheckMetrics(ConfigMap map, MultipleChoiceSettings settings)
    {
        var metrics = map.OptionalStrings("metrics");
        var named = metrics.Count > 0 ? metrics : MultipleChoiceKind.DefaultMetrics;
        if (settings.MayGenerate && !named.Contains(MultipleChoiceKind.GeneratedMetric))
        {
            map.Report("metrics", $"mode {(settings.Mode == ChoiceMode.Auto ? "auto may ask" : "generated asks")} for generated answers",
                $"add {MultipleChoiceKind.GeneratedMetric} to \"metrics\": it is another estimator than acc");
        }

        for (var i = 0; i < metrics.Count; i++)
        {
            var problem = (settings.Mode, metrics[i]) switch
            {
                (ChoiceMode.Likelihood, MultipleChoiceKind.GeneratedMetric) => "needs mode: generated or auto",
                (not ChoiceMode.Generated, { } id) when BuiltInMetrics.Find(id) is EpochMetric => "counts generated answers: it needs mode: generated",
                (ChoiceMode.Generated, { } id) when MultipleChoiceKind.AllMetrics.Contains(id) && id != MultipleChoiceKind.GeneratedMetric =>
                    "needs likelihoods: mode likelihood or auto",
                (_, "acc_mutual_info") when settings.Suffix is not null => "has no meaning with \"suffix\": the scored text is the same for all choices",
                _ => null,
            };
            if (problem is not null)
            {
                map.Report(map.PositionOf("metrics", i), $"the metric {metrics[i]} {problem}");
            }
        }
    }

    private static FieldPath? Field(ConfigMap map, string key) => map.OptionalString(key) is { } text ? Parse(map, key, text, map.PositionOf(key)) : null;

    private static List<FieldPath> Fields(ConfigMap map, string key) =>
        [.. map.OptionalStrings(key).Select((text, i) => Parse(map, key, text, map.PositionOf(key, i))).OfType<FieldPath>()];

    private static FieldPath? Parse(ConfigMap map, string key, string text, SourcePosition at)
    {
        if (FieldPath.TryParse(text, out var path))
        {
            return path;
        }

        map.Report(at, $"\"{text}\" is not a field", text.Contains("{{", StringComparison.Ordinal)
            ? $"\"{key}\" takes the name of a field, without braces"
            : "write a.b for a field in a map and [Field name] for a name with spaces");
        return null;
    }
}
