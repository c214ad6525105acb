using Eval.Core.Selection.Acceptability;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Simulation;

/// <summary>
/// The joint simulation: in every draw the items are resampled (the same resample for all candidates), judges err, times and prices vary, missing values are uniform
/// and weights are drawn; then the candidates are scored and ranked. A pure function of its input: deterministic by seed on any number of threads.
/// </summary>
public static class JointSimulation
{
    /// <summary>Draws that a thread takes at a time; results do not depend on it.</summary>
    internal const int Block = 16;

    /// <summary>Runs the simulation.</summary>
    /// <exception cref="EvalConfigurationException">The input does not fit together; all problems are listed.</exception>
    public static SimulationResult Run(SimulationInput input)
    {
        Check(input);
        var model = new SimulationModel(input);
        var (count, draws) = (model.Candidates, input.Draws);
        var zero = new SimulationModel.Room(model);
        double[] point = [.. Enumerable.Range(0, count).Select(c => model.Score(c, 0, zero))];
        var ranking = Ranking.Of(input.Matrix.Candidates, point);
        var winner = input.Matrix.CandidateAt(ranking.Winner.Name);
        int? runnerUp = ranking.RunnerUp is { } second ? input.Matrix.CandidateAt(second.Name) : null;
        var scores = new double[draws * count];
        var pointGap = runnerUp is { } r ? point[winner] - point[r] : 0;
        double[][] gaps = [.. model.Causes.Select(_ => new double[draws])];
        double[][] parts = [.. model.Causes.Select(_ => new double[model.Adds ? draws * model.Factors : 0])];
        var options = new ParallelOptions { MaxDegreeOfParallelism = input.Threads ?? -1 };
        Parallel.For(0, (draws + Block - 1) / Block, options, () => new SimulationModel.Room(model), (block, _, room) =>
        {
            var first = block * Block;
            var here = Math.Min(Block, draws - first);
            Array.Clear(room.Items);
            foreach (var sampler in model.Samplers)
            {
                sampler.Add(first, here, room.Items, model.Cells);
            }

            for (var draw = first; draw < first + here; draw++)
            {
                model.Draw(draw, room, room.Items.AsSpan((draw - first) * model.Cells, model.Cells));
                for (var c = 0; c < count; c++)
                {
                    scores[(draw * count) + c] = model.Score(c, SimulationModel.All, room);
                }

                for (var k = 0; k < gaps.Length && runnerUp is { } rival; k++)
                {
                    var cause = SimulationModel.Bit(model.Causes[k]);
                    gaps[k][draw] = model.Score(winner, cause, room) - model.Score(rival, cause, room);
                    if (model.Adds)
                    {
                        model.Parts(winner, rival, model.Causes[k], pointGap, room, parts[k].AsSpan(draw * model.Factors, model.Factors));
                    }
                }
            }

            return room;
        }, _ => { });
        var joint = new double[draws];
        for (var draw = 0; draw < draws && runnerUp is not null; draw++)
        {
            joint[draw] = scores[(draw * count) + winner] - scores[(draw * count) + runnerUp.Value];
        }

        var variance = Variance(joint);
        return new()
        {
            Ranks = RankAcceptability.Of(input.Matrix.Candidates, scores, draws),
            MeanScores = [.. Enumerable.Range(0, count).Select(c => Moments.MeanOf(ScoresOf(scores, c, count)))],
            ScoreIntervals = [.. Enumerable.Range(0, count).Select(c => Middle(ScoresOf(scores, c, count)))],
            ExpectedRegrets = Regrets(scores, count, draws),
            Winner = ranking.Winner.Name,
            RunnerUp = ranking.RunnerUp?.Name,
            Gap = pointGap,
            GapVariance = variance,
            Causes = Shares(model.Causes, [.. gaps.Select(Variance)], variance, k => FactorShares(input.Matrix.Factors, parts[k], gaps[k])),
            Resamplings = [.. model.Samplers.Select(s => new Resampling(s.Items.Name, s.Items.Count, s.Units, s.Method))],
            Draws = draws,
            Seed = input.Seed,
        };
    }

    private static void Check(SimulationInput input)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Draws, 100, nameof(input.Draws));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Draws, SimulationInput.MostDraws, nameof(input.Draws));
        List<string> problems =
        [
            .. input.Items.SelectMany(i => i.Problems(input.Matrix)),
            .. input.Items.GroupBy(i => i.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"items {g.Key} are there twice"),
            .. input.Prices.Problems(input.Matrix),
        ];
        if (input.Weights.Values.Count != input.Matrix.Factors.Count || (input.Belief?.Count ?? input.Matrix.Factors.Count) != input.Matrix.Factors.Count)
        {
            problems.Add($"there are {input.Matrix.Factors.Count} factors, but not as many weights");
        }

        else if (input.Belief is PointWeights point && !point.Weights.Values.SequenceEqual(input.Weights.Values))
        {
            problems.Add("weights that are known exactly must be the weights of the point estimate");
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException([.. problems.Select(p => new ConfigProblem(null, p))]);
        }
    }

    private static double[] ScoresOf(double[] scores, int candidate, int count)
    {
        var own = new double[scores.Length / count];
        for (var draw = 0; draw < own.Length; draw++)
        {
            own[draw] = scores[(draw * count) + candidate];
        }

        return own;
    }

    private static Interval Middle(double[] scores)
    {
        Array.Sort(scores);
        return new(Quantile.OfSorted(scores, 0.025), Quantile.OfSorted(scores, 0.975));
    }

    private static double[] Regrets(double[] scores, int count, int draws)
    {
        var regrets = new double[count];
        for (var draw = 0; draw < draws; draw++)
        {
            var row = scores.AsSpan(draw * count, count);
            var best = double.NegativeInfinity;
            foreach (var score in row)
            {
                best = Math.Max(best, score);
            }

            for (var c = 0; c < count; c++)
            {
                regrets[c] += (best - row[c]) / draws;
            }
        }

        return regrets;
    }

    private static double Variance(double[] values) => Moments.StandardDeviationOf(values) is var deviation && deviation > 0 ? deviation * deviation : 0;

    private static CauseShare[] Shares(IReadOnlyList<UncertaintyCause> causes, double[] variances, double joint, Func<int, IReadOnlyList<FactorShare>> factors)
    {
        var whole = Math.Max(joint, variances.Sum());
        return
        [
            .. causes.Select((c, i) => new CauseShare(c, variances[i], whole > 0 ? variances[i] / whole : 0) { Factors = variances[i] > 0 ? factors(i) : [] })
                .OrderByDescending(s => s.Share).ThenBy(s => s.Cause),
        ];
    }

    // Parts add up to the gap but for a constant: their covariances with it add up to its variance.
    private static IReadOnlyList<FactorShare> FactorShares(IReadOnlyList<Factor> factors, double[] parts, double[] gaps)
    {
        if (parts.Length == 0)
        {
            return [];
        }

        var (mean, squares, products) = (Moments.MeanOf(gaps), 0.0, new double[factors.Count]);
        for (var draw = 0; draw < gaps.Length; draw++)
        {
            var deviation = gaps[draw] - mean;
            squares += deviation * deviation;
            for (var f = 0; f < products.Length; f++)
            {
                // From the first draw's part: what never varies has a share of exactly 0.
                products[f] += deviation * (parts[(draw * products.Length) + f] - parts[f]);
            }
        }

        return [.. products.Select((p, f) => new FactorShare(factors[f].Id, p / squares)).Where(s => s.Share != 0).OrderByDescending(s => s.Share)];
    }
}
