using Eval.Core.Running;
using Eval.Core.Running.Tournaments.Voting;

namespace Eval.Core.Tests.Running.Tournaments.Voting;

/// <summary>An arena of four candidates on some prompts, each pair on each.</summary>
internal static class VotingArena
{
    public static readonly string[] Candidates = ["alpha", "beta", "gamma", "delta"];

    public static StoredRun Run(long id = 1) => new(id, null, "plan", RunStatus.Finished, null, "cli", 17, DateTimeOffset.UnixEpoch, null, []);

    public static BlindBattles Blind(long run = 1) => new(Run(run), "letters");

    public static IReadOnlyList<VotingPlace> Places(int prompts) =>
    [
        .. from prompt in Enumerable.Range(0, prompts)
           from a in Enumerable.Range(0, Candidates.Length)
           from b in Enumerable.Range(0, a)
           select new VotingPlace(prompt, 0, $"s{prompt}", Candidates[a], Candidates[b]),
    ];
}
