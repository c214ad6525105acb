namespace Eval.Core.Ratings.Stopping;

/// <summary>The findings of a look in words.</summary>
internal static class StoppingSentences
{
    /// <summary>A sentence without its full stop.</summary>
    public static string Of(StoppingRule rule, IReadOnlyList<StoppingTest> tests)
    {
        var open = tests.Where(t => t.Finding == StoppingFinding.Open).ToList();
        if (rule.Target == StoppingTarget.Contrast)
        {
            return Difference(tests[0], rule);
        }

        var isLeader = rule.Target == StoppingTarget.Leader;
        if (open.Count > 0)
        {
            var closest = open.MaxBy(t => t.P)!;
            return $"{(isLeader ? "The leader" : "The ranking")} is not decided: {open.Count} of {tests.Count} differences are open, "
                + $"the closest between {closest.A} and {closest.B} ({Range(closest)})";
        }

        var equal = tests.Where(t => t.Finding == StoppingFinding.Equivalent).Select(t => isLeader ? t.B : $"{t.A} and {t.B}").ToList();
        var claim = isLeader ? $"{tests[0].A} leads: every other model is worse" : "The ranking is decided: each model is better than the next";
        return equal.Count == 0 ? claim : $"{claim}, or within {rule.Equivalence:0.#} points of it ({string.Join(", ", equal)})";
    }

    private static string Difference(StoppingTest test, StoppingRule rule) => test.Finding switch
    {
        StoppingFinding.Better => $"{test.A} is better than {test.B} by {Range(test)}",
        StoppingFinding.Worse => $"{test.B} is better than {test.A} by {Range(test with { Difference = -test.Difference, Low = -test.High, High = -test.Low })}",
        StoppingFinding.Equivalent => $"{test.A} and {test.B} differ by less than {rule.Equivalence:0.#} points: {Range(test)}",
        _ => $"{test.A} − {test.B} is not decided: {Range(test)}",
    };

    private static string Range(StoppingTest test) => $"{test.Difference:0.#} points, {1 - test.Level:0.####%} interval {test.Low:0.#} to {test.High:0.#}";
}
