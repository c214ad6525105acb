using Eval.Core.Judging.Protection;

namespace Eval.Core.Tests.Judging.Protection;

public class SettledVerdictsTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\u200B\u3164")]
    [InlineData("...")]
    [InlineData(":")]
    [InlineData("- - -")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("hahahahahahahahaha")]
    [InlineData("yes yes yes yes yes yes yes yes")]
    public void WhyWorst_AnswerThatSaysNothing_NeedsNoJudge(string answer) => SettledVerdicts.WhyWorst(answer).ShouldNotBeNull();

    [Theory]
    [InlineData("4")]
    [InlineData("A")]
    [InlineData("No")]
    [InlineData("11111111111111111111")]
    [InlineData("no no no")]
    [InlineData("\U0001F44D")]
    [InlineData("x = 1")]
    [InlineData("aaaaaaaab")]
    public void WhyWorst_ShortAnswer_IsTheJudgesAffair(string answer) => SettledVerdicts.WhyWorst(answer).ShouldBeNull();

    [Fact]
    public void WhyWorst_AnswerThatEqualsTheReference_IsNeverWorst() => SettledVerdicts.WhyWorst("...", " ... ").ShouldBeNull();
}
