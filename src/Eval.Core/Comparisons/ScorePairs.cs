using Eval.Core.Metrics;

namespace Eval.Core.Comparisons;

/// <summary>Joins two cells' scores by sample id.</summary>
internal sealed class ScorePairs
{
    // The same text has the same words and bytes on both sides, however its tokens share them out.
    private const double SameWeight = 1e-6;

    private readonly CellScores _old;
    private readonly CellScores _new;
    private readonly List<string> _ids;
    private readonly int _planned;
    private readonly int _others;

    public ScorePairs(CellScores old, CellScores @new, bool checksQuestions)
    {
        (_old, _new) = (old, @new);
        if (old.Side.Cell.DataHash == @new.Side.Cell.DataHash && !checksQuestions)
        {
            _ids = [.. old.Ids.Union(@new.Ids, StringComparer.Ordinal)];
            _planned = Math.Max(old.Planned, @new.Planned);
            return;
        }

        var both = old.Ids.Where(id => @new.Find(id) is not null).ToList();
        _ids = checksQuestions ? both.FindAll(id => IsSameQuestion(old.Find(id)!, @new.Find(id)!)) : both;
        _others = both.Count - _ids.Count;
        _planned = _ids.Count + Missing(both.Count);
        if (_others > 0)
        {
            Remarks.Add($"{_others} of {both.Count} shared samples are left out: their stored prompt or target is not the same on both sides (or was not kept)");
        }
    }

    public List<string> Remarks { get; } = [];

    public MetricPairing Of(IPairedMetric metric, int index)
    {
        var (pairs, unpaired) = Join(index);
        if (pairs.Count == 0)
        {
            return new MetricPairing(metric.Id, null, WhyNone(unpaired));
        }

        var clusters = Clusters(pairs);
        var others = metric.ScoresSomeSamples ? unpaired.Where(u => u is { Old: null, New: null } && IsAnswered(u.SampleId)).Select(u => u.SampleId).ToHashSet(StringComparer.Ordinal) : [];
        var scores = new PairedScores
        {
            SuiteName = _new.Side.Cell.SuiteName,
            MetricId = metric.Id,
            HigherIsBetter = metric.HigherIsBetter,
            Format = metric.Format,
            ScoresAreLogarithms = metric.ScoresAreLogarithms,
            Smallest = metric.Smallest,
            Largest = metric.Largest,
            Old = [.. pairs.Select(p => p.Old.Value)],
            New = [.. pairs.Select(p => p.New.Value)],
            Weights = metric.ScoresDocuments ? [.. pairs.Select(p => p.Old.Weight)] : null,
            Clusters = clusters,
            SampleIds = [.. pairs.Select(p => p.Id)],
            Slices = Slices(pairs),
            Planned = _planned - others.Count,
            OldScored = pairs.Count + unpaired.Count(u => u.Old is not null),
            NewScored = pairs.Count + unpaired.Count(u => u.New is not null),
            OldEpochs = _old.Side.Cell.Epochs,
            NewEpochs = _new.Side.Cell.Epochs,
            Answered = metric.ScoresDocuments ? 1 : Math.Min(Answered(_old, others), Answered(_new, others)),
            Unpaired = unpaired,
        };
        return new MetricPairing(metric.Id, scores, null);
    }

    private static bool IsSameQuestion(CellScores.Unit old, CellScores.Unit @new) =>
        old.Question is { } a && @new.Question is { } b && a == b;

    // What was never stored has no id that could be looked up on the other side. The smaller side's samples are among the larger one's, because a
    // larger limit holds the smaller one's samples; so they count as missing, as do those that the larger side has not come to.
    private int Missing(int both)
    {
        var (small, large) = _old.Planned <= _new.Planned ? (_old, _new) : (_new, _old);
        return small.Unseen + Math.Min(large.Unseen, small.Ids.Count() - both);
    }

    private (List<Pair> Pairs, List<UnpairedScore> Unpaired) Join(int metric)
    {
        var pairs = new List<Pair>(_ids.Count);
        var unpaired = new List<UnpairedScore>();
        foreach (var id in _ids)
        {
            var (a, b) = (_old.Find(id), _new.Find(id));
            var (old, @new) = (_old.ScoreOf(a, metric), _new.ScoreOf(b, metric));
            var slices = (b ?? a)!.Slices;
            if (old is { } x && @new is { } y && Math.Abs(x.Weight - y.Weight) <= SameWeight * Math.Max(x.Weight, y.Weight))
            {
                pairs.Add(new Pair(id, x, y, b!.Cluster ?? a!.Cluster, slices));
            }
            else
            {
                unpaired.Add(new UnpairedScore(id, old?.Value, @new?.Value, slices));
            }
        }

        return (pairs, unpaired);
    }

    private string WhyNone(List<UnpairedScore> unpaired) =>
        unpaired.Exists(u => u is { Old: not null, New: not null }) ? "no text was scored as a whole on both sides"
        : unpaired.Exists(u => u.Old is not null || u.New is not null) || _ids.Count == 0 ? "no sample has a score on both sides"
        : "no sample has a score on either side";

    // Answered on both sides and scored on none: the metric was never to score it.
    private bool IsAnswered(string id) => _old.Find(id) is { Answered: > 0, Failed: 0 } && _new.Find(id) is { Answered: > 0, Failed: 0 };

    private double Answered(CellScores side, HashSet<string> others) => _planned == others.Count
        ? 0
        : Math.Min(1, _ids.Where(id => !others.Contains(id)).Sum(id => (double)(side.Find(id)?.Answered ?? 0)) / ((double)(_planned - others.Count) * side.Side.Cell.Epochs));

    // Null where every sample stands for itself, so that the methods for independent samples are used.
    private static int[]? Clusters(List<Pair> pairs)
    {
        var numbers = new Dictionary<(bool IsCluster, string Name), int>();
        var clusters = pairs.Select(p =>
        {
            var key = p.Cluster is { } cluster ? (true, cluster) : (false, p.Id);
            if (!numbers.TryGetValue(key, out var number))
            {
                numbers[key] = number = numbers.Count;
            }

            return number;
        }).ToArray();
        return numbers.Count == clusters.Length ? null : clusters;
    }

    private static Dictionary<string, int[]> Slices(List<Pair> pairs)
    {
        var places =
            from pair in pairs.Index()
            from slice in pair.Item.Slices
            group pair.Index by slice;
        return places.GroupBy(p => p.Key.Key, StringComparer.Ordinal).Where(field => field.Count() <= CellEstimates.MostSliceValues)
            .SelectMany(field => field).OrderBy(p => p.Key.Key, StringComparer.Ordinal).ThenBy(p => p.Key.Value, StringComparer.Ordinal)
            .ToDictionary(p => $"{p.Key.Key}={p.Key.Value}", p => p.ToArray(), StringComparer.Ordinal);
    }

    private readonly record struct Pair(
        string Id, SampleScore Old, SampleScore New, string? Cluster, IReadOnlyDictionary<string, string> Slices);
}
