using Eval.Core.Ratings.Fitting;

namespace Eval.Core.Ratings.Style;

/// <summary>
/// The battles of some models with their features, battle by battle: x = θ_A − θ_B + position + Σ β_f · feature_f / deviation_f, and the penalty
/// λ/2 · Σ β² on the summed loss. Every evaluation reads all battles; nothing of them is kept.
/// </summary>
internal sealed class StyledPart : ILikelihood
{
    private readonly IStyledBattles _battles;
    private readonly BothBadRule _rule;
    private readonly int[] _place;
    private readonly int[] _features;
    private readonly double[] _deviations;
    private readonly double _penalty;

    /// <param name="battles">The battles.</param>
    /// <param name="members">The models; battles with others are left out.</param>
    /// <param name="layout">The parameters.</param>
    /// <param name="scale">The features' spread; those without any are left out.</param>
    /// <param name="rule">Which battles count.</param>
    /// <param name="penalty">λ, 0 or more.</param>
    public StyledPart(IStyledBattles battles, int[] members, ParameterLayout layout, StyleScale scale, BothBadRule rule, double penalty)
    {
        (_battles, Layout, _rule, _penalty) = (battles, layout, rule, penalty);
        (_features, _deviations) = (scale.Used, scale.Deviations);
        _place = new int[battles.Models.Count];
        Array.Fill(_place, -1);
        for (var i = 0; i < members.Length; i++)
        {
            _place[members[i]] = i;
        }
    }

    public ParameterLayout Layout { get; }

    public double Loss(double[] values)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var style = new double[_features.Length];
        var loss = 0.0;
        foreach (var (battle, features) in _battles.Read())
        {
            if (Counts(battle))
            {
                loss -= battle.Weight * Term(battle, features, values, style, terms).Log;
            }
        }

        for (var f = 0; f < style.Length; f++)
        {
            loss += _penalty / 2 * values[Layout.Style + f] * values[Layout.Style + f];
        }

        return loss;
    }

    public void Derivatives(double[] values, double[] score, double[] information)
    {
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var style = new double[_features.Length];
        var sums = new PairDerivatives(Layout, score, information);
        var (size, first) = (Layout.Size, Layout.Style);
        foreach (var (battle, features) in _battles.Read())
        {
            if (!Counts(battle))
            {
                continue;
            }

            var term = default(OutcomeTerms).Plus(battle.Weight, Term(battle, features, values, style, terms));
            var (a, b) = (_place[battle.A], _place[battle.B]);
            sums.Add(a, b, term);
            for (var f = 0; f < style.Length; f++)
            {
                var (row, xx) = (first + f, -term.XX * style[f]);
                score[row] += term.X * style[f];
                sums.Both(a, row, xx);
                sums.Both(b, row, -xx);
                if (Layout.Position >= 0)
                {
                    sums.Both(Layout.Position, row, xx);
                }

                if (Layout.Tie >= 0)
                {
                    sums.Both(Layout.Tie, row, -term.XT * style[f]);
                }

                for (var g = 0; g < style.Length; g++)
                {
                    information[(row * size) + first + g] += xx * style[g];
                }
            }
        }

        for (var f = 0; f < style.Length; f++)
        {
            score[first + f] -= _penalty * values[first + f];
            information[((first + f) * size) + first + f] += _penalty;
        }
    }

    /// <summary>Adds the scores of all battles to a sandwich; clusters in blocks, with one reading each (see <see cref="ClusterScores"/>).</summary>
    /// <param name="fit">The optimum.</param>
    /// <param name="sandwich">Where to.</param>
    /// <param name="blockSize">Numbers that a block holds at most.</param>
    /// <returns>How many battles stand alone.</returns>
    public double AddScores(LikelihoodFit fit, Sandwich sandwich, int blockSize = ClusterScores.BlockSize)
    {
        var (size, clusters) = (Layout.Size, _battles.Clusters);
        var height = Math.Clamp(blockSize / size, 1, Math.Max(1, clusters));
        var (sums, seen) = (new double[height * size], new bool[height]);
        var (places, score) = (new int[size - Layout.Models + 2], new double[size - Layout.Models + 2]);
        Span<OutcomeTerms> terms = stackalloc OutcomeTerms[3];
        var style = new double[_features.Length];
        var alone = 0.0;
        for (var first = 0; first == 0 || first < clusters; first += height)
        {
            foreach (var (battle, features) in _battles.Read())
            {
                var row = battle.Cluster - first;
                var isAlone = battle.Cluster < 0 && first == 0;
                if (!Counts(battle) || (!isAlone && (battle.Cluster < 0 || (uint)row >= (uint)height)))
                {
                    continue;
                }

                var term = Term(battle, features, fit.Values, style, terms);
                if (isAlone)
                {
                    // Two models and all that lies beyond the models.
                    for (var i = 2; i < places.Length; i++)
                    {
                        places[i] = Layout.Models + i - 2;
                        score[i] = battle.Weight * (places[i] == Layout.Tie ? term.T : term.X * (places[i] == Layout.Position ? 1 : style[places[i] - Layout.Style]));
                    }

                    (places[0], places[1]) = (_place[battle.A], _place[battle.B]);
                    (score[0], score[1]) = (battle.Weight * term.X, -battle.Weight * term.X);
                    sandwich.AddAlone(1, places, score);
                    alone++;
                }
                else
                {
                    AddTo(sums.AsSpan(row * size, size), battle, term, style);
                    seen[row] = true;
                }
            }

            for (var row = 0; row < Math.Min(height, clusters - first); row++)
            {
                if (seen[row])
                {
                    sandwich.AddCluster(sums.AsSpan(row * size, size));
                }
            }

            Array.Clear(sums);
            Array.Clear(seen);
        }

        return alone;
    }

    private void AddTo(Span<double> score, in Battle battle, in OutcomeTerms term, double[] style)
    {
        var x = battle.Weight * term.X;
        score[_place[battle.A]] += x;
        score[_place[battle.B]] -= x;
        if (Layout.Position >= 0)
        {
            score[Layout.Position] += x;
        }

        if (Layout.Tie >= 0)
        {
            score[Layout.Tie] += battle.Weight * term.T;
        }

        for (var f = 0; f < style.Length; f++)
        {
            score[Layout.Style + f] += x * style[f];
        }
    }

    private OutcomeTerms Term(in Battle battle, double[] features, double[] values, double[] style, Span<OutcomeTerms> terms)
    {
        var x = Layout.Difference(values, _place[battle.A], _place[battle.B]);
        for (var f = 0; f < style.Length; f++)
        {
            style[f] = features[_features[f]] / _deviations[_features[f]];
            x += values[Layout.Style + f] * style[f];
        }

        OutcomeTerms.Of(Layout.Method, x, Layout.TieValue(values), terms);
        return terms[Math.Min((int)battle.Outcome, (int)BattleOutcome.Tie)];
    }

    private bool Counts(in Battle battle) =>
        _place[battle.A] >= 0 && _place[battle.B] >= 0 && !(battle.Outcome == BattleOutcome.BothBad && _rule == BothBadRule.Leave);
}
