namespace Eval.Core.Statistics;

/// <summary>
/// Mean of a number per token from its sums, tokens taken as independent, as llama.cpp's perplexity tool does:
/// standard error = √((E[x²] − E[x]²) / (n − 1)).
/// </summary>
/// <param name="Count">Tokens.</param>
/// <param name="Sum">Sum of the numbers.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
public readonly record struct TokenMoments(double Count, double Sum, double SumOfSquares)
{
    /// <summary>The mean; NaN where there are no tokens.</summary>
    public double Mean => Sum / Count;

    /// <summary>Variance of the mean; NaN below two tokens, never negative.</summary>
    public double VarianceOfMean => Count < 2 ? double.NaN : Math.Max(0, (SumOfSquares / Count) - (Mean * Mean)) / (Count - 1);

    /// <summary>Standard error of the mean.</summary>
    public double StandardError => Math.Sqrt(VarianceOfMean);

    /// <summary>Covariance of the means of two numbers of the same tokens.</summary>
    /// <param name="other">The other number's moments.</param>
    /// <param name="sumOfProducts">Σ x·y over the tokens.</param>
    public double CovarianceOfMeans(TokenMoments other, double sumOfProducts) =>
        Count < 2 ? double.NaN : ((sumOfProducts / Count) - (Mean * other.Mean)) / (Count - 1);
}
