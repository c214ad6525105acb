using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>How a judge's scores go together with people's.</summary>
internal static class CorrelationFigures
{
    private const int Draws = 1000;

    public static IEnumerable<CardFigure> Of(CardSample sample)
    {
        if (sample.Form != LabelForm.Score)
        {
            return [];
        }

        var judged = sample.Judged.ToList();
        double[] human = [.. judged.Select(i => sample.Gold[i])];
        double[] judge = [.. judged.Select(i => sample.Verdicts[i]!.Value)];
        if (human.Distinct().Count() < 2 || judge.Distinct().Count() < 2 || judged.Count < 3)
        {
            return [CardSample.None(CardGroup.Correlation, "pearson", "Pearson's r", judged.Count, "labels or verdicts do not vary, or are too few")];
        }

        var confidence = sample.Options.Confidence;
        var ties = KendallCounts.Of(human, judge);
        return
        [
            Figure("pearson", "Pearson's r", Correlation.Pearson(human, judge, confidence), (x, y) => Correlation.Pearson(x, y).Value),
            Figure("spearman", "Spearman's rho", Correlation.Spearman(human, judge, confidence), (x, y) => Correlation.Spearman(x, y).Value),
            Figure("kendall", "Kendall's tau-b", Correlation.Kendall(human, judge, confidence), (x, y) => KendallCounts.Of(x, y).TauB)
                is var kendall ? kendall with
                {
                    Reason = string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"of {ties.N * (ties.N - 1L) / 2:#,0} pairs {ties.TiesOnlyX:#,0} tie by people only, {ties.TiesOnlyY:#,0} by the judge only, {ties.TiesBoth:#,0} by both"),
                } : kendall,
        ];

        CardFigure Figure(string id, string name, Correlation correlation, Func<double[], double[], double> of)
        {
            var figure = new CardFigure(CardGroup.Correlation, id, name, judged.Count) { Value = correlation.Value };
            int[] clusters = [.. judged.Select(i => sample.Clusters[i])];
            return clusters.Distinct().Count() == clusters.Length
                ? CardSample.With(figure, correlation.Interval, correlation.Method)
                : Clustered(figure, clusters, of);
        }

        CardFigure Clustered(CardFigure figure, int[] clusters, Func<double[], double[], double> of)
        {
            var members = clusters.Select((c, i) => (c, i)).GroupBy(x => x.c).Select(g => g.Select(x => x.i).ToArray()).ToArray();
            figure = figure with { Clusters = members.Length };
            if (members.Length < 10)
            {
                return figure with { Reason = "no interval: fewer than 10 independent items" };
            }

            var bootstrap = Bootstrap.Run(members.Length, counts =>
            {
                var (x, y) = (new List<double>(), new List<double>());
                for (var c = 0; c < counts.Length; c++)
                {
                    for (var time = 0; time < counts[c]; time++)
                    {
                        x.AddRange(members[c].Select(i => human[i]));
                        y.AddRange(members[c].Select(i => judge[i]));
                    }
                }

                return of([.. x], [.. y]);
            }, sample.Options.Seed, Draws);
            return CardSample.With(figure, bootstrap.Percentile(confidence), "bootstrap");
        }
    }
}
