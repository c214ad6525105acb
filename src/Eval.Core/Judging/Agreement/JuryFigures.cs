namespace Eval.Core.Judging.Agreement;

/// <summary>Several judges beside each other: a jury averages noise, not an error that its members share.</summary>
internal static class JuryFigures
{
    public static IEnumerable<CardFigure> Of(CardSample sample)
    {
        string[] judges = [.. sample.Items.SelectMany(i => i.ByJudge.Keys).Distinct(StringComparer.Ordinal)];
        if (judges.Length < 2)
        {
            yield break;
        }

        foreach (var judge in judges)
        {
            yield return sample.Share(
                CardGroup.Jury, $"agreement:{judge}", $"{judge}: agreement", Errors(sample, judge).Select(e => (e.Key, e.Value == 0 ? 1.0 : 0)), "it judged nothing");
        }

        for (var a = 0; a < judges.Length; a++)
        {
            for (var b = a + 1; b < judges.Length; b++)
            {
                yield return Pair(sample, judges[a], judges[b]);
            }
        }
    }

    private static CardFigure Pair(CardSample sample, string one, string other)
    {
        var (first, second) = (Errors(sample, one), Errors(sample, other));
        List<int> shared = [.. first.Keys.Where(second.ContainsKey)];
        var (id, name) = ($"errors:{one}|{other}", $"errors of {one} and {other}, correlation");
        if (shared.Count < 4 || shared.Select(i => first[i]).Distinct().Count() < 2 || shared.Select(i => second[i]).Distinct().Count() < 2)
        {
            return CardSample.None(CardGroup.Jury, id, name, shared.Count, "one of them never errs, or always alike, on the items of both");
        }

        // Pearson's r is a function of sums, so that clusters can be drawn whole; of 0 and 1 it is phi.
        return sample.OfSums(
            CardGroup.Jury, id, name, shared, 6,
            (i, sums) =>
            {
                var (x, y) = (first[i], second[i]);
                (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]) = (1, x, y, x * x, y * y, x * y);
            },
            sums =>
            {
                var (n, x, y) = (sums[0], sums[1], sums[2]);
                return ((n * sums[5]) - (x * y)) / Math.Sqrt(((n * sums[3]) - (x * x)) * ((n * sums[4]) - (y * y)));
            },
            "one of them never errs");
    }

    // Right or wrong; of scores how far off, with its sign.
    private static Dictionary<int, double> Errors(CardSample sample, string judge) =>
        Enumerable.Range(0, sample.Items.Count).Where(i => sample.Items[i].ByJudge.GetValueOrDefault(judge) is not null).ToDictionary(i => i, i =>
        {
            var verdict = sample.Items[i].ByJudge[judge]!.Value;
            return sample.Form == LabelForm.Score ? verdict - sample.Gold[i] : GoldRule.ThreeWay(verdict) == sample.Gold[i] ? 0.0 : 1;
        });
}
