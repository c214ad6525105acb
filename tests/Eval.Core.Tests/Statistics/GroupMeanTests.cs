using Eval.Core.Statistics;

namespace Eval.Core.Tests.Statistics;

// Expected values: lm-evaluation-harness (research/benchmark-harnesses.md 4.1 to 4.3).
public class GroupMeanTests
{
    [Fact]
    public void Means_Sizes_MatchTheHarnessesTests()
    {
        Members((0.3, 20), (0.2, 40), (0.4, 100)).ShouldSatisfyAllConditions(
            m => GroupMean.Weighted(m).ShouldBe(0.3375, 1e-15), m => GroupMean.Plain(m).ShouldBe(0.3, 1e-15));
        Members((1.0, 2), (0.25, 4)).ShouldSatisfyAllConditions(
            m => GroupMean.Weighted(m).ShouldBe(0.5, 1e-15), m => GroupMean.Plain(m).ShouldBe(0.625, 1e-15));
        GroupMean.Weighted(Members((0.8, 50), (0.9, 50))).ShouldBe(0.85, 1e-15);
    }

    [Fact]
    public void PooledStandardError_Counts_MatchesTheHarness()
    {
        var three = Counts((40, 100), (30, 60), (20, 80));
        GroupMean.Weighted(three).ShouldBe(0.375, 1e-15);
        GroupMean.Plain(three).ShouldBe(1.15 / 3, 1e-15);
        GroupMean.PooledStandardError(three).ShouldBe(0.030811801125666036, 1e-15);
        GroupMean.PooledStandardError(Counts((35, 100), (20, 40))).ShouldBe(0.04117201204179065, 1e-15);
    }

    [Fact]
    public void PooledStandardError_PublishedMmluGroup_Matches()
    {
        var group = Counts((21, 100), (40, 126), (34, 135));
        GroupMean.Weighted(group).ShouldBe(0.2631578947368421, 1e-15);
        GroupMean.Plain(group).ShouldBe(0.2597707231040564, 1e-15);
        GroupMean.PooledStandardError(group).ShouldBe(0.023161206416769508, 1e-15);
    }

    [Theory]
    [InlineData(0.031315308326198124, 40, 100, 30, 60, 20, 80)]
    [InlineData(0.04142431845483948, 35, 100, 20, 40)]
    [InlineData(0.0232083448338999, 21, 100, 40, 126, 34, 135)]
    public void StandardErrorOf_Concatenation_MatchesTheReport(double expected, params int[] pairs)
    {
        var (k, n) = (pairs.Where((_, i) => i % 2 == 0).Sum(), pairs.Where((_, i) => i % 2 == 1).Sum());
        Moments.StandardErrorOf([.. Enumerable.Repeat(1.0, k), .. Enumerable.Repeat(0.0, n - k)]).ShouldBe(expected, 1e-15);
    }

    [Fact]
    public void StandardErrors_EqualMembers_BelongToTheirMean()
    {
        var two = Members((0.5, 100), (0.7, 100));
        GroupMean.WeightedStandardError(two).ShouldBe(0.05 * Math.Sqrt(2) / 2, 1e-15);
        GroupMean.PlainStandardError(two).ShouldBe(0.05 * Math.Sqrt(2) / 2, 1e-15);
    }

    private static GroupMember[] Members(params (double Mean, int Size)[] items) => [.. items.Select(i => new GroupMember(i.Mean, 0.05, i.Size))];

    private static GroupMember[] Counts(params (int K, int N)[] items) => [.. items.Select(i =>
    {
        double[] values = [.. Enumerable.Repeat(1.0, i.K), .. Enumerable.Repeat(0.0, i.N - i.K)];
        return new GroupMember(Moments.MeanOf(values), Moments.StandardErrorOf(values), i.N);
    })];
}
