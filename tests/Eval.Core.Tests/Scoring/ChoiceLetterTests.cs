using Eval.Core.Scoring;

namespace Eval.Core.Tests.Scoring;

public class ChoiceLetterTests
{
    private static readonly string[] Choices = ["Paris", "London", "Rome", "a cat"];

    [Theory]
    [InlineData("B", 1)]
    [InlineData(" b. ", 1)]
    [InlineData("(C)", 2)]
    [InlineData("**B**", 1)]
    [InlineData("B) London", 1)]
    [InlineData("B. London is the capital", 1)]
    [InlineData("C\nbecause it is old", 2)]
    [InlineData("The answer is B.", 1)]
    [InlineData("Answer: (C)", 2)]
    [InlineData("The correct answer is **A**, not B", 0)]
    [InlineData("First I thought the answer is A. But the answer is C", 2)]
    [InlineData("I weighed them and would pick (B) in the end.", 1)]
    [InlineData("London", 1)]
    [InlineData("\"rome.\"", 2)]
    [InlineData("<think>The answer is A</think>\n\nB", 1)]
    public void Read_ClearAnswers_GiveTheChoice(string reply, int expected) => ChoiceLetter.Read(reply, Choices).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("I cannot answer that.")]
    [InlineData("A cat is an animal")] // an article, not the letter
    [InlineData("The answer is a cat that sleeps")]
    [InlineData("The answer is A cat that sleeps")]
    [InlineData("Both (A) and (B) are possible")]
    [InlineData("E")] // there is no fifth choice
    [InlineData("The answer is Z")]
    [InlineData("<think>The answer is A")] // the thought was cut off
    [InlineData("Answer: London and Paris")]
    public void Read_UnclearAnswers_AreNotGuessed(string reply) => ChoiceLetter.Read(reply, Choices).ShouldBeNull();

    [Fact]
    public void Read_TextOfTwoEqualChoices_IsNotGuessed() => ChoiceLetter.Read("yes", ["yes", "yes"]).ShouldBeNull();
}
