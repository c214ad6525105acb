using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>The labelled items of a card in the shape that its figures are taken from, and the intervals that fit them.</summary>
internal sealed class CardSample
{
    // Below this a resampled interval says more about the resampling than about the judge.
    private const int LeastClusters = 10;

    public CardSample(LabelForm form, IReadOnlyList<LabelledItem> items, CardOptions options)
    {
        (Form, Options) = (form, options);
        Items = [.. items.Where(i => GoldRule.Gold(form, i.Labels) is not null)];
        Gold = [.. Items.Select(i => GoldRule.Gold(form, i.Labels)!.Value)];
        Verdicts = [.. Items.Select(i => GoldRule.Settle(form, i))];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        Clusters = new int[Items.Count];
        for (var i = 0; i < Items.Count; i++)
        {
            // An item without a cluster is one of its own, whatever the clusters are called.
            var key = Items[i].Cluster is { } name ? "c" + name : $"i{i}";
            Clusters[i] = numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count;
        }
    }

    public LabelForm Form { get; }

    public CardOptions Options { get; }

    /// <summary>The items that have a label.</summary>
    public IReadOnlyList<LabelledItem> Items { get; }

    public double[] Gold { get; }

    public double?[] Verdicts { get; }

    public int[] Clusters { get; }

    /// <summary>Numbers of the items that have a verdict.</summary>
    public IEnumerable<int> Judged => Enumerable.Range(0, Items.Count).Where(i => Verdicts[i] is not null);

    /// <summary>A figure without a value.</summary>
    public static CardFigure None(CardGroup group, string id, string name, int n, string reason, bool share = false) =>
        new(group, id, name, n) { Reason = reason, IsShare = share };

    /// <summary>
    /// A mean of numbers from 0 to 1, each of an item: Wilson's interval for rates; with the clustered error where several come from one cluster; by t where
    /// they are no rate.
    /// </summary>
    public CardFigure Share(CardGroup group, string id, string name, IEnumerable<(int Item, double Value)> values, string whyNone)
    {
        var mean = new ClusteredMean();
        var (count, isRate) = (0, true);
        foreach (var (item, value) in values)
        {
            mean.Add(Clusters[item], value);
            isRate &= value is 0 or 1;
            count += value is 1 ? 1 : 0;
        }

        if (mean.Count == 0)
        {
            return None(group, id, name, 0, whyNone, share: true);
        }

        var figure = new CardFigure(group, id, name, mean.Count)
        {
            Value = isRate ? (double)count / mean.Count : mean.Mean,
            IsShare = true,
            Count = isRate ? count : null,
            Clusters = mean.HasDependence ? mean.Clusters : null,
        };
        if (isRate && !mean.HasDependence)
        {
            return With(figure, Wilson.Interval(count, mean.Count, Options.Confidence), "wilson");
        }

        if (mean.Clusters < 2)
        {
            return figure with { Reason = "no interval: all come from one group of dependent items" };
        }

        return isRate || mean.HasDependence
            ? With(figure, Wilson.Clustered(Math.Clamp(mean.Mean, 0, 1), mean.StandardError, mean.Count, mean.Clusters, Options.Confidence), "wilson-clusters")
            : With(figure, StudentInterval.Around(mean.Mean, mean.StandardError, mean.Clusters - 1, Options.Confidence).Clip(0, 1), "t");
    }

    /// <summary>A mean of any numbers, each of an item.</summary>
    public CardFigure Mean(CardGroup group, string id, string name, IEnumerable<(int Item, double Value)> values, string whyNone)
    {
        var mean = new ClusteredMean();
        foreach (var (item, value) in values)
        {
            mean.Add(Clusters[item], value);
        }

        if (mean.Count == 0)
        {
            return None(group, id, name, 0, whyNone);
        }

        var figure = new CardFigure(group, id, name, mean.Count) { Value = mean.Mean, Clusters = mean.HasDependence ? mean.Clusters : null };
        return mean.Clusters < 2
            ? figure with { Reason = "no interval: fewer than two independent items" }
            : With(figure, StudentInterval.Around(mean.Mean, mean.StandardError, mean.Clusters - 1, Options.Confidence), mean.HasDependence ? "cluster-t" : "t");
    }

    /// <summary>A statistic of sums over the items, with a bootstrap of the items (or their clusters).</summary>
    /// <param name="group">What it belongs to.</param>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">The items that it is taken over.</param>
    /// <param name="sums">How many sums.</param>
    /// <param name="add">Adds what an item has to the sums.</param>
    /// <param name="statistic">The statistic of the sums; NaN where there is none.</param>
    /// <param name="whyNone">Why there is no value where the statistic is NaN.</param>
    public CardFigure OfSums(
        CardGroup group, string id, string name, IReadOnlyList<int> items, int sums, Action<int, double[]> add, StatisticOfSums statistic, string whyNone)
    {
        var clusters = items.Select(i => Clusters[i]).Distinct().Select((cluster, i) => (cluster, i)).ToDictionary(c => c.cluster, c => c.i);
        var columns = Enumerable.Range(0, sums).Select(_ => new double[clusters.Count]).ToArray();
        var (total, one) = (new double[sums], new double[sums]);
        foreach (var item in items)
        {
            Array.Clear(one);
            add(item, one);
            for (var s = 0; s < sums; s++)
            {
                total[s] += one[s];
                columns[s][clusters[Clusters[item]]] += one[s];
            }
        }

        var value = items.Count == 0 ? double.NaN : statistic(total);
        if (!double.IsFinite(value))
        {
            return None(group, id, name, items.Count, whyNone);
        }

        var figure = new CardFigure(group, id, name, items.Count) { Value = value, Clusters = clusters.Count < items.Count ? clusters.Count : null };
        if (clusters.Count < LeastClusters)
        {
            return figure with { Reason = $"no interval: fewer than {LeastClusters} independent items" };
        }

        // Most cells of a table of many steps stay empty, and cost as much as full ones.
        int[] used = [.. Enumerable.Range(0, sums).Where(s => columns[s].Any(x => x != 0))];
        var bootstrap = Bootstrap.OfSums([.. used.Select(s => columns[s])], drawn => statistic(Whole(drawn, used, sums)), Options.Seed);
        return bootstrap.StandardError > 1e-12
            ? With(figure, bootstrap.BiasCorrected(Options.Confidence), "bootstrap")
            : figure with { Reason = "no interval: every resample gives the same" };
    }

    /// <summary>Adds an interval, where there is one.</summary>
    public static CardFigure With(CardFigure figure, Interval interval, string method) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High)
            ? figure with { Low = interval.Low, High = interval.High, Method = method }
            : figure with { Reason = "no interval: too few items" };

    private static double[] Whole(ReadOnlySpan<double> drawn, int[] used, int sums)
    {
        var whole = new double[sums];
        for (var i = 0; i < used.Length; i++)
        {
            whole[used[i]] = drawn[i];
        }

        return whole;
    }
}
