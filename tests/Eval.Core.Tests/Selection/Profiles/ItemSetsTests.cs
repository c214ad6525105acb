using Eval.Core.Selection.Profiles;

namespace Eval.Core.Tests.Selection.Profiles;

public class ItemSetsTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string?>> NoClusters = new() { ["s"] = new Dictionary<string, string?>(), ["t"] = new Dictionary<string, string?>() };

    [Fact]
    public void Of_SharedItems_StandInOneOrderForEverybody()
    {
        var set = ItemSets.Of([new("s", 0, [Scores(20), Scores(20, skip: 3)], 1, 1)], ["q"], NoClusters).ShouldHaveSingleItem();
        set.Count.ShouldBe(19);
        set.Columns[0].Scores[0]!.ShouldBe(set.Columns[0].Scores[1]!);
    }

    [Fact]
    public void Of_OneWithFewAnswers_StandsApartAndTakesNothingFromTheOthers()
    {
        var set = ItemSets.Of([new("s", 0, [Scores(100), Scores(100), Scores(5)], 1, 1)], ["q"], NoClusters).ShouldHaveSingleItem();
        set.Count.ShouldBe(100);
        set.Columns[0].Scores[2].ShouldBeNull();
    }

    [Fact]
    public void Of_MeanOfTwoSuites_NeedsBothOfACandidate()
    {
        var sets = ItemSets.Of([new("s", 0, [Scores(10), Scores(10)], 2, 0.5), new("t", 0, [Scores(10), null], 2, 0.5)], ["q"], NoClusters);
        sets.Select(s => s.Name).ShouldBe(["s", "t"]);
        sets.ShouldAllBe(s => s.Columns[0].Scores[0] != null && s.Columns[0].Scores[1] == null);
        ItemSets.Of([new("s", 0, [Scores(10), Scores(10)], 2, 0.5)], ["q"], NoClusters).ShouldBeEmpty();
    }

    [Fact]
    public void Of_EqualScores_LeaveTheErrorToTheInterval()
    {
        var right = Enumerable.Range(0, 10).ToDictionary(i => $"i{i}", _ => 1.0);
        var set = ItemSets.Of([new("s", 0, [right, Scores(10)], 1, 1)], ["q"], NoClusters).ShouldHaveSingleItem();
        set.Columns[0].Scores[0].ShouldBeNull();
        set.Columns[0].Scores[1].ShouldNotBeNull();
    }

    [Fact]
    public void Of_Clusters_AreNumberedWithoutGaps()
    {
        var clusters = new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["s"] = Enumerable.Range(0, 6).ToDictionary(i => $"i{i}", i => i < 4 ? $"c{i / 2}" : null) };
        ItemSets.Of([new("s", 0, [Scores(6)], 1, 1)], ["q"], clusters).ShouldHaveSingleItem().Clusters.ShouldBe([0, 0, 1, 1, 2, 3]);
    }

    private static Dictionary<string, double> Scores(int count, int skip = -1) => Enumerable.Range(0, count).Where(i => i != skip).ToDictionary(i => $"i{i}", i => i % 3 / 2.0);
}
