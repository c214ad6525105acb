using Eval.Core.Scoring;

namespace Eval.Core.Tests.Scoring;

/// <summary>The table of replies that was verified against the program (research/benchmark-harnesses.md 2.8).</summary>
public class Gsm8kMatchTests
{
    // The reference as the data set gives it: the whole solution.
    private const string Solution = "He made a profit of 200,000-130,000=$<<200000-130000=70000>>70,000\n#### 70000";

    [Theory]
    [InlineData("So he made a profit.\n#### 70,000", 1, 1)]
    [InlineData("The answer is $70,000.", 0, 1)]
    [InlineData("It is 70000. Hmm...", 0, 0)]
    [InlineData("70000 apples and 3 pears", 0, 0)]
    [InlineData("70000.00", 0, 0)]
    [InlineData("-70000", 0, 0)]
    [InlineData("7e4", 0, 0)]
    [InlineData("#### 70000.\nQ: next #### 5", 1, 0)]
    public void Score_ReplyOfTheTable_IsTheHarnesses(string reply, int strict, int flexible)
    {
        ScorerTesting.Value("exact_match_gsm8k_strict", reply, Solution).ShouldBe(strict);
        ScorerTesting.Value("exact_match_gsm8k_flexible", reply, Solution).ShouldBe(flexible);
        ScorerTesting.Value("exact_match_gsm8k_flexible", reply, "70000").ShouldBe(flexible);
    }

    [Theory]
    [InlineData("It is 70000. Hmm...", "...", "..")]
    [InlineData("70000 apples and 3 pears", "3", "3")]
    [InlineData("#### 70000.\nQ: next #### 5", "5", "5")]
    public void Score_Flexible_ReadsTheLastMatch(string reply, string found, string compared)
    {
        new AnswerPattern(new System.Text.RegularExpressions.Regex(@"(-?[$0-9.,]{2,})|(-?[0-9]+)"), TakeLast: true).Find(reply).ShouldBe(found);
        ScorerTesting.Score("exact_match_gsm8k_flexible", reply, Solution).Reading.ShouldBe(compared);
    }

    [Fact]
    public void Score_NoNumber_IsUnread()
    {
        var score = ScorerTesting.Score("exact_match_gsm8k_flexible", "I do not know.", Solution);
        (score.IsUnread, score.Reading, score.Measures["exact_match_gsm8k_flexible"]).ShouldBe((true, null, 0));
        ScorerTesting.Score("exact_match_gsm8k_strict", "The answer is 70000.", Solution).IsUnread.ShouldBeTrue();
    }
}
