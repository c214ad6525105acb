using Eval.Core.Ratings.Pairings;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Ratings;

/// <summary>Tournaments among models of known strength.</summary>
/// <param name="strengths">Natural strengths θ.</param>
/// <param name="prompts">Number of prompts.</param>
internal sealed class SimulatedTournament(double[] strengths, int prompts)
{
    public const double EloPerUnit = 173.71779276130073;

    /// <summary>Equal models' share of ties; less the further apart two models are. Scores still mean σ(θ_A − θ_B).</summary>
    public double Ties { get; init; } = 0.25;

    /// <summary>Standard deviation of how much better or worse each model is on each prompt, natural units: battles on one prompt depend on each other.</summary>
    public double PromptSpread { get; init; }

    public int Models => strengths.Length;

    public int RoundSize { get; init; } = 100;

    public (int A, int B)? Contrast { get; init; }

    public int? Baseline { get; init; }

    /// <summary>Models evenly spread over a range of Elo points, the best first.</summary>
    public static double[] Spread(int models, double elo) =>
        [.. Enumerable.Range(0, models).Select(i => (0.5 - (i / (models - 1.0))) * elo / EloPerUnit)];

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
        var random = new SeededRandom((ulong)HashCode(seed, p.A, p.B, p.Prompt));
        var expected = 1 / (1 + Math.Exp(Strength(p.B, p.Prompt, seed) - Strength(p.A, p.Prompt, seed)));

        // A share of the probability of either win goes to ties, so that the mean score stays.
        var tie = 2 * Ties * Math.Min(expected, 1 - expected);
        var win = expected - (tie / 2);
        var draw = random.NextDouble();
        return new PlayedPairing(p.A, p.B, p.Prompt, draw < win ? 1 : draw < win + tie ? 0.5 : 0, p.Probability);
    }

    private static long HashCode(int seed, int a, int b, int prompt) => (((((seed * 1_000_003L) + a) * 1_009) + b) * 1_000_033) + prompt;

    private double Strength(int model, int prompt, int seed) =>
        strengths[model] + (PromptSpread == 0 ? 0 : PromptSpread * Gaussian(new SeededRandom((ulong)HashCode(seed, model, model, prompt))));

    private static double Gaussian(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
