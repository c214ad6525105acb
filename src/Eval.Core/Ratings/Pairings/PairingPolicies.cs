namespace Eval.Core.Ratings.Pairings;

/// <summary>The pairing policies that ship with the program. A new one is one file in this folder and one line here.</summary>
public static class PairingPolicies
{
    /// <summary>All policies, by the order in which help lists them.</summary>
    public static IReadOnlyList<IPairingPolicy> BuiltIn { get; } =
    [
        new RoundRobin(),
        new Star(),
        new Swiss(),
        new Adaptive(),
    ];

    /// <summary>The policy of a name, or null.</summary>
    public static IPairingPolicy? Find(string name) => BuiltIn.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
}
