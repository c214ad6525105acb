using Eval.Core.Comparisons;
using Eval.Core.Running;

namespace Eval.Core.Tests.Comparisons;

public class ItemDiffTests
{
    private static readonly ItemChange[] All = Enum.GetValues<ItemChange>();

    [Fact]
    public async Task Read_RightAndWrong_CountsAllAndReadsTheTextsOfSome()
    {
        var diff = await ReadAsync([1, 1, 0, 0, 0, 1, 0], [1, 0, 1, 0, 1, 0, double.NaN], most: 1);
        diff.Counts.ShouldBe(new Dictionary<ItemChange, int> { [ItemChange.Broken] = 2, [ItemChange.Fixed] = 2, [ItemChange.BothWrong] = 1 });
        diff.Items.Select(i => (i.Change, i.SampleId)).ShouldBe([(ItemChange.Broken, "q1"), (ItemChange.Fixed, "q2"), (ItemChange.BothWrong, "q3")]);
        diff.Items[0].Old!.Prompt.ShouldBe("Question: q1?");
        diff.Items[0].New!.Target.ShouldBe("yes");
    }

    [Fact]
    public async Task Read_GradedScores_PutsTheLargestChangeFirst()
    {
        var diff = await ReadAsync([0.9, 0.5, 0.5, 1], [0.8, 0.1, 0.5, 1], most: 5);
        diff.Items.Select(i => (i.Change, i.SampleId)).ShouldBe([(ItemChange.Broken, "q1"), (ItemChange.Broken, "q0"), (ItemChange.BothWrong, "q2")]);
    }

    [Fact]
    public async Task Read_OneKind_CountsTheOthersToo()
    {
        var diff = await ReadAsync([1, 0], [0, 1], most: 5, [ItemChange.Fixed]);
        diff.Items.ShouldHaveSingleItem().SampleId.ShouldBe("q1");
        diff.Counts[ItemChange.Broken].ShouldBe(1);
    }

    [Fact]
    public async Task Read_LessIsBetterAndWholeTexts_FindsTheFirstPart()
    {
        static ComparedCell Side(double logLikelihood) => Cells.Of(
            [Part("book#0001", 0, logLikelihood), Part("book#0002", 1, -1)], metrics: ["bits_per_byte"]);
        static SampleResult Part(string id, int ordinal, double logLikelihood) =>
            Cells.Sample(id, ordinal, 0) with { Measures = new Dictionary<string, double> { ["rolling_ll"] = logLikelihood, ["bytes"] = 10 } };
        var pairing = await Cells.ReadAsync(Side(-20), Side(-10));
        var diff = await ItemDiff.ReadAsync(pairing, pairing.Of("bits_per_byte")!.Scores!, All, 5, CancellationToken.None);
        var item = diff.Items.ShouldHaveSingleItem();
        (item.Change, item.SampleId, item.New!.SampleId).ShouldBe((ItemChange.Fixed, "book", "book#0001"));
    }

    private static async Task<ItemDiff> ReadAsync(double[] old, double[] @new, int most, ItemChange[]? kinds = null)
    {
        var pairing = await Cells.ReadAsync(Cells.Of(Cells.Scored(old)), Cells.Of(Cells.Scored(@new)));
        return await ItemDiff.ReadAsync(pairing, pairing.Of("acc")!.Scores!, kinds ?? All, most, CancellationToken.None);
    }
}
