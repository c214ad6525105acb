using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>Agreement beyond what chance would give.</summary>
internal static class ChanceFigures
{
    // Kappas of a scale need a table of all its steps; a finer one is a measurement, which correlations describe.
    private const int MostSteps = 21;

    public static IEnumerable<CardFigure> Of(CardSample sample)
    {
        var judged = sample.Judged.ToList();
        if (judged.Count == 0)
        {
            return [CardSample.None(CardGroup.Chance, "kappa", "Cohen's kappa", 0, "nothing was judged")];
        }

        return sample.Form == LabelForm.Score ? Ordinal(sample, judged) : Nominal(sample, judged);
    }

    /// <summary>A figure of the table that two verdicts of each item make.</summary>
    public static CardFigure OfTable(
        CardSample sample, CardGroup group, string id, string name, IReadOnlyList<int> items, int classes, Func<int, (int Row, int Column)> cell,
        Func<AgreementTable, double> statistic, string whyNone) => sample.OfSums(
            group, id, name, items, classes * classes,
            (item, sums) =>
            {
                var (row, column) = cell(item);
                sums[(row * classes) + column]++;
            },
            sums => statistic(new AgreementTable(Square(sums, classes))), whyNone);

    private static IEnumerable<CardFigure> Nominal(CardSample sample, List<int> judged)
    {
        var values = judged.SelectMany(i => new[] { sample.Gold[i], Verdict(sample, i) }).Distinct().Order().ToList();
        const string OneClass = "labels and verdicts are all of one class: chance alone explains the agreement";
        if (values.Count < 2)
        {
            yield return CardSample.None(CardGroup.Chance, "kappa", "Cohen's kappa", judged.Count, OneClass);
            yield break;
        }

        (int, int) Cell(int i) => (values.IndexOf(sample.Gold[i]), values.IndexOf(Verdict(sample, i)));
        yield return Perfect(sample, judged, OfTable(sample, CardGroup.Chance, "kappa", "Cohen's kappa", judged, values.Count, Cell, t => t.Kappa(), OneClass), Cell);
        var largest = judged.GroupBy(i => sample.Gold[i]).Max(g => (double)g.Count()) / judged.Count;
        yield return OfTable(sample, CardGroup.Chance, "gwet_ac1", "Gwet's AC1", judged, values.Count, Cell, t => t.GwetAc1, OneClass) is var ac1 && largest > 0.85
            ? ac1 with { Reason = ac1.Reason ?? $"read this in place of kappa: {largest * 100:0.#} % of the labels are of one class" }
            : ac1;
        foreach (var figure in Human(sample, judged))
        {
            yield return figure;
        }
    }

    // Where all agree every resample does too; the interval of the rate is carried over, with every disagreement that it allows taken as the worst there is.
    private static CardFigure Perfect(CardSample sample, List<int> judged, CardFigure kappa, Func<int, (int Row, int Column)> cell, Func<int, int, double>? weight = null)
    {
        if (kappa is not { Value: > 1 - 1e-12, Low: null } || kappa.Clusters is < 2)
        {
            return kappa;
        }

        weight ??= (a, b) => a == b ? 0 : 1;
        var shares = judged.GroupBy(i => cell(i).Row).Select(g => (Class: g.Key, Share: (double)g.Count() / judged.Count)).ToList();
        var expected = shares.Sum(a => shares.Sum(b => a.Share * b.Share * weight(a.Class, b.Class)));
        var low = kappa.Clusters is { } clusters
            ? Wilson.Clustered(1, 0, judged.Count, clusters, sample.Options.Confidence).Low
            : Wilson.Interval(judged.Count, judged.Count, sample.Options.Confidence).Low;
        return kappa with { Low = 1 - ((1 - low) / expected), High = 1, Method = kappa.Clusters is null ? "wilson" : "wilson-clusters", Reason = null };
    }

    private static IEnumerable<CardFigure> Ordinal(CardSample sample, List<int> judged)
    {
        var (min, max) = (
            sample.Options.Min ?? (int)judged.Min(i => Math.Min(AgreementFigures.Round(sample.Gold[i]), AgreementFigures.Round(sample.Verdicts[i]!.Value))),
            sample.Options.Max ?? (int)judged.Max(i => Math.Max(AgreementFigures.Round(sample.Gold[i]), AgreementFigures.Round(sample.Verdicts[i]!.Value))));
        var steps = max - min + 1;
        if (steps is < 2 or > MostSteps)
        {
            yield return CardSample.None(
                CardGroup.Chance, "kappa_quadratic", "kappa, quadratic weights", judged.Count,
                steps < 2 ? "labels and verdicts are all the same score" : $"the scale has {steps} steps: see the correlations");
            yield break;
        }

        int Step(double value) => (int)Math.Clamp(AgreementFigures.Round(value) - min, 0, steps - 1);
        (int, int) Cell(int i) => (Step(sample.Gold[i]), Step(sample.Verdicts[i]!.Value));
        const string Constant = "chance alone would leave no disagreement";
        yield return Perfect(
            sample, judged,
            OfTable(sample, CardGroup.Chance, "kappa_quadratic", "kappa, quadratic weights", judged, steps, Cell, t => t.Kappa(KappaWeights.Quadratic), Constant),
            Cell, (a, b) => (double)(a - b) * (a - b) / ((steps - 1) * (steps - 1)));
        yield return Perfect(
            sample, judged, OfTable(sample, CardGroup.Chance, "kappa", "Cohen's kappa (same or not)", judged, steps, Cell, t => t.Kappa(), Constant), Cell);
        double[] scale = [.. Enumerable.Range(min, steps).Select(s => (double)s)];
        yield return Alpha(
            sample, "alpha_ordinal", "Krippendorff's alpha, ordinal", judged, scale, MeasurementLevel.Ordinal,
            i => [AgreementFigures.Round(sample.Gold[i]), AgreementFigures.Round(sample.Verdicts[i]!.Value)]);
        foreach (var figure in Human(sample, judged))
        {
            yield return figure;
        }
    }

    // Several people and the judge: what they reach together, and what people reach without it.
    private static IEnumerable<CardFigure> Human(CardSample sample, List<int> judged)
    {
        if (!sample.Items.Any(i => i.Labels.Count(l => l is not null) > 1))
        {
            yield break;
        }

        var level = sample.Form == LabelForm.Score ? MeasurementLevel.Ordinal : MeasurementLevel.Nominal;
        double[] scale = [.. judged.SelectMany(i => People(i).Append(Rounded(sample.Verdicts[i]!.Value))).Distinct().Order()];
        if (scale.Length is < 2 or > MostSteps)
        {
            yield break;
        }

        yield return Alpha(sample, "alpha_people", "alpha of the people", judged, scale, level, People);
        yield return Alpha(sample, "alpha_with_judge", "alpha of people and judge", judged, scale, level, i => [.. People(i), Rounded(sample.Verdicts[i]!.Value)]);
        if (judged.Select(i => People(i).Length).Distinct().Count() == 1)
        {
            var raters = People(judged[0]).Length + 1;
            yield return sample.OfSums(
                CardGroup.Chance, "fleiss_kappa", $"Fleiss' kappa of all {raters}", judged, scale.Length + 2,
                (item, sums) => AddFleiss([.. People(item), Rounded(sample.Verdicts[item]!.Value)], scale, sums),
                sums => Fleiss(sums, raters), "all labels and verdicts are of one class");
        }

        double[] People(int i) => [.. sample.Items[i].Labels.OfType<double>().Select(Rounded)];
        double Rounded(double value) => sample.Form == LabelForm.Score ? AgreementFigures.Round(value) : GoldRule.ThreeWay(value);
    }

    // Sums: ratings of each class, then Σ over classes of n² − n, then items.
    private static void AddFleiss(double[] ratings, double[] scale, double[] sums)
    {
        foreach (var group in ratings.GroupBy(r => r))
        {
            var count = group.Count();
            sums[Array.IndexOf(scale, group.Key)] += count;
            sums[^2] += count * (count - 1);
        }

        sums[^1]++;
    }

    private static double Fleiss(ReadOnlySpan<double> sums, int raters)
    {
        var items = sums[^1];
        var observed = sums[^2] / (items * raters * (raters - 1));
        var expected = 0.0;
        foreach (var count in sums[..^2])
        {
            expected += count / (items * raters) * (count / (items * raters));
        }

        return (observed - expected) / (1 - expected);
    }

    private static CardFigure Alpha(
        CardSample sample, string id, string name, IReadOnlyList<int> judged, double[] scale, MeasurementLevel level, Func<int, double[]> ratings)
    {
        List<int> pairable = [.. judged.Where(i => ratings(i).Length > 1)];
        return sample.OfSums(
            CardGroup.Chance, id, name, pairable, scale.Length * scale.Length,
            (item, sums) => AddPairs(ratings(item), scale, sums),
            sums => KrippendorffAlpha.OfCoincidences(scale, Square(sums, scale.Length), level), "no item has two ratings that could differ");
    }

    private static void AddPairs(double[] ratings, double[] scale, double[] sums)
    {
        var share = 1.0 / (ratings.Length - 1);
        for (var a = 0; a < ratings.Length; a++)
        {
            for (var b = 0; b < ratings.Length; b++)
            {
                if (a != b)
                {
                    sums[(Index(ratings[a]) * scale.Length) + Index(ratings[b])] += share;
                }
            }
        }

        int Index(double value) => Array.IndexOf(scale, Math.Clamp(value, scale[0], scale[^1]));
    }

    private static double Verdict(CardSample sample, int item) => GoldRule.ThreeWay(sample.Verdicts[item]!.Value);

    private static double[,] Square(ReadOnlySpan<double> sums, int size)
    {
        var table = new double[size, size];
        for (var i = 0; i < sums.Length; i++)
        {
            table[i / size, i % size] = sums[i];
        }

        return table;
    }
}
