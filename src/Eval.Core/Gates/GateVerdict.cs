namespace Eval.Core.Gates;

/// <summary>How a gate, or one rule of it, came out.</summary>
public enum GateVerdict
{
    /// <summary>Proven: the rule holds.</summary>
    Pass,

    /// <summary>Proven: the rule is broken; for a suite, a regression beyond the margin.</summary>
    Fail,

    /// <summary>The evidence cannot decide.</summary>
    Inconclusive,

    /// <summary>Too much of the evidence is missing, so that nothing was decided. Never a regression.</summary>
    Broken,
}

/// <summary>Questions asked of a <see cref="GateVerdict"/>.</summary>
public static class GateVerdicts
{
    /// <summary>The exit code of the design: 0 pass, 1 fail, 3 inconclusive, 4 broken.</summary>
    public static int ExitCode(this GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => 0,
        GateVerdict.Fail => 1,
        GateVerdict.Inconclusive => 3,
        _ => 4,
    };

    /// <summary>The word of documents and tables: <c>pass</c>, <c>fail</c>, <c>inconclusive</c>, <c>broken</c>.</summary>
    public static string Word(this GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "pass",
        GateVerdict.Fail => "fail",
        GateVerdict.Inconclusive => "inconclusive",
        _ => "broken",
    };

    /// <summary>
    /// The verdict over several rules that must all hold (intersection-union): a proven failure stands whatever else is missing; then missing
    /// evidence; then undecided; only where every rule is proven, pass.
    /// </summary>
    public static GateVerdict All(IEnumerable<GateVerdict> verdicts)
    {
        var seen = verdicts.ToHashSet();
        return seen.Contains(GateVerdict.Fail) ? GateVerdict.Fail
            : seen.Contains(GateVerdict.Broken) ? GateVerdict.Broken
            : seen.Contains(GateVerdict.Inconclusive) ? GateVerdict.Inconclusive
            : GateVerdict.Pass;
    }
}
