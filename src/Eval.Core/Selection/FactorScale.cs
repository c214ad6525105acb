namespace Eval.Core.Selection;

/// <summary>How a factor's raw value becomes a value from 0 to 1.</summary>
public enum FactorScale
{
    /// <summary>In proportion between the anchors.</summary>
    Linear,

    /// <summary>In proportion between the anchors' logarithms: twice as much is always worth the same. Raw values must be above 0.</summary>
    Logarithmic,

    /// <summary>In proportion between neighbours of stated points.</summary>
    Piecewise,
}
