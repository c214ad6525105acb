using Eval.Core.Statistics;

namespace Eval.Core.Ratings.Fitting;

/// <summary>Draws of the clusters of some models' battles, with replacement; memory grows with clusters and with battles that stand alone (4 bytes each).</summary>
internal sealed class Resampling
{
    private readonly IBattles _battles;
    private readonly BothBadRule _rule;
    private readonly int[] _place;
    private readonly int _models;
    private readonly int[] _units;
    private readonly int[] _counts;

    /// <param name="battles">The battles.</param>
    /// <param name="models">The models to rate; their places in this list are those of the pairs.</param>
    /// <param name="rule">Which battles count.</param>
    public Resampling(IBattles battles, int[] models, BothBadRule rule)
    {
        (_battles, _rule, _models) = (battles, rule, models.Length);
        _place = new int[battles.Models.Count];
        Array.Fill(_place, -1);
        for (var i = 0; i < models.Length; i++)
        {
            _place[models[i]] = i;
        }

        // Clusters without battles of these models are not drawn.
        _units = new int[battles.Clusters];
        var alone = 0;
        foreach (var battle in battles.Read())
        {
            if (Counts(battle))
            {
                if (battle.Cluster < 0)
                {
                    alone++;
                }
                else
                {
                    _units[battle.Cluster] = 1;
                }
            }
        }

        var clusters = 0;
        for (var i = 0; i < _units.Length; i++)
        {
            _units[i] = _units[i] == 0 ? -1 : clusters++;
        }

        FirstAlone = clusters;
        _counts = new int[clusters + alone];
    }

    private int FirstAlone { get; }

    /// <summary>Draws as many clusters as there are and counts their battles.</summary>
    public PairCounts[] Draw(SeededRandom random)
    {
        Array.Clear(_counts);
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[random.Next(_counts.Length)]++;
        }

        var weights = new double[_models * _models * 3];
        var alone = FirstAlone;
        foreach (var battle in _battles.Read())
        {
            if (Counts(battle))
            {
                var times = _counts[battle.Cluster < 0 ? alone++ : _units[battle.Cluster]];
                var outcome = Math.Min((int)battle.Outcome, (int)BattleOutcome.Tie);
                weights[(((_place[battle.A] * _models) + _place[battle.B]) * 3) + outcome] += times * battle.Weight;
            }
        }

        var pairs = new List<PairCounts>();
        for (var cell = 0; cell < _models * _models; cell++)
        {
            var (wins, losses, ties) = (weights[cell * 3], weights[(cell * 3) + 1], weights[(cell * 3) + 2]);
            if (wins + losses + ties > 0)
            {
                pairs.Add(new PairCounts(cell / _models, cell % _models, wins, losses, ties));
            }
        }

        return [.. pairs];
    }

    private bool Counts(in Battle battle) =>
        _place[battle.A] >= 0 && _place[battle.B] >= 0 && !(battle.Outcome == BattleOutcome.BothBad && _rule == BothBadRule.Leave);
}
