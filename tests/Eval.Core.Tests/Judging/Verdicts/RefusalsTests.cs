using Eval.Core.Judging.Verdicts;

namespace Eval.Core.Tests.Judging.Verdicts;

public class RefusalsTests
{
    [Theory]
    [InlineData("I'm sorry, but I can't help with that.")]
    [InlineData("I\u2019m sorry, I can\u2019t assist with this request.")]
    [InlineData("I cannot evaluate this content.")]
    [InlineData("I am unable to rate these answers.")]
    [InlineData("As an AI, I have no opinion on this.")]
    [InlineData("Sorry.")]
    public void IsRefusal_RefusingReply_IsOne(string reply) => Refusals.IsRefusal(reply).ShouldBeTrue();

    [Theory]
    [InlineData("Both answers are good.")]
    [InlineData("The answer can't be right.")]
    [InlineData("")]
    public void IsRefusal_JudgingReply_IsNone(string reply) => Refusals.IsRefusal(reply).ShouldBeFalse();

    [Fact]
    public void IsRefusal_LongReply_IsNone() => Refusals.IsRefusal("I can't say. " + new string('x', 600)).ShouldBeFalse();
}
