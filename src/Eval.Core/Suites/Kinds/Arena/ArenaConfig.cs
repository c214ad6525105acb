using Eval.Core.Judging;
using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Ratings.Style;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Suites.Kinds.Rubrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>Reads the keys of an arena.</summary>
internal static class ArenaConfig
{
    private static readonly Dictionary<string, ArenaReferee> Referees = new(StringComparer.Ordinal)
    {
        ["judge"] = ArenaReferee.Judge,
        ["scorer"] = ArenaReferee.Scorer,
        ["people"] = ArenaReferee.People,
    };

    private static readonly Dictionary<string, BothBadRule> BothBadRules = new(StringComparer.Ordinal) { ["tie"] = BothBadRule.Tie, ["leave"] = BothBadRule.Leave };

    private static readonly Dictionary<string, StoppingTarget> Targets = new(StringComparer.Ordinal)
    {
        ["leader"] = StoppingTarget.Leader,
        ["ranking"] = StoppingTarget.Ranking,
        ["contrast"] = StoppingTarget.Contrast,
    };

    /// <summary>The settings, or null where rubric or pairing cannot be read (which is reported).</summary>
    public static ArenaSettings? Read(ConfigMap map)
    {
        var turns = RubricConfig.Path(map, "turns");
        var answers = GenerationConfig.Read(map, needsPrompt: !map.Has("turns"), needsScoring: false);
        RubricConfig.CheckTurns(map, turns, answers);
        var referee = map.OptionalWord("decide", Referees)
            ?? (map.Has("rubric") || map.Has("judge") ? ArenaReferee.Judge : answers.Scoring.Count > 0 ? ArenaReferee.Scorer : null);
        var judging = referee == ArenaReferee.Judge ? RubricConfig.Read(map, answers, turns, baseline: null, ownMethod: "pairwise-4", SwapPolicy.BothHalf) : null;
        var (scoreBy, tieWithin) = (map.OptionalString("scoreBy"), map.OptionalDouble("tieWithin", min: 0));
        var pairing = map.OptionalString("pairing") ?? "round-robin";
        var (baseline, contrast) = (map.OptionalString("baseline"), map.OptionalStrings("contrast"));
        var (battles, roundSize) = (map.OptionalInt("battles", min: 1), map.OptionalInt("roundSize", min: 1, max: 100_000));
        var rating = map.OptionalMap("rating") ?? map.Empty("rating", map.At);
        var (method, position) = (rating.OptionalWord("method", RatingMethods.Words), rating.OptionalBool("position"));
        var bothBad = rating.OptionalWord("bothBad", BothBadRules);
        var until = Until(map, contrast);
        var style = Style(rating);
        if (answers.BatchPrompt > 1)
        {
            map.Report("batchPrompt", "\"batchPrompt\" does not go with an arena: answers are compared one by one");
        }

        if (referee is null)
        {
            map.Report("decide", "nothing says who decides the battles", "judge: CANDIDATE with rubric: NAME, or scoring: [NAME], or decide: people");
        }

        if (PairingPolicies.Find(pairing) is not { } policy)
        {
            map.Report("pairing", $"\"{pairing}\" is not a way to pair candidates", NearestName.Hint(pairing, PairingPolicies.BuiltIn.Select(p => p.Name)));
            return null;
        }

        if (referee is null || (referee == ArenaReferee.Judge && judging is null))
        {
            return null;
        }

        var settings = new ArenaSettings
        {
            Answers = answers,
            Turns = turns,
            Referee = referee.Value,
            Judging = judging,
            ScoreBy = referee == ArenaReferee.Scorer ? Measure(map, answers, scoreBy) : null,
            TieWithin = tieWithin ?? 0,
            Pairing = policy,
            Baseline = baseline,
            Contrast = contrast is [var a, var b] ? (a, b) : null,
            Battles = battles,
            RoundSize = roundSize,
            Until = until,
            Style = style,
            Method = method ?? RatingMethod.BradleyTerry,
            Position = position ?? judging is { Swap: SwapPolicy.Random },
            BothBad = bothBad ?? BothBadRule.Tie,
        };
        Check(map, settings, contrast);
        CheckVotes(map, settings);
        CheckMetrics(map, settings);
        return settings;
    }

    // As FastChat groups them: how long an answer is, and how marked up.
    private static IReadOnlyList<string> Style(ConfigMap rating)
    {
        var words = rating.OptionalStrings("style");
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is not ("length" or "markdown"))
            {
                rating.Report(rating.PositionOf("style", i), $"\"{words[i]}\" is not a part of style", NearestName.Hint(words[i], ["length", "markdown"]));
            }
        }

        return [.. AnswerStyle.Features.Where(f => words.Contains(f == "length" ? "length" : "markdown"))];
    }

    private static StoppingRule? Until(ConfigMap map, IReadOnlyList<string> contrast)
    {
        if (map.OptionalMap("until") is not { } until)
        {
            return null;
        }

        var target = until.OptionalWord("decided", Targets);
        var rule = new StoppingRule { Target = target ?? StoppingTarget.Leader };
        rule = rule with
        {
            Contrast = target == StoppingTarget.Contrast && contrast is [var a, var b] ? (a, b) : null,
            Equivalence = until.OptionalDouble("equivalence", min: 0),
            Alpha = until.OptionalDouble("alpha", min: 0, max: 1) ?? rule.Alpha,
            Looks = until.OptionalInt("looks", min: 1, max: 20) ?? rule.Looks,
            MinBattles = until.OptionalInt("minBattles", min: 1) ?? rule.MinBattles,
        };
        foreach (var (wrong, key, message, hint) in new[]
        {
            (!until.Has("decided"), "decided", "\"decided\" is missing: what ends the tournament", "decided: leader, ranking or contrast"),
            (rule is { Target: StoppingTarget.Contrast, Contrast: null }, "decided", "\"contrast\" is missing: which two candidates", "contrast: [new, current]"),
            (rule.Alpha is <= 0 or >= 1, "alpha", "\"alpha\" must be above 0 and below 1", null),
            (rule.Equivalence <= 0, "equivalence", "\"equivalence\" must be above 0", null),
        })
        {
            if (wrong)
            {
                until.Report(key, message, hint);
            }
        }

        return rule;
    }

    private static string? Measure(ConfigMap map, GenerationSettings answers, string? named)
    {
        var fed = GenerationKind.MetricsFedBy(answers).Select(BuiltInMetrics.Find).OfType<IPairedMetric>().ToList();
        if (named is not null && fed.All(m => m.Id != named))
        {
            map.Report("scoreBy", $"no scorer of this suite feeds the metric {named} as one score for each answer", NearestName.Hint(named, fed.Select(m => m.Id)));
        }

        if (answers.Scoring.Count == 0)
        {
            map.Report("scoring", "\"scoring\" is missing: which scorer decides the battles");
        }

        var first = answers.Scoring.SelectMany(u => u.Scorer.Metrics).OfType<IPairedMetric>().FirstOrDefault();
        if (named is null && first is null && answers.Scoring.Count > 0)
        {
            map.Report("scoring", "no scorer of this suite gives one score for each answer: nothing could decide a battle", "for example exact_match or f1_squad");
        }

        return named ?? first?.Id;
    }

    private static void CheckMetrics(ConfigMap map, ArenaSettings settings)
    {
        var own = ArenaMetrics.IdsOf(settings.Method, settings.Style.Count > 0);
        var metrics = map.OptionalStrings("metrics");
        for (var i = 0; i < metrics.Count; i++)
        {
            if (ArenaMetrics.All.Any(m => m.Id == metrics[i]) && !own.Contains(metrics[i]))
            {
                map.Report(map.PositionOf("metrics", i), $"rating: {{ method: {RatingMethods.WordOf(settings.Method)}{(settings.Style.Count > 0 ? ", style: …" : "")} }} does not feed the metric {metrics[i]}", $"it feeds {string.Join(", ", own)}");
            }
        }
    }

    // A blind sheet is one round that is written before anybody has voted, and holds what was voted and no more.
    private static void CheckVotes(ConfigMap map, ArenaSettings settings)
    {
        if (settings.Referee != ArenaReferee.People)
        {
            return;
        }

        if (settings.Pairing.IsAdaptive)
        {
            map.Report("pairing", $"pairing: {settings.Pairing.Name} looks at earlier verdicts, and a sheet for people is written before there are any", "round-robin, or star with a baseline");
        }

        if (settings.Style.Count > 0)
        {
            map.Report("rating", "\"style\" does not go with decide: people: votes carry no features of style");
        }

        if (settings.Until is not null)
        {
            map.Report("until", "\"until\" does not go with decide: people: a sheet is voted on as a whole, and nothing is planned after it", "battles: N limits the sheet");
        }
    }

    private static void Check(ConfigMap map, ArenaSettings settings, IReadOnlyList<string> contrast)
    {
        foreach (var (wrong, key, message, hint) in new[]
        {
            (settings.Judging is { Method.IsPairwise: false } alone, "method", $"the method {settings.Judging?.Method.Name} judges one answer, and an arena compares two", "method: pairwise-4"),
            (settings.Judging is { Swap: SwapPolicy.BothTie or SwapPolicy.BothThird } && settings.Position, "rating", "\"position\" needs the two orders apart: judging: { swap: both-half } or random", null),
            (settings.Referee != ArenaReferee.Judge && settings.Position, "rating", "\"position\" goes with judges: nobody else is shown one answer first", null),
            (settings.Pairing.NeedsBaseline && settings.Baseline is null, "baseline", $"\"baseline\" is missing: pairing: {settings.Pairing.Name} needs the candidate that all others meet", null),
            (!settings.Pairing.NeedsBaseline && settings.Baseline is not null, "baseline", $"\"baseline\" does not go with pairing: {settings.Pairing.Name}", "pairing: star"),
            (map.Has("contrast") && (contrast.Count != 2 || contrast[0] == contrast[1]), "contrast", "\"contrast\" names two candidates", "contrast: [new, current]"),
            (settings.Referee == ArenaReferee.Judge && map.Has("aggregate"), "aggregate", "\"aggregate\" does not go with an arena: each judge's verdict counts by itself", null),
            (settings.Referee != ArenaReferee.Scorer && map.Has("scoreBy"), "scoreBy", "\"scoreBy\" goes with decide: scorer", null),
            (settings.Referee != ArenaReferee.Scorer && map.Has("tieWithin"), "tieWithin", "\"tieWithin\" goes with decide: scorer", null),
            (settings.Turns is not null && settings.Referee == ArenaReferee.Scorer, "turns", "scorers read one answer: judges or people decide over conversations", null),
            (settings.Turns is not null && map.Has("scoring"), "scoring", "\"scoring\" does not go with \"turns\": only judges and people read conversations", null),
        })
        {
            if (wrong)
            {
                map.Report(key, message, hint);
            }
        }
    }
}
