using Eval.Core.Comparisons;

namespace Eval.Core.Gates;

/// <summary>
/// Decides about the slices of a suite. To pass, every judged slice must be proven by itself (intersection-union, no correction); a slice is
/// called worse only by Holm's rule over all judged slices of the suite, so that many slices do not raise false alarms (S. Holm 1979).
/// </summary>
internal static class SliceJudge
{
    /// <summary>Decides.</summary>
    /// <param name="suite">The rules.</param>
    /// <param name="scores">The evidence.</param>
    /// <param name="level">How sure a verdict must be.</param>
    /// <param name="more">True where more samples are to come, so that an absent slice may still appear.</param>
    public static IReadOnlyList<SliceDecision> Decide(GuardedSuite suite, PairedScores scores, LookLevel level, bool more)
    {
        var slices = new List<Slice>();
        var absent = new List<SliceDecision>();
        foreach (var rule in suite.Slices)
        {
            var covered = scores.Slices.Where(s => rule.Covers(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
            slices.AddRange(covered.Select(s => new Slice(rule, s.Key, scores.Part(s.Value))));
            if (covered.Count == 0)
            {
                absent.Add(new SliceDecision
                {
                    Slice = rule.Slice,
                    Verdict = more ? GateVerdict.Inconclusive : GateVerdict.Broken,
                    N = 0,
                    MaxLoss = rule.MaxLoss,
                    Floor = rule.Floor,
                    Sentence = $"{suite.Name}, {rule.Slice}: no sample belongs to it{(more ? " so far" : "; nothing was decided")}",
                });
            }
        }

        var judged = slices.Where(s => s.Scores.Count >= Math.Max(1, s.Rule.MinSamples) && level.CanDecide).ToList();
        MarkFailed(judged, level.Confidence);
        return [.. slices.Select(s => s.Decide(suite, level, judged.Contains(s))).Concat(absent).OrderBy(Rank).ThenBy(d => d.Difference?.Difference ?? 0)];
    }

    // Holm's steps: at 1 − α/k for k rules that have not failed yet, until no more fail.
    private static void MarkFailed(List<Slice> slices, double confidence)
    {
        var open = slices.Sum(s => s.Open);
        while (open > 0)
        {
            var strict = 1 - ((1 - confidence) / open);
            foreach (var slice in slices)
            {
                slice.MarkFailed(strict);
            }

            var left = slices.Sum(s => s.Open);
            if (left == open)
            {
                return;
            }

            open = left;
        }
    }

    private static int Rank(SliceDecision decision) => decision.Verdict switch
    {
        GateVerdict.Fail => 0,
        GateVerdict.Broken => 1,
        GateVerdict.Inconclusive => 2,
        null => 4,
        _ => 3,
    };

    private sealed class Slice(SliceRule rule, string name, PairedScores scores)
    {
        private bool _isWorse;
        private bool _isTooLow;

        public SliceRule Rule => rule;

        public PairedScores Scores => scores;

        /// <summary>Rules of this slice that have not failed.</summary>
        public int Open => (rule.MaxLoss is null || _isWorse ? 0 : 1) + (rule.Floor is null || _isTooLow ? 0 : 1);

        public void MarkFailed(double confidence)
        {
            _isWorse |= rule.MaxLoss is { } loss && MarginTest.Verdict(MarginTest.Limits(scores, confidence), loss) == GateVerdict.Fail;
            _isTooLow |= rule.Floor is { } floor && ScoreLimits.Verdict(scores, floor, confidence) == GateVerdict.Fail;
        }

        public SliceDecision Decide(GuardedSuite suite, LookLevel level, bool isJudged)
        {
            var difference = MarginTest.Limits(scores, level.Confidence);
            var limits = ScoreLimits.Of(scores, level.Confidence);
            var amounts = new MetricAmounts(scores.MetricId);
            var score = scores.ValueOf(scores.MeanOf(scores.New));
            var parts = new List<string>();
            var verdicts = new List<GateVerdict>();
            if (rule.MaxLoss is { } loss)
            {
                var verdict = _isWorse ? GateVerdict.Fail : Only(MarginTest.Verdict(difference, loss));
                verdicts.Add(verdict);
                parts.Add($"{amounts.Change(difference.Difference)}{(double.IsFinite(difference.Lower) && double.IsFinite(difference.Upper) ? $" ({amounts.Between(difference.Lower, difference.Upper)})" : "")}, " +
                    $"{Word(verdict, "within the", "more than the", "not proven within the")} tolerated loss of {amounts.Size(loss)}");
            }

            if (rule.Floor is { } floor)
            {
                var verdict = _isTooLow ? GateVerdict.Fail : Only(ScoreLimits.Verdict(scores, floor, level.Confidence));
                verdicts.Add(verdict);
                parts.Add($"score {amounts.Score(score)}{Between(limits.Low, limits.High, amounts.Score)}, " +
                    $"{Word(verdict, "inside", "outside", "not proven inside")} the floor of {amounts.Score(floor)}");
            }

            var samples = $"{MetricAmounts.Count(scores.Count)} samples";
            return new SliceDecision
            {
                Slice = name,
                Verdict = isJudged ? GateVerdicts.All(verdicts) : level.CanDecide ? null : GateVerdict.Inconclusive,
                N = scores.Count,
                MaxLoss = rule.MaxLoss,
                Floor = rule.Floor,
                NewScore = score,
                Difference = difference,
                Sentence = $"{suite.Name}, {name}: " + (isJudged ? $"{string.Join("; ", parts)} ({samples})"
                    : level.CanDecide ? $"{samples}, fewer than the {MetricAmounts.Count(rule.MinSamples)} that are judged" : $"{samples}, too early to decide"),
            };
        }

        // "Worse" is for Holm's rule to say.
        private static GateVerdict Only(GateVerdict verdict) => verdict == GateVerdict.Pass ? verdict : GateVerdict.Inconclusive;

        private static string Between(double low, double high, Func<double, string> write) =>
            double.IsFinite(low) && double.IsFinite(high) ? $" (between {write(low)} and {write(high)})" : "";

        private static string Word(GateVerdict verdict, string pass, string fail, string open) =>
            verdict == GateVerdict.Pass ? pass : verdict == GateVerdict.Fail ? fail : open;
    }
}
