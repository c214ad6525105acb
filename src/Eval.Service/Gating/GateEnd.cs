using Eval.Core.Gates;

namespace Eval.Service.Gating;

/// <summary>Where a gate's way ended: at a decision with its evidence, or at a reason to stop without one.</summary>
internal sealed record GateEnd
{
    public GateEnd(GateOutcome stopped) => Stopped = stopped;

    public GateEnd(GateDecision decision, GateEvidence evidence, IReadOnlyList<string> notes, IReadOnlyList<SuitePower> power) =>
        (Decision, Evidence, Notes, Power) = (decision, evidence, notes, power);

    public GateOutcome? Stopped { get; }

    public GateDecision? Decision { get; }

    public GateEvidence? Evidence { get; }

    public IReadOnlyList<string> Notes { get; } = [];

    public IReadOnlyList<SuitePower> Power { get; } = [];
}
