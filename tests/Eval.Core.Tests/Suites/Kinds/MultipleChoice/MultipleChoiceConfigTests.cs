using Eval.Core.Suites.Kinds.MultipleChoice;

namespace Eval.Core.Tests.Suites.Kinds.MultipleChoice;

public class MultipleChoiceConfigTests
{
    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        var settings = Read("""
            prompt: "{{question}}\n{{choiceLines}}\nAnswer:"
            choices: c
            answer: a
            answerKind: index
            answerBase: 1
            choiceStyle: letter
            targetDelimiter: ""
            mode: auto
            tooLong: truncateLeft
            generatedPrompt: "{{choiceLines}}"
            instruction: Letter only.
            maxTokens: 5
            unitSize: 8
            metrics: [acc, acc_generated]
            """);
        (settings.AnswerBase, settings.Style, settings.TargetDelimiter, settings.Mode, settings.TooLong)
            .ShouldBe((1, ChoiceStyle.Letter, "", ChoiceMode.Auto, TooLongRule.TruncateLeft));
        (settings.Instruction, settings.MaxTokens, settings.UnitSize).ShouldBe(("Letter only.", 5, 8));
    }

    [Fact]
    public void Read_Defaults_AreThoseOfTheHarness()
    {
        var settings = Read("prompt: '{{q}}'\nchoices: c\nanswer: a\n");
        (settings.TargetDelimiter, settings.Mode, settings.Style, settings.TooLong, settings.AnswerBase)
            .ShouldBe((" ", ChoiceMode.Likelihood, ChoiceStyle.Text, TooLongRule.Skip, 0));
    }

    [Theory]
    [InlineData("prompt: x\nanswer: a", "\"choices\" is missing")]
    [InlineData("prompt: x\nchoices: 3\nanswer: a", "must be a field, a list of templates, or a map")]
    [InlineData("prompt: x\nchoices: '{{c}}'\nanswer: a", "is not a field (\"choices\" takes the name of a field, without braces)")]
    [InlineData("prompt: x\nchoices: { correct: c }", "needs \"correct\" and \"incorrect\"")]
    [InlineData("prompt: x\nchoices: { correct: c, incorrect: d, worst: e }", "unknown key \"worst\"")]
    [InlineData("prompt: x\nchoices: { correct: c, incorrect: d }\nanswer: a", "\"answer\" has no meaning")]
    [InlineData("prompt: x\nchoices: c", "\"answer\" is missing")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nanswerKind: number", "\"number\" is not a valid answerKind")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nanswerKind: letter\nanswerBase: 1", "goes with answerKind: index")]
    [InlineData("choices: c\nanswer: a", "\"prompt\" is missing")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nsuffix: s", "go together")]
    [InlineData("contextPerChoice: x\nsuffix: s\nchoices: c\nanswer: a\nchoiceStyle: letter", "choiceStyle: letter has no meaning")]
    [InlineData("contextPerChoice: x\nsuffix: s\nchoices: c\nanswer: a\nmetrics: [acc_mutual_info]", "the metric acc_mutual_info has no meaning with \"suffix\"")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nmode: generated\nmetrics: [acc_generated]", "needs a prompt that shows the choices")]
    [InlineData("prompt: '{{choiceLines}}'\nchoices: c\nanswer: a\nmode: generated", "add acc_generated")]
    [InlineData("prompt: '{{choiceLines}}'\nchoices: c\nanswer: a\nmode: generated\nmetrics: [acc_generated, acc]", "the metric acc needs likelihoods")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nmetrics: [acc_generated]", "needs mode: generated or auto")]
    [InlineData("prompt: x\nchoices: c\nanswer: a\nmaxTokens: 4", "\"maxTokens\" goes with mode: generated or auto")]
    [InlineData("prompt: x\nchoises: c\nchoices: c\nanswer: a", "unknown key \"choises\" in suite.yaml (did you mean \"choices\"?)")]
    public void Read_Mistake_IsReportedWithItsPlace(string yaml, string problem)
    {
        var message = ConfigAssert.Problem(() => Read(yaml + "\n"));
        message.ShouldContain(problem);
        message.ShouldMatch(@"suite\.yaml:\d+:\d+: ");
    }

    private static MultipleChoiceSettings Read(string yaml) => (MultipleChoiceSettings)KindTesting.Suite("kind: multiple-choice\n" + yaml).Settings;
}
