using MathNet.Numerics.LinearAlgebra;

namespace Eval.Core.Ratings.Fitting;

/// <summary>An optimum of a likelihood.</summary>
internal sealed class LikelihoodFit(ParameterLayout layout, double[] values, Matrix<double> bread, double logLikelihood, int iterations)
{
    public ParameterLayout Layout => layout;

    /// <summary>The parameters; θ comes first, its mean 0.</summary>
    public double[] Values => values;

    /// <summary>Inverse of the information (with the gauge).</summary>
    public Matrix<double> Bread => bread;

    /// <summary>At the optimum; less the penalty where there is one.</summary>
    public double LogLikelihood => logLikelihood;

    public int Iterations => iterations;

    /// <summary>The terms of a pair's three outcomes at the optimum, for answers of the same style.</summary>
    public void Terms(int a, int b, Span<OutcomeTerms> terms) => OutcomeTerms.Of(layout.Method, layout.Difference(values, a, b), layout.TieValue(values), terms);
}
