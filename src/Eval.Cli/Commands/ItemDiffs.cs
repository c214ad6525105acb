using Eval.Core.Comparisons;

namespace Eval.Cli.Commands;

/// <summary>Reads the changed samples of pairs of cells, by the first metric of each that is paired.</summary>
internal static class ItemDiffs
{
    public static async Task<List<ShownDiff>> ReadAsync(IEnumerable<CellPairing> pairings, int most, bool full, CancellationToken cancellationToken)
    {
        var diffs = new List<ShownDiff>();
        foreach (var pairing in pairings)
        {
            if (pairing.Metrics.FirstOrDefault(m => m.Scores is not null)?.Scores is { } scores)
            {
                diffs.Add(new ShownDiff(pairing, scores, await ItemDiff.ReadAsync(pairing, scores, Enum.GetValues<ItemChange>(), most, cancellationToken), full));
            }
        }

        return diffs;
    }
}
