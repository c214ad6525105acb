using Eval.Core.Datasets;
using Eval.Core.Metrics;
using Eval.Core.Prompts;
using Eval.Core.Scoring;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>Reads the keys of a generation suite.</summary>
internal static class GenerationConfig
{
    private static readonly Dictionary<string, PromptMode> Modes = new(StringComparer.Ordinal)
    {
        ["chat"] = PromptMode.Chat,
        ["raw"] = PromptMode.Raw,
        ["auto"] = PromptMode.Auto,
    };

    private static readonly Dictionary<string, bool> ExampleForms = new(StringComparer.Ordinal) { ["text"] = false, ["turns"] = true };

    public static GenerationSettings Read(ConfigMap map) => Read(map, needsPrompt: true, needsScoring: true);

    /// <summary>Reads the same keys for a kind that may ask in turns, or scores in another way.</summary>
    /// <param name="map">The suite's map.</param>
    /// <param name="needsPrompt">Whether it is a mistake that there is no prompt.</param>
    /// <param name="needsScoring">Whether it is a mistake that there is no scorer.</param>
    public static GenerationSettings Read(ConfigMap map, bool needsPrompt, bool needsScoring)
    {
        var standard = new GenerationSettings();
        var thoughts = map.OptionalChainOfThought(GenerationSettings.ThinkFirst);
        var settings = new GenerationSettings
        {
            Thoughts = thoughts,
            BatchPrompt = map.OptionalInt("batchPrompt", min: 1, max: 100) ?? standard.BatchPrompt,
            Mode = map.OptionalWord("mode", Modes) ?? standard.Mode,
            System = map.OptionalTemplate("system"),
            Instruction = map.OptionalString("instruction") ?? standard.Instruction,
            TargetDelimiter = map.OptionalString("targetDelimiter") ?? standard.TargetDelimiter,
            Targets = Targets(map),
            ExamplesAsTurns = map.OptionalWord("fewShotAs", ExampleForms) ?? standard.ExamplesAsTurns,
            Tools = ToolDeclarations.Read(map),
            Stop = map.OptionalStrings("stop"),
            MaxTokens = map.OptionalInt("maxTokens", min: 1) ?? thoughts?.MaxTokens ?? standard.MaxTokens,
            Temperature = map.OptionalDouble("temperature", min: 0, max: 2) ?? standard.Temperature,
            TopP = map.OptionalDouble("topP", min: 0, max: 1),
            Reasoning = Reasoning(map),
            ReportsThoughts = map.Has("reasoning"),
            Scoring = needsScoring || map.Has("scoring") ? ScoringConfig.Read(map, "scoring") : [],
            UnitSize = map.OptionalInt("unitSize", min: 1, max: 4096) ?? standard.UnitSize,
        };
        Check(map, settings, needsPrompt);
        CheckMetrics(map, settings);
        return settings;
    }

    private static List<TargetSource> Targets(ConfigMap map)
    {
        var targets = new List<TargetSource>();
        var texts = map.OptionalStrings("target");
        for (var i = 0; i < texts.Count; i++)
        {
            var at = map.PositionOf("target", i);
            if (texts[i].Contains("{{", StringComparison.Ordinal))
            {
                targets.Add(new TargetSource(null, TemplateConfig.Parse(map, texts[i], at)));
            }
            else if (FieldPath.TryParse(texts[i], out var path))
            {
                targets.Add(new TargetSource(path, null));
            }
            else
            {
                map.Report(at, $"\"{texts[i]}\" is neither a field nor a template", "write a.b for a field in a map and [Field name] for a name with spaces");
            }
        }

        return targets;
    }

    private static ReasoningTags? Reasoning(ConfigMap map)
    {
        if (!map.Has("reasoning"))
        {
            return ReasoningTags.Default;
        }

        var tags = map.OptionalStrings("reasoning");
        switch (tags)
        {
            case ["none"]:
                return null;
            case [{ Length: > 0 } open, { Length: > 0 } close] when open != close:
                return new ReasoningTags(open, close);
            default:
                map.Report("reasoning", "\"reasoning\" must be the opening and the closing tag of thoughts, or none", "reasoning: [\"<think>\", \"</think>\"]");
                return null;
        }
    }

    private static void Check(ConfigMap map, GenerationSettings settings, bool needsPrompt)
    {
        if (needsPrompt && !map.Has("prompt"))
        {
            map.Report("prompt", "\"prompt\" is missing");
        }

        if (settings.Stop.Any(s => s.Length == 0))
        {
            map.Report("stop", "a text in \"stop\" is empty");
        }

        if (settings.ExamplesAsTurns && settings.Mode != PromptMode.Chat)
        {
            map.Report("fewShotAs", "fewShotAs: turns goes with mode: chat");
        }

        if (settings.BatchPrompt > 1)
        {
            foreach (var (wrong, key) in new[]
            {
                (settings.Mode != PromptMode.Chat, "mode"), (map.Has("fewShot"), "fewShot"), (settings.Tools is not null, "tools"), (settings.Stop.Count > 0, "stop"),
            })
            {
                if (wrong)
                {
                    map.Report(key, $"\"{key}\" does not go with \"batchPrompt\": several questions share one chat message and one answer");
                }
            }
        }

        if (settings.Targets.Count == 0 && !map.Has("target") && settings.Scoring.FirstOrDefault(u => u.Scorer.NeedsReference) is { } needy)
        {
            map.Report("target", $"\"target\" is missing: {needy.Scorer.Name} compares the answer with it");
        }
    }

    private static void CheckMetrics(ConfigMap map, GenerationSettings settings)
    {
        var fed = GenerationKind.MetricsFedBy(settings).ToHashSet(StringComparer.Ordinal);
        var judge = settings.Scoring.FirstOrDefault(u => u.Scorer.Correct is not null)?.Scorer;
        var metrics = map.OptionalStrings("metrics");
        for (var i = 0; i < metrics.Count && settings.Scoring.Count > 0; i++)
        {
            var (problem, hint) = (default(string), default(string));
            if (BuiltInMetrics.Find(metrics[i]) is EpochMetric epochs)
            {
                problem = judge is null ? $"the metric {metrics[i]} needs a scorer that tells right from wrong"
                    : epochs.ReadsDetail && !judge.Extracts ? $"the metric {metrics[i]} counts answers, but {judge.Name} reads none"
                    : map.OptionalInt("epochs") is { } own && own < epochs.Needs ? $"the metric {metrics[i]} needs {epochs.Needs} epochs, the suite has {own}"
                    : null;
                hint = judge is null || (epochs.ReadsDetail && !judge.Extracts) ? "name such a scorer first, exact_match for example" : null;
            }
            else if (GenerationKind.AllMetrics.Contains(metrics[i]) && !fed.Contains(metrics[i]))
            {
                problem = $"no scorer of this suite feeds the metric {metrics[i]}";
                hint = Scorers.BuiltIn.FirstOrDefault(s => s.Metrics.Any(m => m.Id == metrics[i])) is { } scorer ? $"add {scorer.Name} to \"scoring\"" : null;
            }

            if (problem is not null)
            {
                map.Report(map.PositionOf("metrics", i), problem, hint);
            }
        }
    }
}
