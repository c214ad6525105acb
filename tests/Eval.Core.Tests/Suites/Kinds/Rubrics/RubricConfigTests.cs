using Eval.Core.Models;
using Eval.Core.Suites;
using Eval.Core.Suites.Kinds.Rubrics;
using Eval.Core.Workspaces;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Rubrics;

public class RubricConfigTests
{
    private const string Plain = "kind: rubric\nprompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\n";

    [Fact]
    public void Read_Suite_TakesTheRubricsWordWhereItSaysNothing()
    {
        var settings = (RubricSettings)Suite(Plain).Settings;
        (settings.Method.Name, settings.MetricId, settings.Attempts, settings.AsksCanaries).ShouldBe(("score", "judge_score_1_5", 3, true));
        settings.Judges.ShouldBe(["gpt"]);
        var other = (RubricSettings)Suite(Plain + "method: geval\ncanaries: false\njudging: { attempts: 1, massFloor: 0.5, swap: random }\n").Settings;
        (other.MetricId, other.Attempts, other.MassFloor, other.AsksCanaries).ShouldBe(("judge_geval_1_5", 1, 0.5, false));
    }

    [Theory]
    [InlineData("prompt: \"{{q}}\"\njudge: gpt\n", "\"rubric\" is missing")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulnes\njudge: gpt\n", "did you mean \"helpfulness\"?")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\n", "\"judge\" is missing: which candidate judges")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: [a, a]\n", "the judge \"a\" is named twice")]
    [InlineData("rubric: helpfulness\njudge: gpt\n", "\"prompt\" is missing")]
    [InlineData("turns: t\nrubric: helpfulness\njudge: gpt\ntarget: a\nscoring: contains\n", "\"scoring\" does not go with \"turns\"")]
    [InlineData("prompt: \"{{q}}\"\nturns: t\nrubric: helpfulness\njudge: gpt\n", "\"turns\" takes the place of \"prompt\"")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nmethod: scor\n", "\"scor\" is not a method of judging (did you mean \"score\"?)")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nmethod: checklist\n", "cannot be applied by the method checklist")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nmethod: pairwise\n", "\"baseline\" is missing: pairwise compares with another answer")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nbaseline: b\n", "\"baseline\" goes with methods that compare two answers")]
    [InlineData("prompt: \"{{q}}\"\nrubric: factual-correctness\njudge: gpt\n", "\"target\" is missing: the rubric factual-correctness compares with a right answer")]
    [InlineData("prompt: \"{{q}}\"\nrubric: groundedness\njudge: gpt\n", "\"context\" is missing: the rubric groundedness compares with a given text")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nmetrics: [judge_score_1_10]\n", "does not feed the metric judge_score_1_10 (it feeds judge_score_1_5, judge_pass)")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\njudging: { atempts: 2 }\n", "did you mean \"attempts\"?")]
    [InlineData("prompt: \"{{q}}\"\nrubric: helpfulness\njudge: gpt\nbatchPrompt: 3\n", "\"batchPrompt\" does not go with a judge")]
    public void Read_Mistake_IsReportedWithItsPlace(string keys, string message)
    {
        var error = Should.Throw<EvalConfigurationException>(() => Suite("kind: rubric\n" + keys));
        error.Message.ShouldContain(message);
        error.Problems.ShouldAllBe(p => p.At != null && p.At.Line > 0);
    }

    [Fact]
    public void Definition_ChangesWithTheRubricsContentAndTheJudge()
    {
        using var folder = new Eval.TestSupport.TemporaryFolder();
        string Hash(string descriptor, string judge = "gpt", string comment = "")
        {
            folder.Write("rubrics/own.yaml", $"{comment}name: own\nversion: 1\nscale: {{ min: 1, max: 2 }}\nquestion: Good?\nscores: {{ 1: no, 2: {descriptor} }}\n");
            return SuiteLoader.Load(folder.Write(
                "suite.yaml", $"name: s\nversion: 1\nkind: rubric\ndataset: {{ samples: [ {{ q: x }} ] }}\nprompt: \"{{{{q}}}}\"\nrubric: own\njudge: {judge}\n")).DefinitionHash;
        }

        var first = Hash("yes");
        Hash("yes", comment: "# a remark\n").ShouldBe(first);
        Hash("certainly").ShouldNotBe(first);
        Hash("yes", judge: "other").ShouldNotBe(first);
    }

    [Fact]
    public void WhyNotReference_JudgeWithoutLikelihoods_IsToldBeforeAnyCall()
    {
        var kind = SuiteKinds.Find("rubric")!;
        var suite = Suite(Plain + "method: likelihood\n");
        var judge = new ModelDescription(new ModelIdentity("hosted", "w", "e", ""), new ModelCapabilities { Chat = true }, new Dictionary<string, string>());
        kind.WhyNotReference(suite, judge)!.ShouldContain("it cannot judge by the method likelihood");
        kind.WhyNotReference(suite, judge with { Capabilities = new ModelCapabilities { Likelihoods = true } }).ShouldBeNull();
    }

    [Fact]
    public void Check_Row_CountsTheJudgesWorkApart()
    {
        var estimate = Check(Suite(Plain), Row("""{"q":"Why is the sky blue?"}"""));
        (estimate.Calls, estimate.Others!.Calls).ShouldBe((1, 1));
        estimate.Others.Characters.ShouldBeGreaterThan(1000, "the rubric is sent with every answer");
        Check(Suite(Plain + "maxTokens: 100\n"), Row("""{"q":"x"}""")).Others!.AnswerCharacters.ShouldBe(400);
        Should.Throw<EvalConfigurationException>(() => Check(Suite(Plain.Replace("helpfulness", "factual-correctness") + "target: a\n"), Row("""{"q":"x","a":""}""")))
            .Message.ShouldContain("the row has not a right answer");
    }

    [Fact]
    public void Check_Turns_CountsTheAnswersThatEachJudgementReads()
    {
        var suite = Suite("kind: rubric\nturns: turns\nrubric: helpfulness\njudge: gpt\nmaxTokens: 100\n");
        var others = Check(suite, Row("""{"turns":["One.","Two.","Three."]}""")).Others!;
        (others.Calls, others.AnswerCharacters).ShouldBe((3, (1 + 2 + 3) * 400));
    }

    [Fact]
    public void Check_Pairwise_CountsBothOrdersThoughNothingIsAnsweredYet()
    {
        var suite = Suite(Plain + "method: pairwise\nbaseline: b\nmaxTokens: 100\n");
        var others = Check(suite, Row("""{"q":"Why is the sky blue?","b":"Light is scattered by the air."}""")).Others!;
        (others.Calls, others.AnswerCharacters).ShouldBe((2, 800));
        others.Characters.ShouldBeGreaterThan(1000);
    }
}
