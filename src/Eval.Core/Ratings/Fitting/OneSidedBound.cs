namespace Eval.Core.Ratings.Fitting;

/// <summary>
/// How weak a model that won every battle against the main group may be (and how strong one that lost all): the strength at which so clean a record has
/// the probability (1 − confidence)/2, as in the rule of three. The opponents are put at the unfavourable ends of their intervals, which makes the bound
/// careful. Battles count once, whatever their weight.
/// </summary>
internal static class OneSidedBound
{
    private const double Farthest = 200;

    /// <summary>The bound as a natural strength on the scale of the part; null where it met none of the part, or how much its battles tell is not known.</summary>
    /// <param name="cells">All battles.</param>
    /// <param name="part">The main group.</param>
    /// <param name="ends">For each member of the part, the lower ends of the intervals for an undefeated model, the upper ones for a winless one.</param>
    /// <param name="model">The model, by its place in all models.</param>
    /// <param name="undefeated">True for an undefeated model, false for a winless one.</param>
    /// <param name="confidence">Two-sided confidence.</param>
    /// <param name="share">Independent battles of the model, divided by all (<see cref="CleanRecords"/>).</param>
    public static double? Of(BattleCells cells, FittedPart part, double[] ends, int model, bool undefeated, double confidence, double share)
    {
        var met = new List<(double Opponent, double Shown, double Battles)>();
        for (var i = 0; i < part.Members.Length; i++)
        {
            var position = part.Fit.Layout.Position < 0 ? 0 : part.Fit.Values[part.Fit.Layout.Position];
            Take(cells.Find(model, part.Members[i]), ends[i], position);
            Take(cells.Find(part.Members[i], model), ends[i], -position);
        }

        if (met.Count == 0 || !(share > 0))
        {
            return null;
        }

        // The record's probability rises with the strength of an undefeated model, and falls with that of a winless one.
        var (low, high) = (-Farthest, Farthest);
        var target = Math.Log((1 - confidence) / 2);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Record(middle) < target == undefeated ? (middle, high) : (low, middle);
        }

        return Math.Abs(low) < Farthest - 1 ? low : null;

        void Take(int place, double opponent, double shown)
        {
            if (place >= 0 && cells.All[place].Weight > 0)
            {
                ref readonly var cell = ref cells.All[place];
                met.Add((opponent, shown, share * (cell.Counts[BattleOutcome.AWins] + cell.Counts[BattleOutcome.BWins])));
            }
        }

        double Record(double strength)
        {
            Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
            var sum = 0.0;
            foreach (var (opponent, shown, battles) in met)
            {
                OutcomeTerms.Of(part.Fit.Layout.Method, strength - opponent + shown, part.Fit.Layout.Tie < 0 ? 0 : part.Fit.Values[part.Fit.Layout.Tie], terms);
                sum += battles * terms[undefeated ? 0 : 1].Log;
            }

            return sum;
        }
    }
}
