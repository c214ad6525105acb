namespace Eval.Core.Statistics;

/// <summary>
/// Where the variance of scores comes from when samples are answered several times: from the samples, or from a model that does not always answer
/// alike (E. Miller 2024, arXiv:2411.00640, section 3). Tells what more repetitions can gain: the part within samples falls with their number, the
/// part between samples only with more samples.
/// </summary>
/// <param name="Samples">Samples.</param>
/// <param name="BetweenSamples">Variance of the samples' true mean scores, estimated; 0 or more.</param>
/// <param name="WithinSamples">Variance of the answers to one sample, averaged over samples; NaN where none was repeated.</param>
public readonly record struct ResamplingVariance(int Samples, double BetweenSamples, double WithinSamples)
{
    /// <summary>Estimates the two parts. Samples may have different numbers of answers.</summary>
    /// <param name="scores">The scores of each sample's answers; at least one each, two samples or more.</param>
    public static ResamplingVariance Of(IEnumerable<IReadOnlyList<double>> scores)
    {
        var means = new Moments();
        double squares = 0, freedom = 0, reciprocals = 0;
        foreach (var sample in scores)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(sample.Count, 1);
            var mean = sample.Average();
            means.Add(mean);
            squares += sample.Sum(s => (s - mean) * (s - mean));
            freedom += sample.Count - 1;
            reciprocals += 1.0 / sample.Count;
        }

        // The spread of the means holds a share of the variance within: 1/K of it on average.
        var within = squares / freedom;
        var between = double.IsNaN(within) ? means.Variance : Math.Max(0, means.Variance - (within * reciprocals / means.Count));
        return new(means.Count, between, within);
    }

    /// <summary>Standard error of the mean score with K answers to each of n samples: √((between + within/K)/n).</summary>
    /// <param name="epochs">K, 1 or more.</param>
    /// <param name="samples">n; those of the data where null.</param>
    public double StandardError(int epochs, int? samples = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return Math.Sqrt((BetweenSamples + (WithinSamples / epochs)) / (samples ?? Samples));
    }

    /// <summary>Share of the variance with one answer each that K answers each remove; 1/3 for two answers where rates are spread evenly.</summary>
    /// <param name="epochs">K, 1 or more.</param>
    public double Removed(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return WithinSamples * (1 - (1.0 / epochs)) / (BetweenSamples + WithinSamples);
    }
}
