using System.Buffers;

namespace Eval.LlamaCpp.Engine;

/// <summary>Writes whole distributions to a file.</summary>
internal sealed class DistributionWriter(ReferenceLogits file) : RowReader
{
    public override void Read(TokenTree tree, int node, ReadOnlySpan<float> logits)
    {
        var row = ArrayPool<ushort>.Shared.Rent(file.RowLength);
        try
        {
            QuantisedRow.Write(logits, row.AsSpan(0, file.RowLength));
            foreach (var scored in tree.ScoredAt(node))
            {
                file.Write(scored.Request, scored.Index, row.AsSpan(0, file.RowLength));
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(row);
        }
    }
}

/// <summary>Compares distributions with those of a file.</summary>
/// <param name="file">The reference.</param>
/// <param name="firstWindow">The file's window that the first request is compared with.</param>
/// <param name="windowCount">Windows to compare.</param>
internal sealed class DivergenceReader(ReferenceLogits file, int firstWindow, int windowCount) : RowReader
{
    private readonly RowDivergence[][] _rows =
        [.. Enumerable.Range(0, windowCount).Select(_ => new RowDivergence[file.RowsPerWindow])];

    /// <summary>The comparisons of a window, position by position.</summary>
    public IReadOnlyList<RowDivergence> Rows(int window) => _rows[window];

    public override void Read(TokenTree tree, int node, ReadOnlySpan<float> logits)
    {
        var row = ArrayPool<ushort>.Shared.Rent(file.RowLength);
        try
        {
            foreach (var scored in tree.ScoredAt(node))
            {
                file.Read(firstWindow + scored.Request, scored.Index, row.AsSpan(0, file.RowLength));
                _rows[scored.Request][scored.Index] = QuantisedRow.Compare(row.AsSpan(0, file.RowLength), logits, scored.Target);
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(row);
        }
    }
}
