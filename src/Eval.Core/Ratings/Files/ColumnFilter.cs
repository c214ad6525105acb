using System.Text;

namespace Eval.Core.Ratings.Files;

/// <summary>The conditions on one column.</summary>
internal sealed class ColumnFilter
{
    private readonly byte[][] _asked;
    private readonly byte[][] _excluded;

    public ColumnFilter(int slot, IReadOnlyList<BattleFilter> filters)
    {
        Slot = slot;
        _asked = [.. filters.Where(f => !f.Excludes).Select(f => Encoding.UTF8.GetBytes(f.Value))];
        _excluded = [.. filters.Where(f => f.Excludes).Select(f => Encoding.UTF8.GetBytes(f.Value))];
    }

    public int Slot { get; }

    public bool Passes(ReadOnlySpan<byte> cell) => (_asked.Length == 0 || Holds(_asked, cell)) && !Holds(_excluded, cell);

    private static bool Holds(byte[][] values, ReadOnlySpan<byte> cell)
    {
        foreach (var value in values)
        {
            if (cell.SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }
}
