using Eval.Core.Running;

namespace Eval.Core.Metrics.Arena;

/// <summary>
/// A number of a tournament's table. It depends on who else took part, so it is computed from the battles of all candidates together
/// (<see cref="Running.Tournaments.TournamentTable"/>) and never from one candidate's samples.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="description">One line.</param>
/// <param name="higherIsBetter">True where more is better.</param>
/// <param name="format">How values are shown.</param>
internal sealed class ArenaMetric(string id, string description, bool higherIsBetter, MetricFormat format) : IMetric
{
    public string Id => id;

    public string Description => description;

    public bool HigherIsBetter => higherIsBetter;

    public MetricFormat Format => format;

    public IReadOnlyList<string> Measures => [];

    public bool HasSlices => false;

    public string WhyNotPaired => "it comes from battles among the candidates of one run, and says nothing about those of another";

    public IMetricFold Start(MetricContext context) => new Pending(id, context);

    // Battles come after the answers.
    private sealed class Pending(string id, MetricContext context) : IMetricFold
    {
        public void Add(SampleResult sample)
        {
        }

        public Estimate Finish(int planned) => new() { MetricId = id, N = 0, Planned = 0, Confidence = context.Confidence, Note = "no battle was played" };
    }
}
