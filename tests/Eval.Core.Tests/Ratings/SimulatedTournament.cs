using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Core.Tests.Ratings;

/// <summary>Tournaments among models of known strength.</summary>
/// <param name="strengths">Natural strengths θ.</param>
/// <param name="prompts">Number of prompts.</param>
internal sealed class SimulatedTournament(double[] strengths, int prompts)
{
    /// <summary>Equal models' share of ties; less the further apart two models are. Scores still mean σ(θ_A − θ_B).</summary>
    public double Ties { get; init; } = 0.25;

    /// <summary>
    /// Share of a battle's luck, from 0 to 1, that is how well each of the two models does on the prompt: it makes battles on one prompt depend on each
    /// other, and leaves every probability as it is.
    /// </summary>
    public double Correlation { get; init; }

    /// <summary>How much better one model does against another than their strengths say, natural units, the opposite the other way round; null for not at all.</summary>
    public Func<int, int, double>? Affinity { get; init; }

    public int Models => strengths.Length;

    public int RoundSize { get; init; } = 100;

    public (int A, int B)? Contrast { get; init; }

    public int? Baseline { get; init; }

    /// <summary>Models evenly spread over a range of Elo points, the best first.</summary>
    public static double[] Spread(int models, double elo) =>
        [.. Enumerable.Range(0, models).Select(i => (0.5 - (i / (models - 1.0))) * elo / EloScale.PointsPerUnit)];

    public PairingState State(int round, int seed, IReadOnlyList<PlayedPairing> played) => new()
    {
        Models = Models,
        Prompts = prompts,
        Round = round,
        RoundSize = RoundSize,
        Seed = seed,
        Baseline = Baseline,
        Contrast = Contrast,
        Played = played,
    };

    /// <summary>Rounds as they are played, until the policy ends or <paramref name="most"/> battles are there.</summary>
    public IEnumerable<IReadOnlyList<PlayedPairing>> Rounds(IPairingPolicy policy, int seed, long most = long.MaxValue)
    {
        var played = new List<PlayedPairing>();
        for (var round = 0; played.Count < most; round++)
        {
            var planned = policy.Next(State(round, seed, [.. played]));
            if (planned.Count == 0)
            {
                yield break;
            }

            played.AddRange(planned.Take((int)Math.Min(most - played.Count, planned.Count)).Select(p => Play(p, seed)));
            yield return played;
        }
    }

    public IReadOnlyList<PlayedPairing> Play(IPairingPolicy policy, int seed, long most = long.MaxValue) =>
        Rounds(policy, seed, most).LastOrDefault() ?? [];

    /// <summary>The battle's result depends on the seed, the pair and the prompt alone.</summary>
    public PlayedPairing Play(PlannedPairing p, int seed)
    {
        var expected = Expected(p.A, p.B);

        // A share of the probability of either win goes to ties, so that the mean score stays.
        var tie = 2 * Ties * Math.Min(expected, 1 - expected);
        var win = expected - (tie / 2);
        var luck = Luck(p, seed);
        return new PlayedPairing(p.A, p.B, p.Prompt, luck < win ? 1 : luck < win + tie ? 0.5 : 0, p.Probability);
    }

    /// <summary>Mean score of one model against another.</summary>
    public double Expected(int a, int b) => 1 / (1 + Math.Exp(strengths[b] - strengths[a] - (Affinity?.Invoke(a, b) ?? 0)));

    /// <summary>The ratings that the battles lead to, clustered by prompt.</summary>
    public IReadOnlyList<RatingBoard> Rate(IReadOnlyList<PlayedPairing> played, PairingWeighting weighting = PairingWeighting.None)
    {
        var weights = PairingWeights.Of(weighting, played);
        var battles = played.Select((p, i) => new Battle(p.A, p.B, Outcome(p.Score)) { Cluster = p.Prompt, Weight = weights[i] });
        return RatingBoards.Of(new BattleList([.. Enumerable.Range(0, Models).Select(Name)], [.. battles]), new RatingOptions { Draws = 0 });
    }

    public static string Name(int model) => $"m{model}";

    private static BattleOutcome Outcome(double? score) => score switch
    {
        1 => BattleOutcome.AWins,
        0 => BattleOutcome.BWins,
        _ => BattleOutcome.Tie,
    };

    /// <summary>Evenly between 0 and 1: by the battle's own luck and that of both models on the prompt.</summary>
    private double Luck(PlannedPairing p, int seed)
    {
        var own = new SeededRandom((ulong)HashCode(seed, p.A, p.B, p.Prompt));
        if (Correlation == 0)
        {
            return own.NextDouble();
        }

        var form = OnPrompt(p.B) - OnPrompt(p.A);
        return Normal.CDF(0, 1, (Math.Sqrt(1 - Correlation) * Gaussian(own)) + (Math.Sqrt(Correlation / 2) * form));

        double OnPrompt(int model) => Gaussian(new SeededRandom((ulong)HashCode(seed, model, model, p.Prompt)));
    }

    private static long HashCode(int seed, int a, int b, int prompt) => (((((seed * 1_000_003L) + a) * 1_009) + b) * 1_000_033) + prompt;

    private static double Gaussian(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
