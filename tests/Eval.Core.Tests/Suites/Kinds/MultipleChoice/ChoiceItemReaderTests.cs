using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.MultipleChoice;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.MultipleChoice;

public class ChoiceItemReaderTests
{
    [Theory]
    [InlineData("answer: a", """{"c":["x","y","z"],"a":2}""", "2")]
    [InlineData("answer: a", """{"c":["x","y","z"],"a":"2"}""", "2")]
    [InlineData("answer: a\nanswerBase: 1", """{"c":["x","y","z"],"a":1}""", "0")]
    [InlineData("answer: a\nanswerKind: letter", """{"c":["x","y","z"],"a":"b"}""", "1")]
    [InlineData("answer: a\nanswerKind: text", """{"c":["x","y","z"],"a":"z"}""", "2")]
    [InlineData("answer: a\nanswerKind: text", """{"c":[10,20],"a":20}""", "1")]
    [InlineData("answer: a", """{"c":["x","y","z"],"a":[2,0]}""", "0 2")]
    [InlineData("answer: a\nanswerKind: letter", """{"c":["x","y","z"],"a":["C","A"]}""", "0 2")]
    [InlineData("answer: a\nanswerKind: labels", """{"c":["x","y","z"],"a":[0,1,1]}""", "1 2")]
    [InlineData("answer: m.[gold label]", """{"c":["x","y"],"m":{"gold label":1}}""", "1")]
    public void Read_AnswerKinds_FindTheGolds(string yaml, string row, string golds) =>
        string.Join(' ', Read("choices: c\n" + yaml, row).Golds).ShouldBe(golds);

    [Fact]
    public void Read_TemplatesAsChoices_AreRendered() =>
        Read("choices: ['{{a}}', 'not {{a}}']\nanswer: g", """{"a":"<b>","g":1}""").Choices.ShouldBe(["<b>", "not <b>"]);

    [Fact]
    public void Read_CorrectAndIncorrectLists_BestAnswerStaysFirstAndOnce()
    {
        var item = Read(
            "choices: { correct: [best, '[Correct Answers]'], incorrect: wrong }",
            """{"best":"yes","Correct Answers":["sure","yes"],"wrong":["no","never"]}""");
        item.Choices.ShouldBe(["yes", "sure", "no", "never"]);
        item.Golds.ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData("""{"c":[],"a":0}""", "there are no choices")]
    [InlineData("""{"c":["x"],"a":0}""", "only one choice")]
    [InlineData("""{"c":["x","y"],"a":2}""", "out of range: there are 2 choices, counted from 0")]
    [InlineData("""{"c":["x","y"],"a":-1}""", "out of range")]
    [InlineData("""{"c":["x","y"],"a":"B"}""", "not a whole number (sample row6) (answerKind: index, letter, text or labels)")]
    [InlineData("""{"c":["x","y"],"a":null}""", "is null")]
    [InlineData("""{"c":["x","y"],"a":[]}""", "names no right choice")]
    [InlineData("""{"c":["x","y"],"a":[0,1]}""", "all choices are right")]
    [InlineData("""{"c":["x","y"],"b":1}""", "there is no field \"a\", which \"answer\" names")]
    [InlineData("""{"d":["x","y"],"a":1}""", "there is no field \"c\", which \"choices\" names")]
    [InlineData("""{"c":{"x":1},"a":1}""", "is not a list of texts")]
    [InlineData("""{"c":["x",{"y":1}],"a":1}""", "holds an item that is not a text")]
    public void Check_BadRow_IsAnErrorWithItsPlace(string row, string problem)
    {
        var message = ConfigAssert.Problem(() => Check(Suite("choices: c\nanswer: a\n"), KindTesting.Row(row, 6)));
        message.ShouldStartWith("data.jsonl:7: ");
        message.ShouldContain(problem);
        message.ShouldContain("row6");
    }

    [Theory]
    [InlineData("answer: a\nanswerKind: letter", """{"c":["x","y"],"a":"C"}""", "counted from A")]
    [InlineData("answer: a\nanswerKind: text", """{"c":["x","y"],"a":"z"}""", "\"z\" is not among the choices")]
    [InlineData("answer: a\nanswerKind: labels", """{"c":["x","y"],"a":[1]}""", "a list of 2 labels")]
    [InlineData("answer: a\nanswerKind: labels", """{"c":["x","y"],"a":[1,2]}""", "neither 0 nor 1")]
    public void Check_BadAnswer_IsAnErrorThatSaysWhatIsExpected(string yaml, string row, string problem) =>
        ConfigAssert.Problem(() => Check(Suite("choices: c\n" + yaml + "\n"), KindTesting.Row(row))).ShouldContain(problem);

    [Fact]
    public void Check_TooManyForLetters_IsAnError() => ConfigAssert.Problem(() => Check(
        Suite("choices: c\nanswer: a\nchoiceStyle: letter\n"),
        KindTesting.Row($$"""{"c":[{{string.Join(',', Enumerable.Range(0, 27))}}],"a":1}"""))).ShouldContain("27 choices, but only 26 letters");

    [Fact]
    public void Check_BrierWithTwoGolds_IsAnError() => ConfigAssert.Problem(() => Check(
        Suite("choices: c\nanswer: a\nmetrics: [brier]\n"), KindTesting.Row("""{"c":["x","y","z"],"a":[0,1]}"""))).ShouldContain("brier needs exactly one");

    private static Suite Suite(string yaml) => KindTesting.Suite("kind: multiple-choice\nprompt: 'Q'\n" + yaml);

    private static ChoiceItem Read(string yaml, string row) =>
        ChoiceItemReader.Read((MultipleChoiceSettings)Suite(yaml + "\n").Settings, KindTesting.Row(row));
}
