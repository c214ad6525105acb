using Eval.Core.Ratings.Style;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Ratings.Style;

public class LengthControlledWinRateTests
{
    private static LengthControlledSample[] Planted(int prompts, double strength, double length, double difficulty, double longer, bool soft, int seed)
    {
        var random = SeededRandom.For(seed, "length");
        var samples = new (int Candidate, int Baseline, double Difficulty)[prompts];
        for (var i = 0; i < prompts; i++)
        {
            var baseline = 500 + random.Next(1500);
            samples[i] = ((int)(baseline * (longer + random.NextDouble() - 0.5)), baseline, (4 * random.NextDouble()) - 2);
        }

        var deviation = Moments.StandardDeviationOf([.. samples.Select(s => (double)s.Baseline - s.Candidate)]);
        return [.. samples.Select(s =>
        {
            var p = BattleData.Logistic(strength + (length * Math.Tanh((s.Baseline - s.Candidate) / deviation)) + (difficulty * s.Difficulty));
            return new LengthControlledSample(soft ? p : random.NextDouble() < p ? 1 : 0, s.Candidate, s.Baseline) { Difficulty = s.Difficulty };
        })];
    }

    [Fact]
    public void Of_SoftLabelsOfTheModel_RecoversItExactly()
    {
        var samples = Planted(800, strength: 0.3, length: -0.8, difficulty: 0.5, longer: 1.4, soft: true, seed: 1);
        var rate = LengthControlledWinRate.Of(samples, draws: 100);
        rate.Strength!.Value.ShouldBe(0.3, 1e-8);
        rate.LengthEffect!.Value.ShouldBe(-0.8, 1e-8);
        rate.DifficultyEffect!.Value.ShouldBe(0.5, 1e-8);
        rate.Rate!.Value.ShouldBe(samples.Average(s => BattleData.Logistic(0.3 + (0.5 * s.Difficulty))), 1e-8);
        rate.Raw.ShouldBe(samples.Average(s => s.Preference), 1e-12);

        // Longer answers were preferred and the candidate's are longer: at equal length it wins less often.
        rate.Raw.ShouldBeGreaterThan(rate.Rate.Value + 0.05);
        rate.Note.ShouldBeNull();
    }

    [Fact]
    public void Of_DifficultyOnAnotherScale_GivesTheSameRate()
    {
        var samples = Planted(300, 0.3, -0.8, 0.5, 1.4, soft: false, seed: 2);
        var large = samples.Select(s => s with { Difficulty = 1e6 * s.Difficulty }).ToArray();
        var (rate, other) = (LengthControlledWinRate.Of(samples, draws: 100), LengthControlledWinRate.Of(large, draws: 100));
        other.Rate!.Value.ShouldBe(rate.Rate!.Value, 1e-9);
        other.DifficultyEffect!.Value.ShouldBe(1e-6 * rate.DifficultyEffect!.Value, 1e-12);
        other.Interval!.Value.Low.ShouldBe(rate.Interval!.Value.Low, 1e-9);
    }

    [Fact]
    public void Of_EqualLengths_IsTheRawRateAndSaysSo()
    {
        var samples = Planted(200, 0.4, 0, 0, 1, soft: false, seed: 3).Select(s => s with { CandidateLength = s.BaselineLength, Difficulty = 0 }).ToArray();
        var rate = LengthControlledWinRate.Of(samples, draws: 200);
        rate.Rate!.Value.ShouldBe(rate.Raw, 1e-9);
        (rate.LengthEffect, rate.DifficultyEffect).ShouldBe((null, null));
        rate.Note!.ShouldContain("no length to control for");

        // The bootstrap of a rate of n prompts has the standard error of a rate.
        rate.StandardError!.Value.ShouldBe(Math.Sqrt(rate.Raw * (1 - rate.Raw) / 200), 0.006);
    }

    [Fact]
    public void Of_AlwaysPreferred_CannotBeToldAndSaysWhy()
    {
        var samples = Planted(50, 0, 0, 0, 1.2, soft: false, seed: 4).Select(s => s with { Preference = 1 }).ToArray();
        var rate = LengthControlledWinRate.Of(samples);
        (rate.Rate, rate.StandardError, rate.Interval).ShouldBe((null, null, null));
        rate.Raw.ShouldBe(1);
        rate.Note!.ShouldContain("separated");
        LengthControlledWinRate.Of([.. samples.Select(s => s with { Preference = s.CandidateLength > s.BaselineLength ? 1 : 0, Difficulty = 0 })]).Rate.ShouldBeNull();
    }

    [Fact]
    public void Of_WrongSamples_AreRefused()
    {
        foreach (var wrong in (LengthControlledSample[])[new(1.5, 1, 1), new(double.NaN, 1, 1), new(1, -1, 1), new(1, 1, -1), new(1, 1, 1) { Difficulty = double.NaN }])
        {
            Should.Throw<ArgumentException>(() => LengthControlledWinRate.Of([new(0.5, 1, 2), wrong]));
        }

        Should.Throw<ArgumentException>(() => LengthControlledWinRate.Of([new(0.5, 1, 2)]));
    }

    [Fact]
    public void Interval_SimulatedCandidates_CoversTheRateAtEqualLength()
    {
        var rounds = TestRounds.Of(500);
        var covered = 0;
        for (var round = 0; round < rounds; round++)
        {
            // The rate that would come of endlessly many prompts: difficulties are uniform from −2 to 2.
            var truth = Enumerable.Range(0, 1000).Average(i => BattleData.Logistic(0.3 + (0.5 * (((i + 0.5) / 250) - 2))));
            var rate = LengthControlledWinRate.Of(Planted(150, 0.3, -0.8, 0.5, 1.4, soft: false, seed: 100 + round), seed: round, draws: 200);
            covered += rate.Interval!.Value.Contains(truth) ? 1 : 0;
        }

        // Percentiles of 200 draws are a little narrow themselves.
        ((double)covered / rounds).ShouldBe(0.94, 0.02 + (2 * Math.Sqrt(0.05 * 0.95 / rounds)));
    }
}
