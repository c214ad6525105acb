using Eval.Core.Datasets;
using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Prompts;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Reads the keys of a judged suite.</summary>
internal static class RubricConfig
{
    private static readonly Dictionary<string, SwapPolicy> Swaps = new(StringComparer.Ordinal)
    {
        ["both-tie"] = SwapPolicy.BothTie,
        ["both-half"] = SwapPolicy.BothHalf,
        ["both-third"] = SwapPolicy.BothThird,
        ["random"] = SwapPolicy.Random,
    };

    /// <summary>The settings, or null where the rubric itself cannot be read (which is reported).</summary>
    public static RubricSettings? Read(ConfigMap map)
    {
        var turns = Path(map, "turns");
        var answers = GenerationConfig.Read(map, needsPrompt: !map.Has("turns"), needsScoring: false);
        var settings = Read(map, answers, turns, Path(map, "baseline"), ownMethod: null, SwapPolicy.BothTie);
        if (settings is not null)
        {
            Check(map, settings);
        }

        return settings;
    }

    /// <summary>Reads the keys that tell who judges, and how; null where rubric or method cannot be read (which is reported).</summary>
    /// <param name="map">The suite's map.</param>
    /// <param name="answers">How candidates are asked.</param>
    /// <param name="turns">The field that holds what the user says, or null.</param>
    /// <param name="baseline">The other side's answer, or null.</param>
    /// <param name="ownMethod">The kind's method, or null for the rubric's.</param>
    /// <param name="swap">The kind's orders.</param>
    internal static RubricSettings? Read(ConfigMap map, GenerationSettings answers, FieldPath? turns, FieldPath? baseline, string? ownMethod, SwapPolicy swap)
    {
        var rubric = Rubric(map);
        var methodName = map.OptionalString("method") ?? ownMethod;
        var judges = map.OptionalStrings("judge");
        var (question, context) = (map.OptionalTemplate("question"), map.OptionalTemplate("context"));
        var rule = map.OptionalWord("aggregate", RubricReader.Rules);
        var canaries = map.OptionalBool("canaries");
        var judging = map.OptionalMap("judging") ?? map.Empty("judging", map.At);
        var (attempts, maxTokens) = (judging.OptionalInt("attempts", min: 1, max: 20), judging.OptionalInt("maxTokens", min: 1));
        var (temperature, floor) = (judging.OptionalDouble("temperature", min: 0, max: 2), judging.OptionalDouble("massFloor", min: 0, max: 1));
        var (orders, structured) = (judging.OptionalWord("swap", Swaps), judging.OptionalBool("structured"));
        var ownAnswer = judging.OptionalBool("ownAnswer");
        if (rubric is null)
        {
            return null;
        }

        methodName ??= rubric.Method;
        if (JudgeMethods.Find(methodName) is not { } method)
        {
            map.Report("method", $"\"{methodName}\" is not a method of judging", NearestName.Hint(methodName, JudgeMethods.BuiltIn.Select(m => m.Name)));
            return null;
        }

        var standard = new RubricSettings { Answers = answers, Rubric = rubric, Method = method, Judges = judges.Count > 0 ? judges : rubric.Judges };
        var settings = standard with
        {
            Aggregate = rule ?? rubric.Aggregate,
            Question = question,
            Context = context,
            Baseline = baseline,
            Turns = turns,
            Attempts = attempts ?? standard.Attempts,
            MaxTokens = maxTokens ?? standard.MaxTokens,
            Temperature = temperature ?? standard.Temperature,
            Swap = orders ?? swap,
            MassFloor = floor ?? standard.MassFloor,
            Structured = structured ?? standard.Structured,
            OwnAnswer = ownAnswer ?? standard.OwnAnswer,
            Canaries = canaries ?? standard.Canaries,
        };
        CheckJudges(map, settings);
        return settings;
    }

    /// <summary>A key that names a field; null where it is not there or wrong (which is reported).</summary>
    internal static FieldPath? Path(ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text)
        {
            return null;
        }

        if (FieldPath.TryParse(text, out var path))
        {
            return path;
        }

        map.Report(key, $"\"{text}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces");
        return null;
    }

    private static Rubric? Rubric(ConfigMap map)
    {
        var name = map.RequiredString("rubric");
        if (name.Length == 0)
        {
            return null;
        }

        var at = map.PositionOf("rubric");
        try
        {
            return RubricLoader.Find(name, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(at.File))!, at);
        }
        catch (EvalConfigurationException e)
        {
            foreach (var problem in e.Problems)
            {
                map.Report(problem.At ?? at, problem.Message, problem.Hint);
            }

            return null;
        }
    }

    private static void CheckJudges(ConfigMap map, RubricSettings settings)
    {
        if (settings.Judges.Count == 0)
        {
            map.Report("judge", "\"judge\" is missing: which candidate judges", "judge: gpt-large, or a list of them for a jury");
        }

        for (var i = 0; i < settings.Judges.Count; i++)
        {
            if (settings.Judges.Take(i).Contains(settings.Judges[i]))
            {
                map.Report(map.PositionOf("judge", i), $"the judge \"{settings.Judges[i]}\" is named twice");
            }
        }

        if (settings.Method.WhyNot(settings.Rubric) is { } why)
        {
            map.Report(map.Has("method") ? "method" : "rubric", $"the rubric {settings.Rubric.Name} cannot be applied by the method {settings.Method.Name}: {why}");
        }

        Report(
            map,
            (settings.Answers.BatchPrompt > 1, "batchPrompt", "\"batchPrompt\" does not go with a judge: each answer is judged alone", null),
            (settings.Rubric.Reference == Presence.Required && settings.Answers.Targets.Count == 0, "target", $"\"target\" is missing: the rubric {settings.Rubric.Name} compares with a right answer", null),
            (settings.Rubric.Context == Presence.Required && settings.Context is null, "context", $"\"context\" is missing: the rubric {settings.Rubric.Name} compares with a given text", "context: \"{{field}}\""));
    }

    private static void Check(ConfigMap map, RubricSettings settings)
    {
        Report(
            map,
            (settings.Method.IsPairwise && settings.Baseline is null, "baseline", $"\"baseline\" is missing: {settings.Method.Name} compares with another answer", "the field that holds it"),
            (!settings.Method.IsPairwise && settings.Baseline is not null, "baseline", $"\"baseline\" goes with methods that compare two answers, and {settings.Method.Name} does not", "method: pairwise"),
            (settings.Turns is not null && map.Has("scoring"), "scoring", "\"scoring\" does not go with \"turns\": only judges score conversations", null));
        CheckTurns(map, settings.Turns, settings.Answers);
    }

    /// <summary>What does not go with several turns.</summary>
    internal static void CheckTurns(ConfigMap map, FieldPath? turns, GenerationSettings answers) => Report(
        map,
        (turns is not null && map.Has("prompt"), "turns", "\"turns\" takes the place of \"prompt\": give one of them", null),
        (turns is not null && answers.Mode != PromptMode.Chat, "turns", "\"turns\" goes with mode: chat", null),
        (turns is not null && map.Has("fewShot"), "fewShot", "\"fewShot\" does not go with \"turns\"", null));

    private static void Report(ConfigMap map, params ReadOnlySpan<(bool Wrong, string Key, string Message, string? Hint)> checks)
    {
        foreach (var (wrong, key, message, hint) in checks)
        {
            if (wrong)
            {
                map.Report(key, message, hint);
            }
        }
    }
}
