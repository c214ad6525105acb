using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

public class SeededRandomTests
{
    [Fact]
    public void NextBits_SeedZero_IsThePublishedAlgorithm()
    {
        // SplitMix64 from 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec (published test vector);
        // xoshiro256** then starts with rotl(s1 * 5, 7) * 9.
        var expected = System.Numerics.BitOperations.RotateLeft(unchecked(0x6e789e6aa1b965f4UL * 5), 7);
        new SeededRandom(0).NextBits().ShouldBe(unchecked(expected * 9));
    }

    [Fact]
    public void NextBits_Streams_NeverChange()
    {
        // Computed apart in Python. A change here would change every stored subset and few-shot choice.
        var random = SeededRandom.For(17, "sample-1");
        new[] { random.NextBits(), random.NextBits(), random.NextBits() }
            .ShouldBe([18330840404431377977, 6721792991444150126, 17500915882149632889]);
        SeededRandom.StableHash(17, "ä").ShouldBe(16993085462259657148UL);
    }

    [Fact]
    public void For_OtherSeedOrText_GivesAnotherStream()
    {
        var first = SeededRandom.For(1, "a").NextBits();
        SeededRandom.For(2, "a").NextBits().ShouldNotBe(first);
        SeededRandom.For(1, "b").NextBits().ShouldNotBe(first);
        SeededRandom.For(1, "a").NextBits().ShouldBe(first);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public void Next_ManyDraws_AreUniform(int count)
    {
        var random = new SeededRandom(5);
        var seen = new int[count];
        const int Draws = 100_000;
        for (var i = 0; i < Draws; i++)
        {
            seen[random.Next(count)]++;
        }

        var expected = (double)Draws / count;
        var chiSquare = seen.Sum(n => (n - expected) * (n - expected) / expected);
        chiSquare.ShouldBeLessThan(count + (6 * Math.Sqrt(2 * count))); // mean count − 1, six standard deviations above
    }

    [Fact]
    public void NextDouble_ManyDraws_FillTheUnitInterval()
    {
        var random = new SeededRandom(9);
        var draws = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();
        draws.ShouldAllBe(x => x >= 0 && x < 1);
        draws.Average().ShouldBe(0.5, 6 * Math.Sqrt(1.0 / 12 / draws.Length));
    }

    [Fact]
    public void Shuffle_List_KeepsItsItems()
    {
        int[] items = [.. Enumerable.Range(0, 50)];
        new SeededRandom(3).Shuffle<int>(items);
        items.ShouldNotBe(Enumerable.Range(0, 50));
        items.Order().ShouldBe(Enumerable.Range(0, 50));
    }
}
