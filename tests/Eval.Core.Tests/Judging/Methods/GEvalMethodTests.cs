using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Methods;

public class GEvalMethodTests
{
    private static readonly JudgeTask Task = new() { Turns = [new JudgedTurn("What is the capital of France?", "It is Paris.")] };

    private readonly GEvalMethod _method = new();

    [Fact]
    public async Task JudgeAsync_Alternatives_GiveTheRenormalisedMean()
    {
        // 0.6 on 4 (two spellings), 0.3 on 5, 0.06 elsewhere: (4·0.6 + 5·0.3) / 0.9 = 13/3.
        var judge = Chat(Token("4", 0.5, ("4", 0.5), ("5", 0.3), (" 4", 0.1), ("The", 0.06)));

        var verdict = await OneAsync(judge.Call());

        verdict.State.ShouldBe(VerdictState.Scored);
        verdict.Score!.Value.ShouldBe(13.0 / 3, 1e-9);
        verdict.LostMass!.Value.ShouldBe(0.1, 1e-9);
        judge.Client.Options.Single()!.AdditionalProperties!["top_logprobs"].ShouldBe(20);
    }

    [Theory]
    [InlineData(0.899, true)]
    [InlineData(0.901, false)]
    public async Task JudgeAsync_MassBelowTheFloor_IsNoScore(double mass, bool isLost)
    {
        var verdict = await OneAsync(Chat(Token("4", mass, ("4", mass), ("I", 1 - mass))).Call());

        verdict.State.ShouldBe(isLost ? VerdictState.LostMass : VerdictState.Scored);
        verdict.Score.ShouldBe(isLost ? null : 4);
        verdict.LostMass!.Value.ShouldBe(1 - mass, 1e-9);
        verdict.Reason.ShouldBe(isLost ? "10.1 % of the probability lies outside the scale, and at most 10.0 % may" : null);
    }

    [Fact]
    public async Task JudgeAsync_JudgeThatTalks_LosesItsMass()
    {
        var verdict = await OneAsync(Chat(Token("The", 0.97, ("The", 0.97), ("4", 0.02)), Token("4", 1, ("4", 1))).Call());

        verdict.State.ShouldBe(VerdictState.LostMass);
        verdict.LostMass!.Value.ShouldBe(0.98, 1e-9);
    }

    [Fact]
    public async Task JudgeAsync_LeadingSpaceToken_IsPassedOver() =>
        (await OneAsync(Chat(Token(" ", 1, (" ", 1)), Token("2", 1, ("2", 1))).Call())).Score.ShouldBe(2);

    [Fact]
    public async Task JudgeAsync_WithoutLogProbabilities_IsUnparsedAfterTheBudget()
    {
        var judge = new TestJudge("4");

        var verdict = await OneAsync(judge.Call() with { Attempts = 2 });

        verdict.State.ShouldBe(VerdictState.Unparsed);
        verdict.Score.ShouldBeNull();
        judge.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task JudgeAsync_NumberWrittenDigitByDigit_IsRefused()
    {
        var judge = Chat(Token("1", 0.9, ("1", 0.9)), Token("0", 0.9, ("0", 0.9)));

        var verdict = await OneAsync(judge.Call() with { Attempts = 1 }, TestRubrics.One(1, 10));

        verdict.State.ShouldBe(VerdictState.Unparsed);
        verdict.Reason!.ShouldContain("digit by digit");
    }

    [Fact]
    public async Task JudgeAsync_Labels_CountByTheTokenThatBeginsThem()
    {
        var judge = Chat(Token(" good", 0.7, (" good", 0.7), ("Fa", 0.2), ("bad", 0.1)));

        (await OneAsync(judge.Call(), TestRubrics.One(0, 2, ["bad", "fair", "good"]))).Score!.Value.ShouldBe((2 * 0.7) + 0.2, 1e-9);
    }

    [Fact]
    public async Task JudgeAsync_Likelihoods_AreExactAndAskedInOneCall()
    {
        // ln 0.05, 0.05, 0.1, 0.3, 0.4 for 1 to 5: mass 0.9, mean (0.05 + 0.1 + 0.3 + 1.2 + 2)/0.9 = 3.65/0.9.
        double[] p = [0.05, 0.05, 0.1, 0.3, 0.4];
        var model = new FakeLikelihoodModel { ContextLength = 100_000, Answer = r => new ContinuationScore(Math.Log(p[r.Continuation[^1] - '1']), 1, false) };
        var judge = new TestJudge("never asked") { Likelihood = model };

        var verdicts = await _method.JudgeAsync([Task, Task with { Turns = [new JudgedTurn("Q", "")] }, Task], TestRubrics.One(), judge.Call() with { MassFloor = 0.89 }, default);

        verdicts[0].Score!.Value.ShouldBe(3.65 / 0.9, 1e-9);
        verdicts[0].LostMass!.Value.ShouldBe(0.1, 1e-9);
        verdicts[1].Score.ShouldBe(1);
        verdicts[2].Score.ShouldBe(verdicts[0].Score);
        model.ContinuationCalls.ShouldHaveSingleItem().Count.ShouldBe(10);
        model.ContinuationCalls[0].Select(r => r.Continuation).Take(5).ShouldBe([" 1", " 2", " 3", " 4", " 5"]);
        judge.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(1, 0.5)]
    public async Task JudgeAsync_OneAndTen_AreKeptApartByTheirTokens(int tokensOfTen, double ownOfOne)
    {
        // "1" has 0.5; where "10" is two tokens its 0.2 is part of that.
        var model = new FakeLikelihoodModel
        {
            ContextLength = 100_000,
            Answer = r => r.Continuation switch
            {
                " 1" => new ContinuationScore(Math.Log(0.5), 1, false),
                " 10" => new ContinuationScore(Math.Log(0.2), tokensOfTen, false),
                _ => new ContinuationScore(-100, 1, false),
            },
        };

        var verdict = await OneAsync(new TestJudge("") { Likelihood = model }.Call() with { MassFloor = 0 }, TestRubrics.One(1, 10));

        verdict.Score!.Value.ShouldBe((ownOfOne + (10 * 0.2)) / (ownOfOne + 0.2), 1e-9);
    }

    [Fact]
    public async Task JudgeAsync_TooLongForTheModel_IsAFailureOfThatTask()
    {
        var verdict = await OneAsync(new TestJudge("") { Likelihood = new FakeLikelihoodModel { ContextLength = 8 } }.Call());

        verdict.State.ShouldBe(VerdictState.Failed);
        verdict.Score.ShouldBeNull();
    }

    [Fact]
    public void WhyNot_TellsWhatIsMissing()
    {
        _method.WhyNot(new TestJudge("").Description).ShouldBe("it gives no log-probabilities, which geval needs");
        _method.WhyNot(TestRubrics.One(0, 100)).ShouldBe("geval reads the probabilities of at most 20 words, and the scale of this rubric has 101");
        _method.MetricId(TestRubrics.One()).ShouldBe("judge_geval_1_5");
    }

    private async Task<JudgeVerdict> OneAsync(JudgeCall call, Rubric? rubric = null) => (await _method.JudgeAsync([Task], rubric ?? TestRubrics.One(), call, default)).Single();

    private static TokenLogProbability Token(string token, double p, params (string Token, double P)[] top) =>
        new(token, Math.Log(p), [.. top.Select(t => new TokenAlternative(t.Token, Math.Log(t.P)))]);

    private static TestJudge Chat(params TokenLogProbability[] tokens) => new((_, _) =>
    {
        var response = ScriptedChatClient.Text(string.Concat(tokens.Select(t => t.Token)));
        response.AdditionalProperties = new() { ["logprobs"] = tokens.ToList() };
        return response;
    });
}
