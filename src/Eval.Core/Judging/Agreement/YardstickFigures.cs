namespace Eval.Core.Judging.Agreement;

/// <summary>What an agreement is to be measured by: people among themselves, and rules that read nothing.</summary>
internal static class YardstickFigures
{
    public static IEnumerable<CardFigure> Of(CardSample sample) => [.. People(sample), .. Rules(sample)];

    private static IEnumerable<CardFigure> People(CardSample sample)
    {
        var several = Enumerable.Range(0, sample.Items.Count).Where(i => sample.Items[i].Labels.Count(l => l is not null) > 1).ToList();
        yield return sample.Share(
            CardGroup.Yardstick, "human_agreement", "two people with each other", several.Select(i => (i, Pairs([.. sample.Items[i].Labels.OfType<double>()]))),
            "only one person labelled each item, or the labels are gold");
        if (several.Count == 0)
        {
            yield break;
        }

        yield return sample.Share(
            CardGroup.Yardstick, "judge_human_agreement", "the judge with one of them",
            several.Where(i => sample.Verdicts[i] is not null)
                .Select(i => (i, sample.Items[i].Labels.OfType<double>().Average(l => Same(Class(sample, l), Class(sample, sample.Verdicts[i]!.Value))))),
            "nothing was judged");
        if (sample.Form != LabelForm.Score)
        {
            // One person against the majority of the others, the form in which such ceilings are usually published.
            yield return sample.Share(
                CardGroup.Yardstick, "human_against_rest", "one person with the majority of the others",
                several.Where(i => sample.Items[i].Labels.Count(l => l is not null) > 2).Select(i => (i, AgainstRest(sample.Form, [.. sample.Items[i].Labels.OfType<double>()]))),
                "fewer than three people labelled each item");
        }
    }

    private static IEnumerable<CardFigure> Rules(CardSample sample)
    {
        if (sample.Form == LabelForm.Score)
        {
            yield break;
        }

        const string NoLabels = "no item has a label that is no tie";
        var decided = Enumerable.Range(0, sample.Items.Count).Where(i => sample.Gold[i] != 0.5).ToList();
        if (sample.Form == LabelForm.Pairwise)
        {
            var known = decided.Where(i => sample.Items[i] is { Length: not null, OtherLength: not null } item && item.Length != item.OtherLength).ToList();
            yield return sample.Share(
                CardGroup.Yardstick, "rule_longer", "rule: the longer answer", known.Select(i => (i, Same(Longer(sample, i), sample.Gold[i]))),
                "the answers' lengths are not known (name their columns), or are all equal");
            yield return sample.Share(
                CardGroup.Yardstick, "rule_first", "rule: the first answer", decided.Select(i => (i, sample.Gold[i])), NoLabels);
        }

        if (decided.Count > 0)
        {
            var majority = decided.GroupBy(i => sample.Gold[i]).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;
            yield return sample.Share(
                CardGroup.Yardstick, "rule_majority", $"rule: always \"{CardWords.Class(sample.Form, majority)}\"",
                decided.Select(i => (i, Same(majority, sample.Gold[i]))), NoLabels);
        }
    }

    /// <summary>1 where the first answer is the longer one, else 0.</summary>
    public static double Longer(CardSample sample, int item) => sample.Items[item].Length > sample.Items[item].OtherLength ? 1 : 0;

    private static double Class(CardSample sample, double value) =>
        sample.Form == LabelForm.Score ? AgreementFigures.Round(value) : GoldRule.ThreeWay(value);

    private static double Pairs(double[] labels)
    {
        var same = 0;
        for (var a = 0; a < labels.Length; a++)
        {
            for (var b = a + 1; b < labels.Length; b++)
            {
                same += labels[a] == labels[b] ? 1 : 0;
            }
        }

        return same / (labels.Length * (labels.Length - 1) / 2.0);
    }

    private static double AgainstRest(LabelForm form, double[] labels) =>
        Enumerable.Range(0, labels.Length).Average(one => GoldRule.Gold(form, [.. labels.Where((_, i) => i != one).Select(l => (double?)l)]) is { } rest ? Same(labels[one], rest) : 0);

    private static double Same(double a, double b) => a == b ? 1 : 0;
}
