namespace Eval.Core.Selection.Simulation;

/// <summary>Why a decision could come out otherwise, and with that what would make it surer.</summary>
public enum UncertaintyCause
{
    /// <summary>Which items were asked: more items help.</summary>
    Items,

    /// <summary>The judge's own error: a better or a second judge helps.</summary>
    Judge,

    /// <summary>Noise of measured times: longer or repeated measuring helps.</summary>
    Latency,

    /// <summary>Prices that may change: a contract helps.</summary>
    Price,

    /// <summary>Errors of figures that somebody stated or published: only who has them can narrow them.</summary>
    Stated,

    /// <summary>Weights that are not settled: the people who decide must settle them.</summary>
    Weights,

    /// <summary>Values that are missing: finding them out helps.</summary>
    Missing,
}
