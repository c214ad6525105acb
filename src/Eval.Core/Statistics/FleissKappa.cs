namespace Eval.Core.Statistics;

/// <summary>
/// Fleiss' kappa (J. L. Fleiss, Psychological Bulletin 76, 1971): agreement of the same number of raters on each item, whoever they are. With missing
/// ratings or an ordered scale use <see cref="KrippendorffAlpha"/>.
/// </summary>
public static class FleissKappa
{
    /// <summary>The kappa; NaN where all ratings are of one category.</summary>
    /// <param name="ratings">Raters by item (row) and the category they chose (column); each row has the same sum, 2 or more.</param>
    public static double Of(int[,] ratings)
    {
        var (items, categories) = (ratings.GetLength(0), ratings.GetLength(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        var shares = new double[categories];
        var (agreement, raters) = (0.0, 0.0);
        for (var item = 0; item < items; item++)
        {
            double sum = 0, squares = 0;
            for (var category = 0; category < categories; category++)
            {
                double count = ratings[item, category];
                ArgumentOutOfRangeException.ThrowIfNegative(count);
                (sum, squares) = (sum + count, squares + (count * count));
                shares[category] += count;
            }

            raters = item == 0 ? sum : raters;
            ArgumentOutOfRangeException.ThrowIfLessThan(sum, 2);
            ArgumentOutOfRangeException.ThrowIfNotEqual(sum, raters);
            agreement += (squares - raters) / (raters * (raters - 1));
        }

        var observed = agreement / items;
        var expected = shares.Sum(s => s / (items * raters) * s / (items * raters));
        return (observed - expected) / (1 - expected);
    }
}
