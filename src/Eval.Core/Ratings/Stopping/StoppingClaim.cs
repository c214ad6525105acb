namespace Eval.Core.Ratings.Stopping;

/// <summary>The differences that decide a tournament, or why they cannot be tested yet.</summary>
/// <param name="Board">The board that all of them are on.</param>
/// <param name="Pairs">Places of rows on it, the one named first or standing higher before the other.</param>
/// <param name="Missing">A sentence where something is missing; null where all can be tested.</param>
internal sealed record StoppingClaim(RatingBoard? Board, IReadOnlyList<(int A, int B)> Pairs, string? Missing)
{
    /// <summary>What the rule asks for.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="boards">The ratings of all battles so far.</param>
    /// <param name="battles">Battles of each model by its name; null to take those of the boards.</param>
    public static StoppingClaim Of(StoppingRule rule, IReadOnlyList<RatingBoard> boards, IReadOnlyDictionary<string, long>? battles)
    {
        var board = Find(rule, boards, out var missing);
        if (board is null)
        {
            return new(null, [], missing);
        }

        var pairs = Differences(rule, board);
        foreach (var place in pairs.SelectMany(p => new[] { p.A, p.B }).Distinct().Order())
        {
            var row = board.Rows[place];
            var played = battles?.GetValueOrDefault(row.Name) ?? row.Battles;
            if (played < rule.MinBattles)
            {
                return new(board, [], $"{row.Name} has {played} of the {rule.MinBattles} battles that it needs before anything is decided.");
            }

            if (row.State != RatingState.Estimated)
            {
                return new(board, [], row.State switch
                {
                    RatingState.Undefeated => $"{row.Name} has not lost a point to the others so far: how much better it is cannot be told.",
                    RatingState.Winless => $"{row.Name} has not won a point from the others so far: how much worse it is cannot be told.",
                    _ => $"The battles do not tell where {row.Name} stands.",
                });
            }
        }

        var isTestable = pairs.All(p => BoardDifferences.CanTest(board, p.A, p.B));
        return new(board, pairs, isTestable ? null : "There is too little variation between the battles to tell how sure the ratings are.");
    }

    private static RatingBoard? Find(StoppingRule rule, IReadOnlyList<RatingBoard> boards, out string? missing)
    {
        if (rule.Target != StoppingTarget.Contrast)
        {
            missing = boards.Count switch
            {
                0 => "There are no ratings so far.",
                1 when boards[0].Rows.Count > 1 => null,
                1 => "There is one model only.",
                _ => $"The models fall into {boards.Count} groups that never met.",
            };
            return missing is null ? boards[0] : null;
        }

        var (a, b) = rule.Contrast!.Value;
        var board = boards.FirstOrDefault(x => Place(x, a) >= 0 && Place(x, b) >= 0);
        missing = board is null ? $"{a} and {b} were not compared so far, not even by way of others." : null;
        return board;
    }

    private static (int A, int B)[] Differences(StoppingRule rule, RatingBoard board) => rule.Target switch
    {
        StoppingTarget.Contrast => [(Place(board, rule.Contrast!.Value.A), Place(board, rule.Contrast.Value.B))],
        StoppingTarget.Leader => [.. Enumerable.Range(1, board.Rows.Count - 1).Select(i => (0, i))],
        _ => [.. Enumerable.Range(1, board.Rows.Count - 1).Select(i => (i - 1, i))],
    };

    private static int Place(RatingBoard board, string name)
    {
        for (var i = 0; i < board.Rows.Count; i++)
        {
            if (string.Equals(board.Rows[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
