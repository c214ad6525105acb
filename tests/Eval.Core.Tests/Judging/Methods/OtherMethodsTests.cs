using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Methods;

/// <summary>MT-Bench's rating, the checklist, likelihood judging, and the list of them all.</summary>
public class OtherMethodsTests
{
    private static readonly JudgeTask Task = new() { Turns = [new JudgedTurn("What is the capital of France?", "It is Paris.")], Reference = "Paris" };

    [Theory]
    [InlineData("Good. Rating: [[7]]", 7)]
    [InlineData("Good. Rating: [[7.5]]", 7.5)]
    [InlineData("At first [[3]], but in the end: [[8]]", 8)]
    [InlineData("Good. Rating: [8]", 8)]
    public async Task MtBench_Rating_IsRead(string reply, double rating) =>
        (await OneAsync("mt-bench", new TestJudge(reply).Call(), TestRubrics.One(1, 10))).Score.ShouldBe(rating);

    [Theory]
    [InlineData("Rating: [[11]]")]
    [InlineData("[[5]] and then [[0]]")]
    [InlineData("Rating: 8/10")]
    [InlineData("See [2] for more.")]
    public async Task MtBench_NoRating_IsNoScore(string reply) =>
        (await OneAsync("mt-bench", new TestJudge(reply).Call() with { Attempts = 1 }, TestRubrics.One(1, 10))).State.ShouldBe(VerdictState.Unparsed);

    [Fact]
    public async Task MtBench_ReferenceAndConversation_AreShown()
    {
        var judge = new TestJudge("[[4]]");
        var task = Task with { Turns = [new JudgedTurn("First?", "one"), new JudgedTurn("Second?", "two")] };

        var verdict = (await JudgeMethods.Find("mt-bench")!.JudgeAsync([task], TestRubrics.Of(new RubricScale(1, 10), true, ("help", 1), ("depth", 2)), judge.Call(), default)).Single();

        verdict.Score.ShouldBe(4);
        verdict.Criteria.ShouldBeEmpty();
        TestJudge.Fenced(judge.Client.Calls[0]).ShouldBe([("question 1", "First?"), ("answer 1", "one"), ("question 2", "Second?"), ("answer 2", "two"), ("reference answer", "Paris")]);
        judge.Client.Calls[0][0].Text.ShouldContain("Compare the answer with the reference answer first");
        judge.Client.Calls[0][1].Text.ShouldContain("judge the answer to the last question");
    }

    [Fact]
    public async Task Checklist_WeightedShare_IsTheScore()
    {
        var rubric = TestRubrics.Of(new RubricScale(0, 1), joint: true, ("a", 3), ("b", 1));
        var method = JudgeMethods.Find("checklist")!;

        var verdict = await OneAsync("checklist", new TestJudge("a is there.\n[RESULT] a: yes\n[RESULT] b: No.").Call(), rubric);

        verdict.Score.ShouldBe(0.75);
        verdict.Criteria.ShouldBe(new Dictionary<string, double> { ["a"] = 1, ["b"] = 0 });
        (await OneAsync("checklist", new TestJudge("[RESULT] a: yes").Call() with { Attempts = 1 }, rubric)).Reason.ShouldBe("the reply could not be read: [RESULT] is missing for b");
        method.WhyNot(TestRubrics.One()).ShouldBe("a checklist says yes or no, and the scale of this rubric has 5 scores: it must have two (scale: { min: 0, max: 1 })");
        method.MetricId(rubric).ShouldBe("judge_checklist");
    }

    [Theory]
    [InlineData("[RESULT] a: yes\n[RESULT] a: no")]
    [InlineData("[RESULT] a: yes\n[RESULT] b: maybe")]
    [InlineData("[RESULT] a: yes\n[RESULT] c: no")]
    [InlineData("[RESULT] a: yes\n[RESULT] b: no\nAs I said.")]
    public async Task Checklist_IncompleteOrContradictory_IsNoScore(string reply) => (await OneAsync(
        "checklist", new TestJudge(reply).Call() with { Attempts = 1 }, TestRubrics.Of(new RubricScale(0, 1), joint: true, ("a", 3), ("b", 1)))).State.ShouldBe(VerdictState.Unparsed);

    [Fact]
    public async Task Likelihood_MeanPerToken_OfAllTasksInOneCall()
    {
        var model = new FakeLikelihoodModel { Answer = r => new Core.Models.ContinuationScore(-r.Continuation.Length, 4, false) };
        var judge = new TestJudge("never asked") { Likelihood = model };

        var verdicts = await JudgeMethods.Find("likelihood")!.JudgeAsync(
            [Task, Task with { Turns = [new JudgedTurn("Q", " ")] }, Task with { Turns = [new JudgedTurn("Q", "No.")] }], TestRubrics.One(), judge.Call(), default);

        verdicts.Select(v => v.Score).ShouldBe([-13 / 4.0, null, -1]);
        verdicts[1].State.ShouldBe(VerdictState.Failed);
        var requests = model.ContinuationCalls.ShouldHaveSingleItem();
        requests[0].ShouldBe(new Core.Models.ContinuationRequest(
            "Is the answer good in help?\n\nA right answer: Paris\n\nQuestion: What is the capital of France?\nAnswer:", " It is Paris."));
        judge.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Likelihood_AuthorsPrompt_IsTheContext()
    {
        var model = new FakeLikelihoodModel();

        await OneAsync("likelihood", new TestJudge("") { Likelihood = model }.Call(), TestRubrics.One().WithPrompt("{{question}} "));

        model.ContinuationCalls.Single().Single().Context.ShouldBe("What is the capital of France?");
    }

    [Fact]
    public void BuiltIn_NamesAndMetrics_AreThoseOfTheDesign()
    {
        JudgeMethods.BuiltIn.Select(m => m.Name).ShouldBe(["score", "mt-bench", "pairwise", "pairwise-4", "pairwise-5", "geval", "likelihood", "checklist"]);
        JudgeMethods.BuiltIn.Select(m => m.MetricId(TestRubrics.One())).ShouldBe(
            ["judge_score_1_5", "judge_score_1_5", "judge_win", "judge_win", "judge_win", "judge_geval_1_5", "judge_likelihood", "judge_checklist"]);
        JudgeMethods.BuiltIn.Where(m => m.IsPairwise).Select(m => m.Name).ShouldBe(["pairwise", "pairwise-4", "pairwise-5"]);
    }

    private static async Task<JudgeVerdict> OneAsync(string method, JudgeCall call, Rubric rubric) =>
        (await JudgeMethods.Find(method)!.JudgeAsync([Task], rubric, call, default)).Single();
}
