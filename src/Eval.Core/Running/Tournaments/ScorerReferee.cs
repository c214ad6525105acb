using Eval.Core.Metrics;
using Eval.Core.Ratings;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Running.Tournaments;

/// <summary>Compares what a scorer gave each answer. Nobody is asked.</summary>
internal sealed class ScorerReferee(ArenaSettings settings) : IReferee
{
    private readonly IPairedMetric _metric = (IPairedMetric)BuiltInMetrics.Find(settings.ScoreBy!)!;

    public Task<IReadOnlyList<BattleResult>> DecideAsync(IReadOnlyList<Meeting> meetings, SampleContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BattleResult>>([.. meetings.Select(Decide)]);

    private BattleResult Decide(Meeting meeting)
    {
        if ((Score(meeting.A), Score(meeting.B)) is not ({ } a, { } b))
        {
            return meeting.Battle with { Outcome = SampleOutcome.ScorerError, Reason = $"an answer has no {_metric.Id}" };
        }

        var better = Math.Abs(a - b) <= settings.TieWithin ? 0 : Math.Sign(a - b) * (_metric.HigherIsBetter ? 1 : -1);
        var worst = _metric.HigherIsBetter ? _metric.Smallest : _metric.Largest;
        var outcome = better > 0 ? BattleOutcome.AWins : better < 0 ? BattleOutcome.BWins : a == worst && b == worst ? BattleOutcome.BothBad : BattleOutcome.Tie;
        return meeting.Battle with
        {
            Outcome = SampleOutcome.Completed,
            Games = [new BattleGame($"scorer:{_metric.Id}", outcome) { Strength = Math.Abs(better) }],
            Cached = true,
        };
    }

    private double? Score(SampleResult answer)
    {
        var score = _metric.StartSample();
        score.Add(answer);
        return score.Finish()?.Value;
    }
}
