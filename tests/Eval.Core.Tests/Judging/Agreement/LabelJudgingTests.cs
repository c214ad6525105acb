using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Judging.Methods;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Agreement;

public class LabelJudgingTests
{
    [Fact]
    public async Task AskAsync_JudgeThatLooksForOneWord_AgreesInBothOrders()
    {
        var judge = new TestJudge((messages, _) => ScriptedChatClient.Text(TestJudge.Fenced(messages).FindIndex(t => t.Text.Contains("right")) < TestJudge.Fenced(messages).FindIndex(t => t.Text.Contains("wrong")) ? "[[A]]" : "[[B]]"));
        var judged = await AskAsync(judge, Order("pairwise", LabelForm.Pairwise, [Row("1", 1, "right", "wrong"), Row("2", 0, "wrong", "right"), Row("3", 1, "wrong", "right")]));
        judged.Identity.ShouldBe(judge.Description.Identity.Canonical);
        var card = Card(judged, LabelForm.Pairwise);
        (card.Find("both_right")!.Count, card.Find("both_right")!.N).ShouldBe((2, 3));
        card.Find("position_consistency")!.Value.ShouldBe(1);
    }

    [Fact]
    public async Task AskAsync_JudgeThatTakesTheFirst_AgreesInNeither()
    {
        var judged = await AskAsync(new TestJudge("[[A]]"), Order("pairwise", LabelForm.Pairwise, [Row("1", 1, "right", "wrong"), Row("2", 0, "wrong", "right")]));
        var card = Card(judged, LabelForm.Pairwise);
        card.Find("first_preference")!.Value.ShouldBe(1);
        card.Find("net_first_bias")!.Value.ShouldBe(1);
        card.Find("ties")!.Value.ShouldBe(1);
    }

    [Fact]
    public async Task AskAsync_SeveralTimes_GivesTestAndRetest()
    {
        var judge = new TestJudge("[[A]]");
        var judged = await AskAsync(judge, Order("pairwise", LabelForm.Pairwise, [Row("1", 1, "right", "wrong")]) with { Times = 3 });
        judge.Calls.ShouldBe(6);
        judged.Items[0].Readings.Count.ShouldBe(6);
        Card(judged, LabelForm.Pairwise).Find("retest")!.N.ShouldBe(2);
    }

    [Fact]
    public async Task AskAsync_RepliesWithoutVerdict_AreNoVerdict()
    {
        var judged = await AskAsync(new TestJudge("hm"), Order("pairwise", LabelForm.Pairwise, [Row("1", 1, "right", "wrong")]));
        var card = Card(judged, LabelForm.Pairwise);
        (card.Judged, card.Find("unparsed")!.Count).ShouldBe((0, 2));
    }

    [Theory]
    [InlineData("pairwise", LabelForm.Score, "compares two answers")]
    [InlineData("score", LabelForm.Pairwise, "judges one")]
    [InlineData("score", LabelForm.PassFail, "from which score an answer passes")]
    [InlineData("checklist", LabelForm.Score, "cannot be applied")]
    public async Task AskAsync_LabelsThatDoNotFit_AskNothing(string method, LabelForm form, string words)
    {
        var judge = new TestJudge("[[A]]");
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => AskAsync(judge, Order(method, form, [Row("1", 1, "a", "b")])));
        error.Message.ShouldContain(words);
        judge.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task AskAsync_RowWithoutQuestion_NamesTheRowAndTheOption()
    {
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => AskAsync(
            new TestJudge("[[A]]"), Order("pairwise", LabelForm.Pairwise, [Row("1", 1, "a", "b") with { Question = null }])));
        error.Message.ShouldContain("l.csv:2");
        error.Message.ShouldContain("--question");
    }

    private static JudgingOrder Order(string method, LabelForm form, IReadOnlyList<LabelRow> rows) => new()
    {
        Judge = new Candidate { Id = "judge" },
        Rubric = TestRubrics.One(),
        Method = JudgeMethods.Find(method)!,
        Form = form,
        Rows = rows,
    };

    private static LabelRow Row(string id, double label, string answer, string other) => new(
        new LabelledItem { Id = id, Labels = [label], Readings = [], Length = answer.Length, OtherLength = other.Length }, "What is it?", answer, other, null, null, new SourcePosition("l.csv", 2, 0));

    private static Task<JudgedLabels> AskAsync(TestJudge judge, JudgingOrder order) =>
        new LabelJudging([new Provider(judge)], null, TimeProvider.System).AskAsync(order, new Progress<int>(), CancellationToken.None);

    private static JudgeCard Card(JudgedLabels judged, LabelForm form) =>
        JudgeCards.Of(new CardSubject(judged.Identity, "judge", "m", "1", "", ""), new CardSource("f", "h"), form, judged.Items);

    private sealed class Provider(IModelSession session) : IModelProvider
    {
        public bool CanOpen(Candidate candidate) => true;

        public Task<ModelDescription> DescribeAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(session.Description);

        public Task<IModelSession> OpenAsync(Candidate candidate, CancellationToken cancellationToken) => Task.FromResult(session);
    }
}
