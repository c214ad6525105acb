using Eval.Core.Ratings.Style;

namespace Eval.Core.Tests.Ratings.Style;

public class AnswerStyleTests
{
    [Theory]
    [InlineData("plain words", 0, 0, 0)]
    [InlineData("# One\ntext\n###### Six\n####### seven\n#none", 2, 0, 0)]
    [InlineData("1. first\n2. second\n  - inner\n* star\n+ plus\n-none\n1.5 no", 0, 5, 0)]
    [InlineData("**bold** and __too__ and **a** ** not**\n**split\nline**", 0, 0, 4)]
    [InlineData("# out\n```\n# in\n- in\n**in**\n```\n- out", 1, 1, 0)]
    [InlineData("```python\n# in\n```# after", 1, 0, 0)]
    [InlineData("# before\n```\n# never closed", 2, 0, 0)]
    [InlineData("", 0, 0, 0)]
    public void Of_Markdown_CountsWhatIsOutsideCode(string answer, int headers, int lists, int bold) =>
        AnswerStyle.Of(answer).ShouldBe(new AnswerStyle(answer.Length, headers, lists, bold));

    [Fact]
    public void Of_Tokens_AreTheLengthWhereKnown() => AnswerStyle.Of("three short words", tokens: 3).Length.ShouldBe(3);

    [Fact]
    public void Difference_Styles_IsARatioThatSwapsItsSign()
    {
        var (a, b) = (new AnswerStyle(300, 2, 0, 5), new AnswerStyle(100, 0, 0, 5));
        AnswerStyle.Difference(a, b).ShouldBe([200 / 401.0, 2 / 3.0, 0, 0]);
        AnswerStyle.Difference(b, a).ShouldBe([-200 / 401.0, -2 / 3.0, 0, 0]);
    }

    [Fact]
    public void Of_HostileText_TakesNoTimeToSpeakOf()
    {
        // A million characters of what makes careless patterns look again and again.
        foreach (var piece in (string[])["**", "_", "\n", " \t", "`", "1", "```", "#", "**a"])
        {
            AnswerStyle.Of(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length))).Headers.ShouldBe(0);
        }
    }
}
