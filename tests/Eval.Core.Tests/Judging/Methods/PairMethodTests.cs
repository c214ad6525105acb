using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Judging.Methods;

public class PairMethodTests
{
    private static readonly JudgeTask Task = new() { Turns = [new JudgedTurn("What is the capital of France?", "Ours: Paris.")], Others = ["Theirs: Lyon."], SampleId = "s1" };

    [Theory]

    // Policy, reply where ours is first, where ours is second, third reply (by which order, its sign is turned), score, disagreement, calls.
    [InlineData(SwapPolicy.BothTie, "A", "B", 1.0, false, 2)]
    [InlineData(SwapPolicy.BothTie, "B", "A", 0.0, false, 2)]
    [InlineData(SwapPolicy.BothTie, "C", "C", 0.5, false, 2)]
    [InlineData(SwapPolicy.BothTie, "A", "A", 0.5, true, 2)]
    [InlineData(SwapPolicy.BothTie, "B", "B", 0.5, true, 2)]
    [InlineData(SwapPolicy.BothTie, "A", "C", 0.5, true, 2)]
    [InlineData(SwapPolicy.BothTie, "C", "A", 0.5, true, 2)]
    [InlineData(SwapPolicy.BothHalf, "A", "B", 1.0, false, 2)]
    [InlineData(SwapPolicy.BothHalf, "A", "A", 0.5, true, 2)]
    [InlineData(SwapPolicy.BothHalf, "A", "C", 0.75, true, 2)]
    [InlineData(SwapPolicy.BothHalf, "C", "A", 0.25, true, 2)]
    [InlineData(SwapPolicy.BothThird, "A", "B", 1.0, false, 2)]
    [InlineData(SwapPolicy.BothThird, "C", "C", 0.5, false, 2)]
    public async Task JudgeAsync_SwapPolicy_GivesTheScoreOfTheTable(SwapPolicy policy, string oursFirst, string oursSecond, double score, bool disagrees, int calls)
    {
        var judge = ByOrder(oursFirst, oursSecond);

        var verdict = await OneAsync("pairwise", judge.Call() with { Swap = policy });

        verdict.State.ShouldBe(VerdictState.Scored);
        verdict.Score.ShouldBe(score);
        verdict.Pair!.IsDisagreement.ShouldBe(disagrees);
        verdict.Pair.OursFirst.ShouldBe(Strength(oursFirst));
        verdict.Pair.OursSecond.ShouldBe(-Strength(oursSecond));
        verdict.Pair.Third.ShouldBeNull();
        judge.Calls.ShouldBe(calls);
        verdict.Replies.Select(r => r.Order).ShouldBe(["ours-first", "ours-second"]);
        verdict.Reason.ShouldBe(disagrees ? "the judge contradicts itself when the answers are swapped" : null);
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, 0.0)]
    public async Task JudgeAsync_ThirdCall_AsksTheOtherJudgeAndDecides(bool thirdLikesOurs, double score)
    {
        var first = ByOrder("A", "A");
        var third = new TestJudge((m, _) => ScriptedChatClient.Text(OursIsFirst(m) == thirdLikesOurs ? "[[A]]" : "[[B]]"), id: "third");

        var verdict = await OneAsync("pairwise", first.Call() with { Swap = SwapPolicy.BothThird, Third = third });

        verdict.Score.ShouldBe(score);
        verdict.Pair.ShouldBe(new PairwiseOutcome(1, -1, thirdLikesOurs ? 1 : -1, IsDisagreement: true));
        (first.Calls, third.Calls).ShouldBe((2, 1));
        verdict.Replies.Select(r => r.JudgeId).ShouldBe(["judge", "judge", "third"]);
    }

    [Fact]
    public async Task JudgeAsync_ThirdCallOfTheSameJudge_IsAnotherRequest()
    {
        var judge = ByOrder("A", "A");

        await OneAsync("pairwise", judge.Call() with { Swap = SwapPolicy.BothThird });

        judge.Client.Calls.Select(TestJudge.MarkOf).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task JudgeAsync_RandomOrder_IsOneCallDrawnFromSeedAndSample()
    {
        var orders = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var judge = ByOrder("A", "B");
            var verdict = await OneAsync("pairwise", judge.Call() with { Swap = SwapPolicy.Random }, Task with { SampleId = $"s{i}" });
            var again = await OneAsync("pairwise", judge.Call() with { Swap = SwapPolicy.Random }, Task with { SampleId = $"s{i}" });

            verdict.Score.ShouldBe(1);
            judge.Calls.ShouldBe(2);
            again.Replies.Single().Order.ShouldBe(verdict.Replies.Single().Order);
            orders.Add(verdict.Replies.Single().Order!);
        }

        orders.Count(o => o == "ours-first").ShouldBeInRange(8, 32);
    }

    [Fact]
    public async Task JudgeAsync_OneOrderUnread_IsNoScore()
    {
        var verdict = await OneAsync("pairwise", ByOrder("A", "x").Call() with { Attempts = 2 });

        verdict.State.ShouldBe(VerdictState.Unparsed);
        verdict.Score.ShouldBeNull();
        verdict.Pair.ShouldBe(new PairwiseOutcome(1, null));
        verdict.Replies.Count.ShouldBe(3);
    }

    [Fact]
    public async Task JudgeAsync_IdenticalAndEmptyAnswers_NeedNoCall()
    {
        var judge = ByOrder("A", "A");

        var same = await OneAsync("pairwise", judge.Call(), Task with { Others = [" Ours: Paris.\r\n"] });
        var empty = await OneAsync("pairwise", judge.Call(), Task with { Others = ["..."] });
        var lost = await OneAsync("pairwise-5", judge.Call(), Task with { Turns = [new JudgedTurn("Q", "hahahahahahahahaha")] });
        var none = await OneAsync("pairwise", judge.Call(), Task with { Others = null });

        same.Score.ShouldBe(0.5);
        same.Pair.ShouldBe(new PairwiseOutcome(0, 0));
        empty.Score.ShouldBe(1);
        lost.Score.ShouldBe(0);
        none.State.ShouldBe(VerdictState.Failed);
        judge.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("A>>B", "B>A", 2, 1, 1.0, false)]
    [InlineData("A>B", "A>B", 1, -1, 0.5, true)]
    [InlineData("B>>A", "A>B", -2, -1, 0.0, false)]
    [InlineData("A=B", "B>A", 0, 1, 0.5, true)]
    public async Task JudgeAsync_FiveLabels_KeepTheirStrength(string first, string second, int oursFirst, int oursSecond, double score, bool disagrees)
    {
        var verdict = await OneAsync("pairwise-5", ByOrder(first, second).Call());

        verdict.Score.ShouldBe(score);
        verdict.Pair.ShouldBe(new PairwiseOutcome(oursFirst, oursSecond, null, disagrees));
    }

    [Fact]
    public async Task JudgeAsync_Conversations_AreShownWholeAndWithoutNames()
    {
        var judge = ByOrder("A", "B");
        var task = Task with { Turns = [new JudgedTurn("First?", "one"), new JudgedTurn("Second?", "Ours: two")], Others = ["eins", "Theirs: zwei"], SampleId = "secret-name" };

        await OneAsync("pairwise", judge.Call() with { Swap = SwapPolicy.BothTie }, task);

        var shown = TestJudge.Fenced(judge.Client.Calls[0]);
        shown.Select(t => t.Name).ShouldBe([
            "question 1 of assistant A", "answer 1 of assistant A", "question 2 of assistant A", "answer 2 of assistant A",
            "question 1 of assistant B", "answer 1 of assistant B", "question 2 of assistant B", "answer 2 of assistant B"]);
        shown.Select(t => t.Text).ShouldBe(["First?", "one", "Second?", "Ours: two", "First?", "eins", "Second?", "Theirs: zwei"]);
        judge.Client.Calls.SelectMany(c => c).ShouldNotContain(m => m.Text.Contains("secret-name"));
    }

    [Fact]
    public async Task JudgeAsync_OwnAnswer_IsAskedForWhereTold()
    {
        var capabilities = new ModelCapabilities { Chat = true, JsonSchemas = true };
        var judge = new TestJudge((_, o) => ScriptedChatClient.Text(
            o!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>().Schema!.Value.GetRawText().Contains("own_answer")
                ? """{"own_answer":"Paris","feedback":"same","verdict":"A=B"}"""
                : """{"feedback":"same","verdict":"A=B"}"""), capabilities);

        (await OneAsync("pairwise-5", judge.Call())).Score.ShouldBe(0.5);
        (await OneAsync("pairwise-5", judge.Call() with { OwnAnswer = false })).Score.ShouldBe(0.5);
        judge.Client.Calls.Count(c => c[0].Text.Contains("Begin with your own answer")).ShouldBe(2);
    }

    private static int Strength(string label) => label switch { "A" => 1, "B" => -1, _ => 0 };

    private static bool OursIsFirst(IReadOnlyList<ChatMessage> messages) => TestJudge.Fenced(messages).Find(t => t.Name.Contains("assistant A")).Text.StartsWith("Ours", StringComparison.Ordinal);

    private static TestJudge ByOrder(string oursFirst, string oursSecond) =>
        new((m, _) => ScriptedChatClient.Text($"Because. [[{(m[1].Text.IndexOf("Ours:", StringComparison.Ordinal) < m[1].Text.IndexOf("Theirs:", StringComparison.Ordinal) ? oursFirst : oursSecond)}]]"));

    private static async Task<JudgeVerdict> OneAsync(string method, JudgeCall call, JudgeTask? task = null) =>
        (await JudgeMethods.Find(method)!.JudgeAsync([task ?? Task], TestRubrics.One(), call, default)).Single();
}
