namespace Eval.Core.Judging.Agreement;

/// <summary>How much was judged: what could not be read is counted, and never part of an agreement.</summary>
internal static class CoverageFigures
{
    public static IEnumerable<CardFigure> Of(CardSample sample)
    {
        const string NoCalls = "the judge was asked nothing";
        var calls = Enumerable.Range(0, sample.Items.Count).SelectMany(i => sample.Items[i].Readings.Select(r => (Item: i, Reading: r))).ToList();
        yield return sample.Share(
            CardGroup.Coverage, "judged", "items with a verdict", sample.Items.Select((_, i) => (i, sample.Verdicts[i] is null ? 0.0 : 1)), "no item has a label");
        yield return States("parsed", "replies read", VerdictState.Scored);
        yield return States("unparsed", "replies not read", VerdictState.Unparsed);
        yield return States("refused", "replies that refuse to judge", VerdictState.Refused);
        yield return States("failed", "calls that failed or took too long", VerdictState.Failed);
        if (calls.Exists(c => c.Reading.State == VerdictState.LostMass))
        {
            yield return States("lost_mass", "too much probability off the scale", VerdictState.LostMass);
        }

        if (sample.Form == LabelForm.Pairwise)
        {
            yield return sample.Share(
                CardGroup.Coverage, "ties", "verdicts that are ties", sample.Judged.Select(i => (i, GoldRule.ThreeWay(sample.Verdicts[i]!.Value) == 0.5 ? 1.0 : 0)), NoCalls);
            yield return sample.Share(
                CardGroup.Coverage, "gold_ties", "labels that are ties", Enumerable.Range(0, sample.Items.Count).Select(i => (i, sample.Gold[i] == 0.5 ? 1.0 : 0)), "no item has a label");
        }

        CardFigure States(string id, string name, VerdictState state) =>
            sample.Share(CardGroup.Coverage, id, name, calls.Select(c => (c.Item, c.Reading.State == state ? 1.0 : 0)), NoCalls);
    }
}
