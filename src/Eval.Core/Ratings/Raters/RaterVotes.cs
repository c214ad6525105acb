using Eval.Core.Workspaces;

namespace Eval.Core.Ratings.Raters;

/// <summary>All votes of a table, as small as they can be held.</summary>
internal sealed class RaterVotes
{
    /// <summary>Votes that are held at most.</summary>
    public const int Most = 10_000_000;

    private readonly List<Vote> _votes = [];

    public RaterVotes(IEnumerable<RaterVote> votes)
    {
        foreach (var (rater, prompt, battle) in votes)
        {
            if (_votes.Count == Most)
            {
                throw new EvalConfigurationException(null, $"there are more than {Most} votes, and raters are compared in memory", "leave some out with --filter");
            }

            // Each pair of models has one direction, so that votes from both orders can be compared.
            var turned = battle.A > battle.B;
            _votes.Add(new Vote(rater, prompt, Math.Min(battle.A, battle.B), Math.Max(battle.A, battle.B), turned, battle.Outcome switch
            {
                BattleOutcome.AWins => turned ? Verdict.Higher : Verdict.Lower,
                BattleOutcome.BWins => turned ? Verdict.Lower : Verdict.Higher,
                BattleOutcome.Tie => Verdict.Tie,
                _ => Verdict.BothBad,
            }));
        }
    }

    public IReadOnlyList<Vote> All => _votes;

    /// <summary>A vote. <paramref name="Low"/> and <paramref name="High"/> are the models by their place; <paramref name="HighFirst"/> tells which was shown first.</summary>
    public readonly record struct Vote(int Rater, int Prompt, int Low, int High, bool HighFirst, Verdict Verdict)
    {
        /// <summary>True where one of the two won.</summary>
        public bool IsDecided => Verdict is Verdict.Lower or Verdict.Higher;
    }

    /// <summary>A verdict by the models' places: which of the two won.</summary>
    public enum Verdict : byte
    {
        Lower,
        Higher,
        Tie,
        BothBad,
    }
}
