using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Ratings;

/// <summary>A model beside one that all are compared with.</summary>
/// <param name="Board">Place of their board.</param>
/// <param name="Model">The model.</param>
/// <param name="Against">The one it is compared with.</param>
/// <param name="Difference">The difference, the model's minus the other's; null where either is not estimated.</param>
/// <param name="AdjustedPValue">Its p value by Holm's method over all contrasts that were asked for; null without a difference.</param>
public sealed record RatingContrast(int Board, string Model, string Against, RatingDifference? Difference, double? AdjustedPValue)
{
    /// <summary>Each model that shares a board with one, against that one. All boards together are one family: one question was asked of them.</summary>
    /// <param name="boards">The boards.</param>
    /// <param name="against">The model that the others are compared with.</param>
    /// <exception cref="EvalConfigurationException">No board has that model.</exception>
    public static IReadOnlyList<RatingContrast> AllAgainst(IReadOnlyList<RatingBoard> boards, string against)
    {
        var contrasts = new List<RatingContrast>();
        var found = false;
        for (var b = 0; b < boards.Count; b++)
        {
            var rows = boards[b].Rows;
            var fixedRow = rows.ToList().FindIndex(r => r.Name == against);
            found |= fixedRow >= 0;
            for (var r = 0; fixedRow >= 0 && r < rows.Count; r++)
            {
                if (r != fixedRow)
                {
                    contrasts.Add(new(b, rows[r].Name, against, boards[b].Difference(r, fixedRow), null));
                }
            }
        }

        if (!found)
        {
            throw new EvalConfigurationException(null, $"no battle has the model \"{against}\"", NearestName.Hint(against, boards.SelectMany(b => b.Rows).Select(r => r.Name)));
        }

        var tested = contrasts.Where(c => c.Difference is not null).ToList();
        var adjusted = MultipleTesting.Adjust([.. tested.Select(c => c.Difference!.PValue)], Correction.Holm);
        return [.. contrasts.Select(c => c.Difference is null ? c : c with { AdjustedPValue = adjusted[tested.IndexOf(c)] })];
    }
}
