using Eval.LlamaCpp.Generation;

namespace Eval.LlamaCpp.Tests.Generation;

public sealed class StepLayoutTests
{
    [Theory]
    [InlineData("x", "0")]
    [InlineData("x.", "0 1")]
    [InlineData(".x", "0 1")]
    [InlineData("xx......", "0 1")]
    [InlineData("x.x.....", "0 1 2")]
    [InlineData("x..x....", "0 1 2 3")]
    [InlineData("x...x...", "0 1 4 5")]
    [InlineData(".......x", "6 7")]
    [InlineData("xx.....x", "0 1 6 7")]
    [InlineData("........", "")]
    public void Rows_UsedSlots_AreCompletedToGroups(string used, string expected) =>
        string.Join(' ', Rows(used)).ShouldBe(expected);

    [Theory]
    [InlineData("x.......", "0")]
    [InlineData("x.x....x", "0 1 2 7")]
    public void Rows_LoneRowsAreFine_OnlyShortGapsArePadded(string used, string expected) =>
        string.Join(' ', Rows(used, padLoneRows: false)).ShouldBe(expected);

    [Fact]
    public void Rows_AnyPattern_HasEveryUsedSlotOnceInOrderAndNoGroupOfOne()
    {
        for (var pattern = 1; pattern < 1 << 10; pattern++)
        {
            var used = string.Concat(Enumerable.Range(0, 10).Select(i => (pattern >> i & 1) != 0 ? 'x' : '.'));
            var rows = Rows(used);
            rows.ShouldBe([.. rows.Distinct().Order()], used);
            Enumerable.Range(0, 10).Where(i => used[i] == 'x').ShouldBeSubsetOf(rows, used);
            rows.ShouldAllBe(r => rows.Contains(r - 1) || rows.Contains(r + 1), used);
        }
    }

    private static IReadOnlyList<int> Rows(string used, bool padLoneRows = true) => StepLayout.Rows<string>(used.Select(c => c == 'x' ? "x" : null).ToArray(), padLoneRows);
}
