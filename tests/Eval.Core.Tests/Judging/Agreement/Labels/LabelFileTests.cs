using Eval.Core.Judging;
using Eval.Core.Judging.Agreement;
using Eval.Core.Judging.Agreement.Labels;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Agreement.Labels;

public sealed class LabelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_UsualNames_AreGuessed()
    {
        var file = await ReadAsync("l.csv", "input,output_1,output_2,label\nq,a,bb,1\nq2,ccc,d,B\nq3,e,f,tie\nq4,g,h,\n");
        file.Form.ShouldBe(LabelForm.Pairwise);
        file.Rows.Select(r => r.Item.Labels[0]).ShouldBe([1, 0, 0.5]);
        file.Unlabelled.ShouldBe(1);
        var row = file.Rows[0];
        (row.Question, row.Answer, row.Other, row.Item.Length, row.Item.OtherLength).ShouldBe(("q", "a", "bb", 1, 2));
        file.Source.Sha256.Length.ShouldBe(64);
    }

    [Fact]
    public async Task ReadAsync_VerdictsThatNamePlaces_AreTurnedRound()
    {
        const string Text = """{"output_1":"a","output_2":"b","label":1,"v":"A","w":"B","s":"refused"}""";
        var columns = new LabelColumns { Verdict = "v", VerdictSwapped = "w" };
        (await ReadAsync("a.jsonl", Text, columns)).Rows[0].Item.Readings.Select(r => r.Value).ShouldBe([1, 0]);
        (await ReadAsync("b.jsonl", Text, columns with { VerdictsNamePlaces = true })).Rows[0].Item.Readings.Select(r => r.Value).ShouldBe([1, 1]);
        (await ReadAsync("c.jsonl", Text, columns with { Verdict = "s" })).Rows[0].Item.Readings[0].ShouldBe(new JudgeReading(VerdictState.Refused, null));
    }

    [Theory]
    [InlineData("question,answer,label\nq,a,yes\nq,b,no\n", LabelForm.PassFail)]
    [InlineData("question,answer,label\nq,a,1\nq,b,0\n", LabelForm.PassFail)]
    [InlineData("question,answer,label\nq,a,1\nq,b,5\n", LabelForm.Score)]
    [InlineData("output_1,output_2,label\nq,a,1\nq,b,2\n", LabelForm.Pairwise)]
    public async Task ReadAsync_Labels_TellTheirForm(string text, LabelForm form) => (await ReadAsync("l.csv", text)).Form.ShouldBe(form);

    [Theory]
    [InlineData("question,answer\nq,a\n", "looks like a label")]
    [InlineData("question,label\nq,1\nq,4\nq,excellent\n", "\"excellent\", which is no label of this kind (score)")]
    [InlineData("question,label\nq,pass\nq,fail\nq,maybe\n", "\"maybe\", which is no label of this kind (pass-fail)")]
    [InlineData("output_1,output_2,label\na,b,1\na,b,2\na,b,hm\n", "\"hm\", which is no label of this kind (pairwise)")]
    [InlineData("output_1,output_2,label\na,b,1\na,b,0\n", "0 may mean the second answer or a tie")]
    [InlineData("question,label\nq,\n", "no row with a label")]
    public async Task ReadAsync_WrongFiles_AreToldWithTheirPlace(string text, string words)
    {
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync("l.csv", text));
        error.Message.ShouldContain(words);
        error.Message.ShouldContain("l.csv");
    }

    [Fact]
    public async Task ReadAsync_UnknownColumn_NamesTheNearest()
    {
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => ReadAsync("l.csv", "question,verdict,label\nq,1,1\n", new LabelColumns { Verdict = "verdikt" }));
        error.Message.ShouldContain("\"verdikt\" (--verdict)");
        error.Message.ShouldContain("did you mean \"verdict\"?");
    }

    [Theory]
    [InlineData("output_1,output_2,label\na,b,1\na,b,2\na,b,0\n")]
    [InlineData("output_1,output_2,label\na,b,A\na,b,B\na,b,0\n")]
    public async Task ReadAsync_ZeroBesideASecond_IsATie(string text) => (await ReadAsync("l.csv", text)).Rows.Select(r => r.Item.Labels[0]).ShouldBe([1, 0, 0.5]);

    [Fact]
    public async Task ReadAsync_FieldThatTheFirstRowLacks_IsFoundInTheOthers()
    {
        var file = await ReadAsync("l.jsonl", "{\"answer\":\"x\"}\n{\"answer\":\"y\",\"label\":1,\"v\":0}\n", new LabelColumns { Verdict = "v" });
        (file.Unlabelled, file.Rows.ShouldHaveSingleItem().Item.Labels[0]).ShouldBe((1, 1));
    }

    [Fact]
    public async Task ReadAsync_SeveralPeople_AreKeptApart()
    {
        var file = await ReadAsync("l.csv", "answer,ann,bob\nx,5,4\ny,,2\n", new LabelColumns { Labels = ["ann", "bob"] });
        file.Rows[0].Item.Labels.ShouldBe([5, 4]);
        file.Rows[1].Item.Labels.ShouldBe([null, 2]);
    }

    private Task<LabelFile> ReadAsync(string name, string text, LabelColumns? columns = null) =>
        LabelFile.ReadAsync([_folder.Write(name, text)], columns ?? new LabelColumns(), null, CancellationToken.None);
}
