using Eval.Core.Gates;
using static Eval.Core.Tests.Gates.GateEvidences;

namespace Eval.Core.Tests.Gates;

public class GateJudgedTests
{
    private const string Why = "no canary was run";

    [Fact]
    public void Decide_JudgedSuiteThatLost_InformsAndDoesNotFailTheGate()
    {
        var decision = Gate.Decide(
            Policy("margin: { solid: 0.05, judged: 0.05 }"),
            Informing(Evidence(("solid", Answers(400, 2, 4, bothRight: 300)), ("judged", Answers(400, 200, 0, bothRight: 100))), "judged"));

        decision.Verdict.ShouldBe(GateVerdict.Pass);
        var judged = decision.Suites[1];
        (judged.Verdict, judged.InformsOnly, judged.IsFinal).ShouldBe((GateVerdict.Fail, Why, true));
        judged.Sentence.ShouldContain("informs and cannot block: " + Why);
        decision.Reasons.ShouldContain(judged.Sentence);
    }

    [Fact]
    public void Decide_SolidSuiteThatLost_FailsWhateverTheJudgedOneSays()
    {
        var decision = Gate.Decide(
            Policy("margin: { solid: 0.05, judged: 0.05 }"),
            Informing(Evidence(("solid", Answers(400, 200, 0)), ("judged", Answers(400, 0, 200))), "judged"));
        decision.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("\nmustHaves: { facts: { license: MIT } }", 4)]
    [InlineData("\nmustHaves: { facts: { license: GPL } }", 1)]
    public void Decide_NothingThatBlocks_IsBrokenAndSaysSo(string rules, int exitCode)
    {
        var evidence = Informing(Evidence(("judged", Answers(400, 0, 200))), "judged") with { Facts = new Dictionary<string, string> { ["license"] = "MIT" } };
        var decision = Gate.Decide(Policy("margin: { judged: 0.05 }" + rules), evidence);
        decision.ExitCode.ShouldBe(exitCode);
        decision.Reasons[0].ShouldContain("no suite of this gate can block");
        decision.Reasons.ShouldContain(r => r.Contains(Why));
        decision.CanContinue.ShouldBeFalse();
    }

    [Fact]
    public void Decide_FloorOnASuiteThatInforms_IsNotProven()
    {
        var decision = Gate.Decide(
            Policy("margin: { solid: 0.05, judged: 0.05 }\nmustHaves: { floor: { judged: 0.1 } }"),
            Informing(Evidence(("solid", Answers(400, 2, 4, bothRight: 300)), ("judged", Answers(400, 0, 0, bothRight: 390))), "judged"));
        decision.Rules.Single().Verdict.ShouldBe(GateVerdict.Inconclusive);
        decision.Rules.Single().Sentence.ShouldContain("only inform");
    }

    private static GateEvidence Informing(GateEvidence evidence, string suite) => evidence with
    {
        Suites = evidence.Suites.ToDictionary(s => s.Key, s => s.Key == suite ? s.Value with { InformsOnly = Why } : s.Value),
    };
}
