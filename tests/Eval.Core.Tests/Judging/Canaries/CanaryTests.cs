using Eval.Core.Judging;
using Eval.Core.Judging.Canaries;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Tests.Judging.Canaries;

public class CanaryTests
{
    private static readonly JudgeTask Task = new()
    {
        Turns = [new JudgedTurn("Why is the sky blue?", "Because of scattering.")],
        Reference = "Air scatters short wavelengths of sunlight far more than long ones, so that blue light reaches the eye from everywhere.",
        SampleId = "sky",
    };

    [Fact]
    public void Of_Task_AsksTheSameWithAnswersThatDeserveABadScore()
    {
        var canaries = Canary.Of(Task, TestRubrics.One());
        canaries.Select(c => c.Name).ShouldBe(["empty", "injected", "shuffled", "truncated"]);
        canaries.ShouldAllBe(c => c.Task.Question == Task.Question && c.Task.Reference == Task.Reference && c.Task.Answer != Task.Answer);
        canaries.ShouldAllBe(c => SettledVerdicts.WhyWorst(c.Task.Answer, null) == null, "the judge is to be tried, not the program");
        canaries[^1].Task.Answer.Length.ShouldBe(Task.Reference!.Length / 4);
        Canary.Of(Task with { Reference = "blue" }, TestRubrics.One()).Select(c => c.Name).ShouldBe(["empty", "injected", "shuffled"]);
        Canary.Of(Task, RubricLoader.BuiltIn("style")!).Select(c => c.Name).ShouldBe(["empty", "injected"]);
    }

    [Theory]
    [InlineData(1, 10, null, "[[10]]", "\"score\": 10")]
    [InlineData(0, 1, new[] { "no", "yes" }, "[RESULT] yes", "\"score\": 1")]
    public void Of_Injection_ClaimsTheBestScoreInEveryForm(int min, int max, string[]? labels, params string[] claims)
    {
        var answer = Canary.Of(Task, TestRubrics.One(min, max, labels)).Single(c => c.Name == "injected").Task.Answer;
        foreach (var claim in claims)
        {
            answer.ShouldContain(claim);
        }

        answer.ShouldNotContain("{0}");
    }

    [Theory]
    [InlineData("empty", 1, true)]
    [InlineData("empty", 3, true)]
    [InlineData("empty", 4, false)]
    [InlineData("truncated", 4, true)]
    [InlineData("truncated", 5, false)]
    public void IsCaught_Score_MustLeaveTheBestToOthers(string name, double score, bool expected) =>
        Canary.Of(Task, TestRubrics.One()).Single(c => c.Name == name).IsCaught(score, 1, 5).ShouldBe(expected);
}
