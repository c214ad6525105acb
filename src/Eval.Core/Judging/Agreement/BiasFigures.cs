using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>What moves a judge and should not: the place, the length, the moment, its own family.</summary>
internal static class BiasFigures
{
    public static IEnumerable<CardFigure> Of(CardSample sample) =>
    [
        .. sample.Form == LabelForm.Pairwise ? Position(sample) : [],
        Length(sample),
        .. sample.Form == LabelForm.Pairwise ? Longer(sample) : [],
        Retest(sample),
        .. Family(sample),
    ];

    private static IEnumerable<CardFigure> Position(CardSample sample)
    {
        const string NoBoth = "no item was judged in both orders";
        var (given, swapped) = (AgreementFigures.Order(sample, ShownOrder.AsGiven), AgreementFigures.Order(sample, ShownOrder.Swapped));
        var both = given.Keys.Where(swapped.ContainsKey).ToList();
        yield return sample.Share(
            CardGroup.Bias, "position_consistency", "same verdict in both orders", both.Select(i => (i, given[i] == swapped[i] ? 1.0 : 0)), NoBoth);
        if (both.Count == 0)
        {
            yield break;
        }

        double[] classes = [.. both.SelectMany(i => new[] { given[i], swapped[i] }).Distinct().Order()];
        yield return classes.Length < 2
            ? CardSample.None(CardGroup.Bias, "position_kappa", "kappa of the two orders", both.Count, "all verdicts are the same")
            : ChanceFigures.OfTable(
                sample, CardGroup.Bias, "position_kappa", "kappa of the two orders", both, classes.Length,
                i => (Array.IndexOf(classes, given[i]), Array.IndexOf(classes, swapped[i])), t => t.Kappa(), "all verdicts are the same");

        // Ours first is the order of the file: a higher value there than exchanged favours whatever stands first.
        yield return sample.Share(CardGroup.Bias, "first_preference", "favours the place shown first", both.Select(i => (i, given[i] > swapped[i] ? 1.0 : 0)), NoBoth);
        yield return sample.Share(CardGroup.Bias, "second_preference", "favours the place shown second", both.Select(i => (i, given[i] < swapped[i] ? 1.0 : 0)), NoBoth);
        var mean = sample.Mean(
            CardGroup.Bias, "net_first_bias", "net bias to the first place", both.Select(i => (i, (double)Math.Sign(given[i] - swapped[i]))), NoBoth);
        var net = mean with { IsShare = true };
        var counts = new PairedCounts(0, both.Count(i => given[i] > swapped[i]), both.Count(i => given[i] < swapped[i]), both.Count(i => given[i] == swapped[i]));
        yield return net.Clusters is null ? CardSample.With(net, Tango.Limits(counts, sample.Options.Confidence), "tango") : net;
    }

    private static CardFigure Length(CardSample sample)
    {
        const string Id = "length_effect";
        var (name, rows, outcomes, clusters) = sample.Form == LabelForm.Pairwise ? PairwiseLengths(sample) : SingleLengths(sample);
        if (rows.Count == 0)
        {
            return CardSample.None(CardGroup.Bias, Id, name, 0, "the answers' lengths are not known: name their columns");
        }

        // A term that does not vary is the constant over again.
        int[] kept = [.. Enumerable.Range(0, rows[0].Length).Where(t => t == 0 || rows.Exists(r => r[t] != rows[0][t]))];
        if (!kept.Contains(1))
        {
            return CardSample.None(CardGroup.Bias, Id, name, rows.Count, "all answers are equally long");
        }

        rows = rows.ConvertAll(r => Array.ConvertAll(kept, t => r[t]));
        var fit = sample.Form == LabelForm.Score ? Regression.Linear(rows, outcomes, clusters) : Regression.Logistic(rows, outcomes, clusters);
        if (fit is null)
        {
            return CardSample.None(
                CardGroup.Bias, Id, name, rows.Count, "no finite coefficient: verdict and label go together too closely, or items are too few");
        }

        var figure = new CardFigure(CardGroup.Bias, Id, name, fit.N)
        {
            Value = fit.Coefficients[1],
            Clusters = fit.Clusters < fit.N ? fit.Clusters : null,
            Reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"standard error {fit.StandardErrors[1]:0.###}"),
        };
        return CardSample.With(figure, fit.IntervalOf(1, sample.Options.Confidence), "sandwich-t");
    }

    // Every call by itself, clustered by item: ties have no side.
    private static (string Name, List<double[]> Rows, List<double> Outcomes, List<int> Clusters) PairwiseLengths(CardSample sample)
    {
        var (rows, outcomes, clusters) = (new List<double[]>(), new List<double>(), new List<int>());
        for (var i = 0; i < sample.Items.Count; i++)
        {
            if (sample.Items[i] is not { Length: > 0 and var length, OtherLength: > 0 and var other } item)
            {
                continue;
            }

            foreach (var reading in item.Readings.Where(r => r is { State: VerdictState.Scored, Value: not null } && GoldRule.ThreeWay(r.Value.Value) != 0.5))
            {
                rows.Add([1, Math.Log((double)length / other), sample.Gold[i], reading.Order == ShownOrder.AsGiven ? 1 : 0]);
                outcomes.Add(GoldRule.ThreeWay(reading.Value!.Value));
                clusters.Add(sample.Clusters[i]);
            }
        }

        return ("log length ratio, log-odds", rows, outcomes, clusters);
    }

    private static (string Name, List<double[]> Rows, List<double> Outcomes, List<int> Clusters) SingleLengths(CardSample sample)
    {
        List<int> known = [.. sample.Judged.Where(i => sample.Items[i].Length is > 0)];
        return (
            sample.Form == LabelForm.Score ? "log length, score points" : "log length, log-odds",
            known.ConvertAll(i => new[] { 1, Math.Log(sample.Items[i].Length!.Value), sample.Gold[i] }),
            known.ConvertAll(i => sample.Verdicts[i]!.Value),
            known.ConvertAll(i => sample.Clusters[i]));
    }

    // The plain form of the same: people's own liking for length stands beside the judge's.
    private static IEnumerable<CardFigure> Longer(CardSample sample)
    {
        var known = sample.Judged.Where(i =>
            sample.Items[i] is { Length: not null, OtherLength: not null } item && item.Length != item.OtherLength
            && sample.Gold[i] != 0.5 && GoldRule.ThreeWay(sample.Verdicts[i]!.Value) != 0.5).ToList();
        if (known.Count == 0)
        {
            yield break;
        }

        yield return sample.Share(
            CardGroup.Bias, "judge_longer", "the judge prefers the longer",
            known.Select(i => (i, GoldRule.ThreeWay(sample.Verdicts[i]!.Value) == YardstickFigures.Longer(sample, i) ? 1.0 : 0)), "");
        yield return sample.Share(
            CardGroup.Bias, "people_longer", "people prefer the longer", known.Select(i => (i, sample.Gold[i] == YardstickFigures.Longer(sample, i) ? 1.0 : 0)), "");
    }

    private static CardFigure Retest(CardSample sample)
    {
        var repeated =
            from i in Enumerable.Range(0, sample.Items.Count)
            from readings in sample.Items[i].Readings.Where(r => r is { State: VerdictState.Scored, Value: not null }).GroupBy(r => r.Order)
            let values = readings.Select(r => r.Value!.Value).ToList()
            where values.Count > 1
            select (i, values.Skip(1).Average(v => Math.Abs(v - values[0]) < 1e-9 ? 1.0 : 0));
        return sample.Share(CardGroup.Bias, "retest", "same verdict when asked again", repeated, "nothing was asked twice in the same order");
    }

    /// <summary>The judges by name: each of a jury by itself.</summary>
    public static IReadOnlyList<string?> Judges(CardSample sample)
    {
        string?[] jury = [.. sample.Items.SelectMany(i => i.ByJudge.Keys).Distinct(StringComparer.Ordinal)];
        return jury.Length > 1 ? jury : [sample.Options.JudgeName];
    }

    private static IEnumerable<CardFigure> Family(CardSample sample)
    {
        if (sample.Items.All(i => i.Model is null && i.OtherModel is null))
        {
            yield break;
        }

        var judges = Judges(sample);
        foreach (var judge in judges)
        {
            var (id, whose) = judges.Count > 1 ? ($"own_family:{judge}", $"{judge}: ") : ("own_family", "");
            double? Verdict(int i) => judges.Count > 1 ? sample.Items[i].ByJudge.GetValueOrDefault(judge!) : sample.Verdicts[i];
            if (ModelFamily.Of(judge) is not { } family)
            {
                yield return CardSample.None(CardGroup.Bias, id, $"{whose}gain of its own family", 0, "the judge's name tells no family");
            }
            else if (sample.Form == LabelForm.Pairwise)
            {
                yield return PairwiseFamily(sample, id, $"{whose}gain of its own family ({family})", family, Verdict);
            }
            else
            {
                yield return SingleFamily(sample, id, $"{whose}gain of its own family ({family})", family, Verdict);
            }
        }
    }

    // How much more than people it gives its own family, beside how much more than people it gives the others: a lenient judge is lenient to all.
    private static CardFigure SingleFamily(CardSample sample, string id, string name, string family, Func<int, double?> verdict)
    {
        List<int> known = [.. Enumerable.Range(0, sample.Items.Count).Where(i => sample.Items[i].Model is not null && verdict(i) is not null)];
        var own = known.ConvertAll(i => ModelFamily.Of(sample.Items[i].Model) == family);
        if (!own.Contains(true) || !own.Contains(false))
        {
            return CardSample.None(
                CardGroup.Bias, id, name, known.Count,
                own.Contains(true) ? "all judged answers are of the judge's family: there is nothing to compare them with" : $"no judged answer is of the judge's family ({family})");
        }

        var gains = known.ConvertAll(i => verdict(i)!.Value - sample.Gold[i]);
        var difference = gains.Where((_, i) => own[i]).Average() - gains.Where((_, i) => !own[i]).Average();
        List<int> clusters = known.ConvertAll(i => sample.Clusters[i]);
        var figure = new CardFigure(CardGroup.Bias, id, name, known.Count)
        {
            Value = difference,
            Clusters = clusters.Distinct().Count() is var count && count < known.Count ? count : null,
        };
        return Regression.Linear(own.ConvertAll(o => new[] { 1.0, o ? 1 : 0 }), gains, clusters) is { } fit
            ? CardSample.With(figure, fit.IntervalOf(1, sample.Options.Confidence), "sandwich-t")
            : figure with { Reason = "no interval: too few items" };
    }

    private static CardFigure PairwiseFamily(CardSample sample, string id, string name, string family, Func<int, double?> verdict)
    {

        var gains = new List<(int, double)>();
        foreach (var i in Enumerable.Range(0, sample.Items.Count).Where(i => verdict(i) is not null))
        {
            var (ours, theirs) = (ModelFamily.Of(sample.Items[i].Model) == family, ModelFamily.Of(sample.Items[i].OtherModel) == family);
            if (ours != theirs)
            {
                gains.Add((i, (ours ? 1 : -1) * (verdict(i)!.Value - sample.Gold[i])));
            }
        }

        return sample.Mean(
            CardGroup.Bias, id, name, gains, $"no judged answer is of the judge's family ({family})");
    }
}
