using Eval.Core.Comparisons;
using Eval.Core.Gates;
using Eval.Core.Statistics;
using MathNet.Numerics.Distributions;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

/// <summary>Draws evidence in which the truth is known, and runs whole gates on it.</summary>
internal static class GateSimulation
{
    /// <summary>Independent right and wrong answers.</summary>
    public static PairedScores Binary(SeededRandom random, int n, double discordant, double difference)
    {
        var (old, @new) = (new double[n], new double[n]);
        var (loss, gain) = ((discordant - difference) / 2, (discordant + difference) / 2);
        for (var i = 0; i < n; i++)
        {
            var u = random.NextDouble();
            (old[i], @new[i]) = u < loss ? (1, 0) : u < loss + gain ? (0, 1) : u < 0.7 ? (1, 1) : (0, 0);
        }

        return Scores(old, @new);
    }

    /// <summary>Independent grades in steps of a quarter: most equal, losses skewed.</summary>
    public static PairedScores Graded(SeededRandom random, int n, double difference)
    {
        // Without a shift: 12 % gain a quarter, 8 % lose a quarter, 2 % lose half. The shift makes whole quarters lost, or gained.
        var shift = difference / 0.25;
        var (old, @new) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var u = random.NextDouble();
            var step = u < 0.12 ? 1 : u < 0.2 ? -1 : u < 0.22 ? -2 : 0;
            step += random.NextDouble() < Math.Abs(shift) ? Math.Sign(shift) : 0;
            (old[i], @new[i]) = (0.75, 0.75 + (0.25 * step));
        }

        return Scores(old, @new, metric: "rouge_l_f1");
    }

    /// <summary>Dependent answers: clusters of 2 to 10, each with a gain or loss of its own.</summary>
    public static PairedScores Clustered(SeededRandom random, int clusters, double difference, bool graded)
    {
        var (old, @new, numbers) = (new List<double>(), new List<double>(), new List<int>());
        for (var c = 0; c < clusters; c++)
        {
            var own = Gauss(random) * 0.06;
            for (var i = 2 + (c % 9); i > 0; i--)
            {
                numbers.Add(c);
                if (graded)
                {
                    old.Add(0.5);
                    @new.Add(0.5 + difference + own + (0.12 * Gauss(random)));
                }
                else
                {
                    var (loss, gain) = (Math.Clamp(0.15 - own, 0, 0.3) - (difference / 2), Math.Clamp(0.15 + own, 0, 0.3) + (difference / 2));
                    var u = random.NextDouble();
                    old.Add(u < loss ? 1 : 0);
                    @new.Add(u >= loss && u < loss + gain ? 1 : 0);
                }
            }
        }

        return Scores([.. old], [.. @new], [.. numbers]) with { Smallest = graded ? double.NegativeInfinity : 0, Largest = graded ? double.PositiveInfinity : 1 };
    }

    /// <summary>How often gates came out how. One seed per gate, so that any number of threads gives the same.</summary>
    public static (double Pass, double Fail, double Samples) Run(GatePolicy policy, int rounds, Func<SeededRandom, PairedScores> draw)
    {
        int passed = 0, failed = 0;
        long samples = 0;
        Parallel.For(0, rounds, round =>
        {
            var scores = draw(new SeededRandom(((ulong)round * 1_000_003) + 17));
            var (verdict, used) = Verdict(policy, scores);
            _ = verdict == GateVerdict.Pass ? Interlocked.Increment(ref passed) : verdict == GateVerdict.Fail ? Interlocked.Increment(ref failed) : 0;
            Interlocked.Add(ref samples, used);
        });
        return ((double)passed / rounds, (double)failed / rounds, (double)samples / rounds);
    }

    /// <summary>One gate, look by look where the policy looks early.</summary>
    public static (GateVerdict Verdict, int Used) Verdict(GatePolicy policy, PairedScores scores)
    {
        if (policy.EarlyStopping is not { } early)
        {
            return (Gate.Decide(policy, Evidence(("s", scores))).Verdict, scores.Count);
        }

        var sizes = GateLooks.Sizes(early, 100);
        for (var look = 1; ; look++)
        {
            int[] shared = [.. sizes.Take(look).Select(s => (int)((long)scores.Count * s / 100))];
            var evidence = new SuiteEvidence
            {
                Scores = scores.Part([.. Enumerable.Range(0, shared[^1])]),
                Looks = new LooksTaken(shared, scores.Count, look == sizes.Count),
            };
            var decision = Gate.Decide(policy, Evidence() with { Suites = new Dictionary<string, SuiteEvidence> { ["s"] = evidence } });
            if (!decision.CanContinue)
            {
                return (decision.Verdict, shared[^1]);
            }
        }
    }

    private static double Gauss(SeededRandom random) => Normal.InvCDF(0, 1, Math.Max(1e-15, random.NextDouble()));
}
