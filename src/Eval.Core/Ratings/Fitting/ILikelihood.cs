namespace Eval.Core.Ratings.Fitting;

/// <summary>What Newton's method needs of a likelihood.</summary>
internal interface ILikelihood
{
    ParameterLayout Layout { get; }

    /// <summary>Minus the log-likelihood, plus the penalty where there is one.</summary>
    double Loss(double[] values);

    /// <summary>Minus the gradient of <see cref="Loss"/> and its second derivatives (by columns), into zeroed room.</summary>
    void Derivatives(double[] values, double[] score, double[] information);
}
