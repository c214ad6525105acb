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

    /// <summary>Battles that a tournament has in all; none among fewer than two models.</summary>
    /// <param name="policy">Who meets whom.</param>
    /// <param name="most">Battles at most, or null for all that the policy has.</param>
    /// <param name="models">Models.</param>
    /// <param name="prompts">Prompts, repetitions included.</param>
    public static long Total(IPairingPolicy policy, int? most, int models, int prompts) => models < 2 ? 0 : Math.Min(most ?? long.MaxValue, policy.Total(models, prompts));
}
