using Eval.Core.Suites.Kinds.MultipleChoice;

namespace Eval.Core.Tests.Suites.Kinds.MultipleChoice;

// Expected values: research/benchmark-harnesses.md 2.6, 2.7, 4.1 and 4.2.
public class ChoiceMeasuresTests
{
    [Fact]
    public void Of_MutualInformation_MatchesTheHarnessesTests()
    {
        Of([-2, -1, -3], [1], unconditional: [-2.5, -2, -2.5])["acc_mutual_info"].ShouldBe(1);

        // Differences −0.5, 0, 0: the tie goes to the lower index.
        var second = Of([-1, -2, -3], [1], unconditional: [-0.5, -2, -3]);
        (second["acc"], second["acc_mutual_info"]).ShouldBe((0, 1));
    }

    [Fact]
    public void Of_Brier_MatchesTheHarness()
    {
        double[][] p = [[.7, .2, .1], [.1, .3, .6], [.5, .25, .25]];
        int[] golds = [0, 2, 1];
        p.Select((row, i) => Of([.. row.Select(x => Math.Log(x))], [golds[i]])["brier"]).Average().ShouldBe(0.425, 1e-12);
    }

    [Fact]
    public void Of_Mc2_MatchesTheReport() => Of([-3.2, -1.1, -2, -5], [0, 2])["mc2"].ShouldBe(0.3414684148804553, 1e-14);

    [Fact]
    public void Of_Mc2VeryNegative_DoesNotUnderflow() => Of([-2000, -2001, -2003], [0])["mc2"].ShouldBe(1 / (1 + Math.Exp(-1) + Math.Exp(-3)), 1e-12);

    [Fact]
    public void Of_Norms_DivideByTheirOwnLength()
    {
        // One choice wins each way of counting.
        ChoiceScore[] scores =
        [
            new(-4, Tokens: 1, Characters: 2, Bytes: 2, IsGreedy: false),    // sum −4
            new(-5, Tokens: 2, Characters: 10, Bytes: 10, IsGreedy: false),  // per character −0.5
            new(-6, Tokens: 2, Characters: 8, Bytes: 24, IsGreedy: false),   // per byte −0.25
            new(-7, Tokens: 7, Characters: 8, Bytes: 8, IsGreedy: false),    // per token −1
        ];
        var right = Enumerable.Range(0, 4).Select(gold => ChoiceMeasures.Of(scores, [gold])).ToList();
        right.Select(m => m["acc"]).ShouldBe([1, 0, 0, 0]);
        right.Select(m => m["acc_norm_chars"]).ShouldBe([0, 1, 0, 0]);
        right.Select(m => m["acc_norm_bytes"]).ShouldBe([0, 0, 1, 0]);
        right.Select(m => m["acc_norm_tokens"]).ShouldBe([0, 0, 0, 1]);
    }

    [Fact]
    public void Of_Tie_GoesToTheLowestIndex()
    {
        Of([-1, -1], [0])["acc"].ShouldBe(1);
        Of([-1, -1], [1])["acc"].ShouldBe(0);
    }

    [Fact]
    public void Of_SeveralGolds_AnyOfThemIsRightAndBrierIsUndefined()
    {
        var measures = Of([-3, -1, -2], [1, 2]);
        measures["acc"].ShouldBe(1);
        measures.ShouldNotContainKey("brier");
    }

    [Theory]
    [InlineData(1.0, -1.0, -9.0, -2.0, -3.0)] // the best answer beats the false ones, another true one may beat it
    [InlineData(1.0, -2.0, -1.0, -3.0, -4.0)]
    [InlineData(0.0, -4.0, -1.0, -3.0, -9.0)]
    [InlineData(1.0, -2.0, -5.0, -2.0, -3.0)] // a tie goes to the lower index: the best answer stands first
    public void Of_Mc1_ComparesTheBestAnswerWithTheFalseOnes(double expected, params double[] logs) => Of(logs, [0, 1])["mc1"].ShouldBe(expected);

    private static Dictionary<string, double> Of(double[] logs, int[] golds, double[]? unconditional = null) => ChoiceMeasures.Of(
        [.. logs.Select((x, i) => new ChoiceScore(x, 1, 1, 1, IsGreedy: false, unconditional?[i]))], golds);
}
