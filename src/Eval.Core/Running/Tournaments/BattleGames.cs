using Eval.Core.Judging;
using Eval.Core.Ratings;

namespace Eval.Core.Running.Tournaments;

/// <summary>What a judge's verdict on two answers says, as games: one for each order where the policy keeps the orders apart, else one.</summary>
internal static class BattleGames
{
    /// <summary>The games of a verdict that is scored; "ours" is candidate A.</summary>
    public static IReadOnlyList<BattleGame> Of(string judge, JudgeVerdict verdict, SwapPolicy swap)
    {
        var pair = verdict.Pair;
        if (pair is null || verdict.Replies.Count == 0 || swap is SwapPolicy.BothTie or SwapPolicy.BothThird)
        {
            // Settled without a call, or joined out of both orders.
            var strength = pair is null ? 0 : pair.Third ?? ((pair.OursFirst ?? 0) + (pair.OursSecond ?? 0)) / 2;
            return [new BattleGame(judge, Outcome(Math.Sign(verdict.Score!.Value - 0.5), pair is { IsBothBad: true })) { Strength = Math.Abs(strength), IsDisagreement = pair is { IsDisagreement: true } }];
        }

        var games = new List<BattleGame>();
        if (pair.OursFirst is { } first)
        {
            games.Add(new BattleGame(judge, Outcome(Math.Sign(first), pair.BadFirst)) { AFirst = true, Strength = Math.Abs(first), IsDisagreement = pair.IsDisagreement });
        }

        if (pair.OursSecond is { } second)
        {
            games.Add(new BattleGame(judge, Outcome(Math.Sign(second), pair.BadSecond)) { AFirst = false, Strength = Math.Abs(second), IsDisagreement = pair.IsDisagreement });
        }

        return games;
    }

    private static BattleOutcome Outcome(int sign, bool isBothBad) =>
        sign > 0 ? BattleOutcome.AWins : sign < 0 ? BattleOutcome.BWins : isBothBad ? BattleOutcome.BothBad : BattleOutcome.Tie;
}
