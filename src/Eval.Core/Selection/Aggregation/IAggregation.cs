using Eval.Core.Selection.Weights;

namespace Eval.Core.Selection.Aggregation;

/// <summary>A way to make one score of a candidate's factors.</summary>
public interface IAggregation
{
    /// <summary>Its key: <c>weighted-sum</c>, <c>topsis</c> …</summary>
    string Id { get; }

    /// <summary>
    /// True where a candidate's score depends on who else is in the matrix, so that a newcomer can turn the others' order. Such methods are for the panel
    /// of disagreements only.
    /// </summary>
    bool IsFieldRelative { get; }

    /// <summary>Scores of all candidates; more is better.</summary>
    /// <param name="matrix">No value of it is missing.</param>
    /// <param name="weights">One per factor.</param>
    /// <returns>One score per candidate; not finite where the method has none (a share of a largest value that is 0).</returns>
    double[] Scores(DecisionMatrix matrix, WeightSet weights);
}
