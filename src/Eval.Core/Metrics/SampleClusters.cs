using Eval.Core.Running;
using Eval.Core.Statistics;

namespace Eval.Core.Metrics;

/// <summary>
/// Numbers the groups of dependent samples of one cell: those that share the suite's cluster field or a document, and the repetitions
/// (epochs) of one sample. One instance serves all metrics of a cell, so that the names are kept once, as 64-bit hashes.
/// </summary>
/// <param name="dependent">True where samples may depend on each other: the suite has a cluster field, or more than one epoch is run.</param>
public sealed class SampleClusters(bool dependent)
{
    private readonly Dictionary<ulong, int> _indices = [];
    private SampleResult? _last;
    private int _lastIndex;

    /// <summary>True where samples may depend on each other, so that means need clustered errors.</summary>
    public bool Dependent { get; } = dependent;

    /// <summary>The number of a sample's cluster, from 0: its <see cref="SampleResult.Cluster"/>, or else the sample itself over its epochs.</summary>
    public int IndexOf(SampleResult sample)
    {
        if (ReferenceEquals(sample, _last))
        {
            return _lastIndex;
        }

        var key = sample.Cluster is { } cluster ? SeededRandom.StableHash(0, cluster) : SeededRandom.StableHash(1, sample.SampleId);
        if (!_indices.TryGetValue(key, out var index))
        {
            _indices[key] = index = _indices.Count;
        }

        (_last, _lastIndex) = (sample, index);
        return index;
    }
}
