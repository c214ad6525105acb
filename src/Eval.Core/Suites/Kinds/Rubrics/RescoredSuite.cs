using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Arena;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>A suite as its stored answers are judged again: with another judge, rubric or method, or with a rubric where it had none.</summary>
internal static class RescoredSuite
{
    private static readonly RubricKind Kind = new();

    /// <summary>The suite. Throws <see cref="EvalConfigurationException"/> where what is asked for does not fit.</summary>
    /// <param name="suite">The suite of the workspace.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="folder">Where a rubric's path or name is looked for.</param>
    public static Suite Of(Suite suite, RescoreRequest request, string folder)
    {
        if (suite.Settings is ArenaSettings arena)
        {
            return OfArena(suite, arena, request, folder);
        }

        if (suite.Settings is not (RubricSettings or GenerationSettings))
        {
            throw new EvalConfigurationException(
                suite.DefinedAt, $"the suite {suite.Name} is of kind {suite.Kind} now: it has no open answers that could be judged", "run the suite again");
        }

        var rubric = request.Rubric is { } name ? RubricLoader.Find(name, folder) : (suite.Settings as RubricSettings)?.Rubric
            ?? throw new EvalConfigurationException(null, $"the suite {suite.Name} has no rubric of its own", "--rubric names one");
        var own = suite.Settings as RubricSettings;
        var method = Method(request.Method ?? (request.Rubric is null ? own?.Method.Name : null) ?? rubric.Method);
        var settings = (own ?? new RubricSettings { Answers = (GenerationSettings)suite.Settings, Rubric = rubric, Method = method, Judges = [] }) with
        {
            Rubric = rubric,
            Method = method,
            Judges = request.Judges.Count > 0 ? request.Judges : own?.Judges ?? rubric.Judges,
        };
        settings = own is null ? settings with { Aggregate = rubric.Aggregate } : settings;
        Check(suite, settings);
        var changed = SuiteLoader.Redefine(suite, settings, definition =>
        {
            definition["kind"] = Kind.Name;
            definition["rubric"] = rubric.Name;
            definition.Remove("metrics");
            Kind.Define(settings, definition);
        });
        return changed with
        {
            Name = own is null ? $"{suite.Name}.{rubric.Name}" : suite.Name,
            Kind = Kind.Name,

            // No scorer is asked about stored answers.
            Metrics = Kind.MetricsOf(settings with { Answers = settings.Answers with { Scoring = [] } }, []),
        };
    }

    // The same answers meet again, before another judge.
    private static Suite OfArena(Suite suite, ArenaSettings arena, RescoreRequest request, string folder)
    {
        var own = arena.Judging;
        var rubric = request.Rubric is { } name ? RubricLoader.Find(name, folder) : own?.Rubric
            ?? throw new EvalConfigurationException(null, $"the arena {suite.Name} has no rubric of its own", "--rubric and --judge name what its battles are judged by");
        var method = Method(request.Method ?? own?.Method.Name ?? "pairwise-4");
        var judging = (own ?? new RubricSettings { Answers = arena.Answers, Rubric = rubric, Method = method, Judges = [], Turns = arena.Turns, Swap = SwapPolicy.BothHalf }) with
        {
            Rubric = rubric,
            Method = method,
            Judges = request.Judges.Count > 0 ? request.Judges : own?.Judges ?? rubric.Judges,
        };
        Check(suite, judging, isArena: true);
        var settings = arena with { Referee = ArenaReferee.Judge, Judging = judging, ScoreBy = null };
        var changed = SuiteLoader.Redefine(suite, settings, definition =>
        {
            definition["decide"] = "judge";
            definition["rubric"] = rubric.Name;
            definition.Remove("metrics");
            RubricKind.DefineJudging(judging, definition);
        });
        return changed with { Metrics = new ArenaKind().MetricsOf(settings, []) };
    }

    private static IJudgeMethod Method(string name) => JudgeMethods.Find(name)
        ?? throw new EvalConfigurationException(null, $"\"{name}\" is not a method of judging", NearestName.Hint(name, JudgeMethods.BuiltIn.Select(m => m.Name)));

    private static void Check(Suite suite, RubricSettings settings, bool isArena = false)
    {
        var (problem, hint) = settings switch
        {
            { Judges.Count: 0 } => ($"nobody judges {suite.Name}", "--judge names a candidate of the workspace"),
            { Answers.BatchPrompt: > 1 } => ($"{suite.Name} asks several questions in one prompt, which a judge cannot tell apart", null),
            _ when settings.Judges.Distinct(StringComparer.Ordinal).Count() < settings.Judges.Count => ("a judge is named twice", null),
            _ when settings.Method.WhyNot(settings.Rubric) is { } why => ($"the rubric {settings.Rubric.Name} cannot be applied by the method {settings.Method.Name}: {why}", "--method names another one"),
            { Method.IsPairwise: false } when isArena => ($"the method {settings.Method.Name} judges one answer, and an arena compares two", "--method pairwise-4"),
            _ when settings.Method.IsPairwise && settings.Baseline is null && !isArena => ($"{settings.Method.Name} compares with another answer, and {suite.Name} names none", "\"baseline\" in the suite names the field that holds it"),
            _ when settings.Rubric.Reference == Presence.Required && settings.Answers.Targets.Count == 0 => ($"the rubric {settings.Rubric.Name} compares with a right answer, and {suite.Name} names none", "\"target\" in the suite"),
            _ when settings.Rubric.Context == Presence.Required && settings.Context is null => ($"the rubric {settings.Rubric.Name} compares with a given text, and {suite.Name} names none", "\"context\" in the suite"),
            _ => (default(string), default(string)),
        };
        if (problem is not null)
        {
            throw new EvalConfigurationException(null, problem, hint);
        }
    }
}
