using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Speed;

namespace Eval.Core.Metrics.Speed;

/// <summary>
/// A metric over the recorded requests of a speed suite. Loads are never mixed: over all samples it is that of the suite's first load (the
/// slice <c>load</c> has each), unless the metric is about all of them.
/// </summary>
public abstract class SpeedMetric : IMetric
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public abstract bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public abstract MetricFormat Format { get; }

    /// <summary>Every sample of a speed suite has it, with the milliseconds of the whole request.</summary>
    public const string RequestMeasure = "request_ms";

    /// <inheritdoc/>
    public IReadOnlyList<string> Measures => [RequestMeasure];

    /// <inheritdoc/>
    public bool ReadsDetail => true;

    /// <inheritdoc/>
    public string WhyNotPaired => "a time belongs to the load it was measured under, not to a question";

    /// <inheritdoc/>
    public virtual bool HasSlices => true;

    /// <inheritdoc/>
    public IMetricFold Start(MetricContext context) => new Fold(this, context);

    /// <summary>The estimate, from the loads in their order. Value, interval and note are wanted; the rest is filled in.</summary>
    /// <param name="loads">The loads; at least one.</param>
    /// <param name="start">What is known so far; N is that of the first load's answered requests.</param>
    /// <param name="context">Confidence and seed.</param>
    protected abstract Estimate Compute(IReadOnlyList<MeasuredLoad> loads, Estimate start, MetricContext context);

    private sealed class Fold(SpeedMetric metric, MetricContext context) : IMetricFold
    {
        private readonly List<TraceDetail> _samples = [];

        public void Add(SampleResult sample)
        {
            if (TraceDetail.Of(sample) is { } detail)
            {
                _samples.Add(detail);
            }
        }

        public void AddUnscored(SampleResult sample) => Add(sample);

        public Estimate Finish(int planned)
        {
            var start = new Estimate { MetricId = metric.Id, N = 0, Planned = planned, Confidence = context.Confidence };
            if (_samples.Count == 0)
            {
                return start with { Note = "nothing was measured" };
            }

            var loads = _samples.GroupBy(s => s.Load.Index).OrderBy(g => g.Key).Select(g => new MeasuredLoad(g)).ToList();
            var first = loads[0];
            var estimate = metric.HasSlices
                ? metric.Compute(loads, start with { N = first.Answered.Count, Planned = PlannedOf(first, planned) }, context)
                : metric.Compute(loads, start with { N = loads.Sum(l => l.Answered.Count) }, context);
            var notes = new[] { estimate.Note, metric.HasSlices && loads.Count > 1 ? $"figures without a load are those of {first.Load.Name}: --slices shows each" : null, metric.HasSlices ? first.Caveat : null };
            return estimate with { Note = notes.Any(n => n is not null) ? string.Join("; ", notes.Where(n => n is not null)) : null };
        }

        // Of all that was planned, this load's share.
        private int PlannedOf(MeasuredLoad load, int planned)
        {
            var seen = _samples.Count(s => s.Load.Index == load.Load.Index);
            return planned <= _samples.Count || load.Load.RequestsOfAll == 0 ? seen : Math.Max(seen, (int)((long)planned * load.Load.Requests / load.Load.RequestsOfAll));
        }
    }
}
