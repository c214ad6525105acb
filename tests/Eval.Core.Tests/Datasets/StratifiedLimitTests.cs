using Eval.Core.Datasets;

namespace Eval.Core.Tests.Datasets;

public class StratifiedLimitTests
{
    private static readonly (string Id, string? Stratum)[] Rows =
        [.. Enumerable.Range(0, 100).Select(i => ($"s{i}", (string?)(i % 10 < 5 ? "a" : i % 10 < 8 ? "b" : "c")))];

    // Computed apart, with Python's hashlib, from the definition: lowest SHA-256 of seed and id, seats by earliest deadline.
    [Theory]
    [InlineData(7, 17, "5 7 10 24 59 62 72")]
    [InlineData(7, 18, "7 32 49 72 83 86 92")]
    [InlineData(10, 17, "5 7 10 24 44 48 59 62 72 87")]
    public async Task Choose_Golden_IsTheSameEverywhere(int limit, int seed, string expected) =>
        string.Join(' ', (await Choose(Rows, limit, seed))!).ShouldBe(expected);

    [Fact]
    public async Task Choose_WithoutStrata_TakesTheLowestHashes() =>
        (await Choose([.. Rows.Select(r => (r.Id, (string?)null))], 5, 17)).ShouldBe([10L, 24, 44, 62, 72]);

    [Fact]
    public async Task Choose_RowsInAnotherOrder_ChoosesTheSameOnes()
    {
        var shuffled = Rows.OrderBy(r => r.Id.Length).ThenByDescending(r => r.Id).ToArray();
        var one = (await Choose(Rows, 23, 5))!.Select(p => Rows[p].Id).Order(StringComparer.Ordinal);
        var other = (await Choose(shuffled, 23, 5))!.Select(p => shuffled[p].Id).Order(StringComparer.Ordinal);
        other.ShouldBe(one);
    }

    [Fact]
    public async Task Choose_LargerLimit_HoldsTheSmallerOne()
    {
        // Shares of 3, 3 and 1 in 7: largest remainders would take the last stratum's seat away again from 10 to 11.
        (string, string?)[] rows = [.. Enumerable.Range(0, 70).Select(i => ($"r{i}", (string?)(i % 7 < 3 ? "a" : i % 7 < 6 ? "b" : "c")))];
        long[] before = [];
        for (var limit = 1; limit < 70; limit++)
        {
            var chosen = (await Choose(rows, limit, 11))!;
            chosen.Length.ShouldBe(limit);
            before.Except(chosen).ShouldBeEmpty($"the sample of {limit - 1} is not within that of {limit}");
            before = chosen;
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Choose_LimitThatHoldsAll_ChoosesNothingAway(int limit) => (await Choose(Rows, limit, 1)).ShouldBeNull();

    [Fact]
    public async Task Choose_MissingAndEmptyValues_AreDifferentStrata()
    {
        (string, string?)[] rows = [.. Enumerable.Range(0, 40).Select(i => ($"r{i}", i % 2 == 0 ? null : ""))];
        var chosen = (await Choose(rows, 10, 3))!;
        chosen.Count(p => p % 2 == 0).ShouldBe(5);
    }

    [Fact]
    public async Task Choose_TooManyStrata_SaysWhatToDo() =>
        (await ConfigAssert.ProblemAsync(() => Choose([.. Enumerable.Range(0, 20_000).Select(i => ($"r{i}", (string?)$"{i}"))], 10, 3)))
            .ShouldContain("more than 10000 different values");

    [Fact]
    public void Seats_AnyCounts_AreProportionalWithinOneSumToTheLimitAndNeverShrink() => FsCheck.Check.QuickThrowOnFailure(
        FsCheck.Fluent.Prop.ForAll(FsCheck.Fluent.ArbMap.Default.ArbFor<FsCheck.PositiveInt[]>(), numbers =>
        {
            var counts = numbers.Select((n, i) => (Key: $"k{i}", Count: (long)n.Get)).Append((Key: "last", Count: 3L)).ToDictionary(c => c.Key, c => c.Count);
            var total = counts.Values.Sum();
            var before = counts.ToDictionary(c => c.Key, _ => 0);
            for (var limit = 1; limit < Math.Min(total, 60); limit++)
            {
                var seats = StratifiedLimit.Seats(counts, limit, 7);
                var shrank = seats.Any(s => s.Value < before[s.Key]);
                before = seats;
                if (shrank || seats.Values.Sum() != limit || counts.Any(c => Math.Abs(seats[c.Key] - ((double)limit * c.Value / total)) >= 1 || seats[c.Key] > c.Value))
                {
                    return false;
                }
            }

            return true;
        }));

    private static Task<long[]?> Choose((string, string?)[] rows, int limit, int seed) =>
        StratifiedLimit.ChooseAsync(() => rows.ToAsyncEnumerable(), limit, seed, CancellationToken.None);
}
