namespace Eval.Core.Ratings.Glicko;

/// <summary>What Glicko-2 knows of a player.</summary>
/// <param name="Rating">Rating, on the scale of 173.7178 points a natural unit.</param>
/// <param name="Deviation">Rating deviation on the same scale: the standard error; above 0.</param>
/// <param name="Volatility">How much the strength moves between periods; above 0.</param>
public readonly record struct GlickoPlayer(double Rating, double Deviation, double Volatility)
{
    /// <summary>Points of one natural unit: 400/ln 10, as its author rounds it.</summary>
    public const double Unit = 173.7178;

    private const double Tolerance = 1e-9;

    /// <summary>The player after a rating period.</summary>
    /// <param name="period">What it scored in it.</param>
    /// <param name="tau">How quickly volatility may change.</param>
    public GlickoPlayer After(GlickoPeriod period, double tau)
    {
        var phi = Deviation / Unit;
        if (period.Information == 0)
        {
            return this with { Deviation = Math.Sqrt((phi * phi) + (Volatility * Volatility)) * Unit };
        }

        var variance = 1 / period.Information;
        var volatility = NextVolatility(phi, variance, variance * period.Surplus, tau);
        var before = (phi * phi) + (volatility * volatility);
        var after = 1 / ((1 / before) + period.Information);
        return new(Rating + (after * period.Surplus * Unit), Math.Sqrt(after) * Unit, volatility);
    }

    // Step 5 of the description: the root of f by the Illinois form of regula falsi.
    private double NextVolatility(double phi, double variance, double delta, double tau)
    {
        var start = Math.Log(Volatility * Volatility);
        double F(double x)
        {
            var e = Math.Exp(x);
            var d = (phi * phi) + variance + e;
            return (e * ((delta * delta) - d) / (2 * d * d)) - ((x - start) / (tau * tau));
        }

        var low = start;
        double high;
        if (delta * delta > (phi * phi) + variance)
        {
            high = Math.Log((delta * delta) - (phi * phi) - variance);
        }
        else
        {
            var k = 1;
            while (F(start - (k * tau)) < 0)
            {
                k++;
            }

            high = start - (k * tau);
        }

        var (atLow, atHigh) = (F(low), F(high));
        while (Math.Abs(high - low) > Tolerance)
        {
            var next = low + ((low - high) * atLow / (atHigh - atLow));
            var atNext = F(next);
            if (atNext * atHigh <= 0)
            {
                (low, atLow) = (high, atHigh);
            }
            else
            {
                atLow /= 2;
            }

            (high, atHigh) = (next, atNext);
        }

        return Math.Exp(low / 2);
    }
}
