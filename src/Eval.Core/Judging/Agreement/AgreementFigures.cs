namespace Eval.Core.Judging.Agreement;

/// <summary>How often the judge says what people say.</summary>
internal static class AgreementFigures
{
    private const string NoBoth = "no item was judged in both orders";

    public static IEnumerable<CardFigure> Of(CardSample sample) => sample.Form switch
    {
        LabelForm.Pairwise => Pairwise(sample),
        LabelForm.PassFail => PassFail(sample, sample.Gold, sample.Verdicts),
        _ => Scores(sample),
    };

    private static IEnumerable<CardFigure> Pairwise(CardSample sample)
    {
        var judged = sample.Judged.Select(i => (Item: i, Gold: sample.Gold[i], Verdict: GoldRule.ThreeWay(sample.Verdicts[i]!.Value))).ToList();
        yield return sample.Share(
            CardGroup.Agreement, "agreement", "agreement, ties counted", judged.Select(j => (j.Item, Same(j.Verdict, j.Gold))), "nothing was judged");
        yield return sample.Share(
            CardGroup.Agreement, "agreement_decided", "agreement where neither says tie",
            judged.Where(j => j.Gold != 0.5 && j.Verdict != 0.5).Select(j => (j.Item, Same(j.Verdict, j.Gold))), "no item has a label and a verdict that are no ties");
        var given = Order(sample, ShownOrder.AsGiven);
        var swapped = Order(sample, ShownOrder.Swapped);
        yield return sample.Share(CardGroup.Agreement, "agreement_given", "in the order of the file", Right(sample, given), "nothing was judged in this order");
        yield return sample.Share(CardGroup.Agreement, "agreement_swapped", "with the two exchanged", Right(sample, swapped), "nothing was judged in this order");
        var both = given.Keys.Where(swapped.ContainsKey).ToList();
        yield return sample.Share(
            CardGroup.Agreement, "agreement_orders", "over both orders", Right(sample, given).Concat(Right(sample, swapped)).Where(r => both.Contains(r.Item)), NoBoth);
        yield return sample.Share(
            CardGroup.Agreement, "both_right", "right in both orders",
            both.Select(i => (i, Same(given[i], sample.Gold[i]) * Same(swapped[i], sample.Gold[i]))), NoBoth);
    }

    private static IEnumerable<CardFigure> Scores(CardSample sample)
    {
        yield return sample.Share(
            CardGroup.Agreement, "agreement", "same score (rounded)",
            sample.Judged.Select(i => (i, Same(Round(sample.Verdicts[i]!.Value), Round(sample.Gold[i])))), "nothing was judged");
        yield return sample.Share(
            CardGroup.Agreement, "agreement_within_1", "at most one apart",
            sample.Judged.Select(i => (i, Math.Abs(sample.Verdicts[i]!.Value - sample.Gold[i]) <= 1 + 1e-9 ? 1.0 : 0)), "nothing was judged");
        yield return sample.Mean(
            CardGroup.Agreement, "mean_difference", "judge − people", sample.Judged.Select(i => (i, sample.Verdicts[i]!.Value - sample.Gold[i])), "nothing was judged");
        if (sample.Options.PassFrom is { } pass)
        {
            foreach (var figure in PassFail(
                sample, [.. sample.Gold.Select(g => Passes(g, pass))], [.. sample.Verdicts.Select(v => v is { } value ? Passes(value, pass) : (double?)null)]).Skip(1))
            {
                yield return figure;
            }
        }
    }

    private static IEnumerable<CardFigure> PassFail(CardSample sample, double[] gold, double?[] verdicts)
    {
        yield return sample.Share(CardGroup.Agreement, "agreement", "agreement", sample.Judged.Select(i => (i, Same(verdicts[i]!.Value, gold[i]))), "nothing was judged");
        yield return sample.Share(
            CardGroup.Agreement, "sensitivity", "passes what people pass", sample.Judged.Where(i => gold[i] == 1).Select(i => (i, verdicts[i]!.Value)),
            "people pass none of the judged items");
        yield return sample.Share(
            CardGroup.Agreement, "specificity", "fails what people fail", sample.Judged.Where(i => gold[i] == 0).Select(i => (i, 1 - verdicts[i]!.Value)),
            "people fail none of the judged items");
    }

    /// <summary>The first verdict of each item in an order.</summary>
    public static Dictionary<int, double> Order(CardSample sample, ShownOrder order) =>
        sample.Items.Select((item, i) => (i, Value: GoldRule.First(item, order))).Where(x => x.Value is not null)
            .ToDictionary(x => x.i, x => GoldRule.ThreeWay(x.Value!.Value));

    public static double Passes(double score, double from) => score >= from - 1e-9 ? 1 : 0;

    public static double Round(double score) => Math.Round(score, MidpointRounding.AwayFromZero);

    private static IEnumerable<(int Item, double Value)> Right(CardSample sample, Dictionary<int, double> verdicts) =>
        verdicts.Select(v => (v.Key, Same(v.Value, sample.Gold[v.Key])));

    private static double Same(double a, double b) => a == b ? 1 : 0;
}
