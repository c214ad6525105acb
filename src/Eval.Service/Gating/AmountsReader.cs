using System.Collections.Immutable;
using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Running;

namespace Eval.Service.Gating;

/// <summary>
/// Money and time of the shared samples on both sides, over all guarded suites; read only where the policy caps them. Repetitions of a sample are
/// averaged, parts of a long text added up.
/// </summary>
internal sealed class AmountsReader(GatePolicy policy)
{
    private readonly Pairs _cost = new();
    private readonly Pairs _latency = new();
    private bool _costIsKnown = true;
    private int _clusters;

    private bool WantsCost => policy.MaxCostIncrease is not null;

    private bool WantsLatency => policy.MaxLatencyIncrease is not null || policy.MaxP95LatencyMs is not null;

    /// <summary>Dollars per shared sample, or null where not wanted or not known of every sample.</summary>
    public PairedAmounts? Cost => _costIsKnown ? _cost.Amounts : null;

    /// <summary>Milliseconds per shared sample that neither side took from the cache, or null where there are none.</summary>
    public PairedAmounts? Latency => _latency.Amounts;

    /// <summary>Adds a suite.</summary>
    public async Task AddAsync(PairedScores scores, ComparedCell old, ComparedCell @new, CancellationToken cancellationToken)
    {
        if (!WantsCost && !WantsLatency)
        {
            return;
        }

        var (a, b) = (await ReadAsync(old, cancellationToken), await ReadAsync(@new, cancellationToken));
        for (var i = 0; i < scores.Count; i++)
        {
            var cluster = _clusters + (scores.Clusters?[i] ?? i);
            var (x, y) = (a.GetValueOrDefault(scores.SampleIds[i]), b.GetValueOrDefault(scores.SampleIds[i]));
            if (WantsCost)
            {
                if (x?.MicroUsd is { } before && y?.MicroUsd is { } after)
                {
                    _cost.Add(before / 1e6, after / 1e6, cluster, scores.Clusters is not null);
                }
                else
                {
                    _costIsKnown = false;
                }
            }

            if (WantsLatency && x?.Milliseconds is { } early && y?.Milliseconds is { } late)
            {
                _latency.Add(early, late, cluster, scores.Clusters is not null);
            }
        }

        _clusters += scores.Clusters is { Length: > 0 } clusters ? clusters.Max() + 1 : scores.Count;
    }

    private static async Task<Dictionary<string, Amount>> ReadAsync(ComparedCell side, CancellationToken cancellationToken)
    {
        var amounts = new Dictionary<string, Amount>(StringComparer.Ordinal);
        await foreach (var sample in side.Samples.ReadSamplesAsync(side.Cell.Id, texts: false, cancellationToken))
        {
            if (!sample.Outcome.IsScored())
            {
                continue;
            }

            var id = TextOf(sample.SampleId);
            amounts[sample.SampleId] = amounts.GetValueOrDefault(sample.SampleId, Amount.None).With(sample);
            if (id != sample.SampleId)
            {
                amounts[id] = amounts.GetValueOrDefault(id, Amount.None).With(sample);
            }
        }

        return amounts;
    }

    // A part of a long text carries its text's id, then # and its number.
    private static string TextOf(string id)
    {
        var mark = id.LastIndexOf('#');
        return mark > 0 && id.Length - mark > 4 && id.AsSpan(mark + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? id[..mark] : id;
    }

    // Sums by repetition, so that parts add up and repetitions are averaged.
    private sealed record Amount(double Sum, double Time, ImmutableHashSet<int> Epochs, bool IsPriced, bool IsTimed)
    {
        private static readonly ImmutableHashSet<int> First = [0];

        public static Amount None { get; } = new(0, 0, [], true, true);

        public double? MicroUsd => IsPriced ? Sum / Epochs.Count : null;

        public double? Milliseconds => IsTimed ? Time / Epochs.Count : null;

        public Amount With(SampleResult sample) => new(
            Sum + (sample.CostMicroUsd ?? 0), Time + sample.DurationMs, Epochs.Count == 0 && sample.Epoch == 0 ? First : Epochs.Add(sample.Epoch), IsPriced && sample.CostMicroUsd is not null,
            IsTimed && !sample.Cached);
    }

    private sealed class Pairs
    {
        private readonly List<double> _old = [];
        private readonly List<double> _new = [];
        private readonly List<int> _clusters = [];
        private readonly Dictionary<int, int> _numbers = [];
        private bool _clustered;

        public PairedAmounts? Amounts => _old.Count == 0 ? null : new PairedAmounts([.. _old], [.. _new]) { Clusters = _clustered ? [.. _clusters] : null };

        public void Add(double old, double @new, int cluster, bool isClustered)
        {
            if (!_numbers.TryGetValue(cluster, out var number))
            {
                _numbers[cluster] = number = _numbers.Count;
            }

            _old.Add(old);
            _new.Add(@new);
            _clusters.Add(number);
            _clustered |= isClustered;
        }
    }
}
