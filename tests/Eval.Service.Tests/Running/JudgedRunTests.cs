using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Service.Tests.Running;

/// <summary>Runs whose judges cost money, run out of it, or go away.</summary>
public class JudgedRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RunAsync_BudgetRefusesTheLikelihoodJudge_StopsAndLeavesTheRestUnasked(int unitSize)
    {
        using var shop = new JudgedWorkshop("judge-far", $"method: likelihood\nunitSize: {unitSize}");

        var outcome = await shop.RunAsync("free", new RunOptions { BudgetUsd = 0.0018m });

        (outcome.ExitCode, outcome.Run.Status).ShouldBe((5, RunStatus.Stopped), string.Join("; ", outcome.Reasons));
        outcome.Reasons.ShouldHaveSingleItem().ShouldStartWith("stopped by the budget: $0.00");
        var cell = outcome.Run.Cells.Single();
        cell.Outcomes.Keys.ShouldBe([SampleOutcome.Completed], "what could not be judged for want of money has no outcome");
        cell.StoredSamples.ShouldBeInRange(1, JudgedWorkshop.Questions - 1);

        var last = await shop.RunAsync("free", new RunOptions { BudgetUsd = 1 });
        (last.ExitCode, last.Run.Id, last.Run.Cells.Single().Outcomes[SampleOutcome.Completed]).ShouldBe((0, outcome.Run.Id, JudgedWorkshop.Questions));
    }

    [Theory]
    [InlineData("far", "judge-far", 280, 560)]
    [InlineData("near", "judge-far", 1000, 1280)]
    [InlineData("far", "judge-near", 280, 1280)]
    [InlineData("near", "judge-near", 1000, 2000)]
    public async Task RunAsync_CandidateAndJudgeThatCost_AreBothCountedOnce(string candidate, string judge, long own, long both)
    {
        using var shop = new JudgedWorkshop(judge);

        var outcome = await shop.RunAsync(candidate);

        var cell = outcome.Run.Cells.Single();
        (outcome.ExitCode, cell.CostMicroUsd, cell.SpentMicroUsd).ShouldBe((0, own * JudgedWorkshop.Questions, both * JudgedWorkshop.Questions));
    }

    [Theory]
    [InlineData("near", "score")]
    [InlineData("far", "score")]
    [InlineData("far", "likelihood")]
    public async Task RunAsync_JudgeRefusedWhileItIsAsked_EndsOnlyWhatItJudges(string candidate, string method)
    {
        using var shop = new JudgedWorkshop("judge-far", $"method: {method}")
        {
            Before = c =>
            {
                if (c.Id == "judge-far")
                {
                    throw new ModelCallException(CallFailure.Unauthorized, "the key is refused");
                }
            },
        };

        await OnlyTheJudgedSuiteFailsAsync(shop, candidate);
    }

    [Theory]
    [InlineData("near")]
    [InlineData("far")]
    public async Task RunAsync_JudgeThatCannotBeOpened_EndsOnlyWhatItJudges(string candidate)
    {
        using var shop = new JudgedWorkshop("judge-far")
        {
            Opening = c =>
            {
                if (c.Id == "judge-far")
                {
                    throw new ModelUnavailableException("the key is refused", isPermanent: true);
                }
            },
        };

        await OnlyTheJudgedSuiteFailsAsync(shop, candidate);
    }

    private static async Task OnlyTheJudgedSuiteFailsAsync(JudgedWorkshop shop, string candidate)
    {
        var outcome = await shop.RunAsync(candidate, suites: "judged,plain");
        (outcome.Run.Status, outcome.Run.Note).ShouldBe((RunStatus.Failed, "judged: judge judge-far: the key is refused"));
        outcome.Run.Cells.Single(c => c.SuiteName == "plain").Outcomes[SampleOutcome.Completed].ShouldBe(JudgedWorkshop.Questions);
        outcome.Run.Cells.Single(c => c.SuiteName == "judged").StoredSamples.ShouldBe(0);
    }
}
