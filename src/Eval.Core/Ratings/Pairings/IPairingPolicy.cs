namespace Eval.Core.Ratings.Pairings;

/// <summary>Decides which models meet on which prompt. Policies hold no state; they are listed in <see cref="PairingPolicies"/>.</summary>
public interface IPairingPolicy
{
    /// <summary>The word after <c>pairing:</c>.</summary>
    string Name { get; }

    /// <summary>One line: what it does, its source.</summary>
    string Description { get; }

    /// <summary>True where a round depends on how earlier ones ended.</summary>
    bool IsAdaptive { get; }

    /// <summary>True where it needs <see cref="PairingState.Baseline"/>.</summary>
    bool NeedsBaseline { get; }

    /// <summary>Pairings of a whole tournament: all there are to play at most.</summary>
    long Total(int models, int prompts);

    /// <summary>The next round; empty where nothing is left to play. The same state gives the same round, on every machine.</summary>
    IReadOnlyList<PlannedPairing> Next(PairingState state);
}
