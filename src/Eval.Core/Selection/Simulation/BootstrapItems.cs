using System.Buffers;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.Simulation;

/// <summary>
/// The bootstrap: units drawn with replacement, the same for all columns. A block of draws goes column by column, so that a column and the block's counts stay in the
/// processor's nearest memory; sums are those of <see cref="FixedPointColumn"/>, exact and the same on every machine.
/// </summary>
internal sealed class BootstrapItems : ItemSampler
{
    private readonly ulong _stream;
    private readonly ResamplingCounts _resample;
    private readonly FixedPointColumn[] _sums;
    private readonly FixedPointColumn? _sizes;

    public BootstrapItems(ItemSet items, DecisionMatrix matrix, ulong stream)
        : base(items, matrix)
    {
        (_stream, _resample) = (stream, new(Units));
        _sums = [.. Columns.Select(c => new FixedPointColumn(UnitSums(c.Scores), _resample.Length))];
        _sizes = UnitSizes() is { } sizes ? new(sizes, _resample.Length) : null;
    }

    public override string Method => "bootstrap";

    public override void Add(int firstDraw, int draws, double[] deltas, int cells)
    {
        var length = _resample.Length;
        var counts = ArrayPool<byte>.Shared.Rent(length * draws);
        try
        {
            Span<double> items = stackalloc double[draws];
            for (var draw = 0; draw < draws; draw++)
            {
                var drawn = counts.AsSpan(draw * length, length);
                _resample.Draw(_stream + (ulong)(firstDraw + draw), drawn);
                items[draw] = _sizes?.Sum(drawn) ?? Units;
            }

            for (var i = 0; i < _sums.Length; i++)
            {
                var column = Columns[i];
                for (var draw = 0; draw < draws; draw++)
                {
                    var mean = _sums[i].Sum(counts.AsSpan(draw * length, length)) / items[draw];
                    deltas[(draw * cells) + column.Cell] += column.Scale * (mean - column.Mean);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(counts);
        }
    }
}
