using Eval.Core.Running;

namespace Eval.Service.Tests.Gating;

public class EarlyStoppingTests
{
    private const string Gates = "upgrade: { margin: { quiz: 0.05 }, earlyStopping: { looks: 4, futility: 0 } }";

    [Theory]
    [InlineData("worse", 1)]
    [InlineData("better", 0)]
    public async Task Decide_ClearCandidate_StopsPayingEarly(string candidate, int exitCode)
    {
        using var shop = new GateWorkshop(gates: Gates);
        await shop.RunAsync("old");
        shop.Answered.Clear();
        var outcome = await shop.DecideAsync(candidate: candidate);

        outcome.ExitCode.ShouldBe(exitCode, string.Join("; ", outcome.Decided!.Decision.Reasons));
        var look = outcome.Decided.Decision.Suites[0].Look!.Value;
        look.ShouldBeInRange(1, 3);
        shop.AnswersOf(candidate).ShouldBe(100 * look);
        outcome.Decided.Decision.Suites[0].Difference!.N.ShouldBe(100 * look);
        outcome.Decided.Record.Evidence.Count(e => e.Side == Storage.Gates.GateSide.Candidate).ShouldBe(look);
    }

    [Fact]
    public async Task Decide_UndecidedToTheEnd_AsksEachSampleOfBothSidesOnce()
    {
        using var shop = new GateWorkshop(gates: "upgrade: { margin: { quiz: 0.02 }, earlyStopping: { looks: 4, futility: 0 } }");
        var outcome = await shop.DecideAsync("left", "right");

        outcome.ExitCode.ShouldBe(3, string.Join("; ", outcome.Decided!.Decision.Reasons));
        var suite = outcome.Decided.Decision.Suites[0];
        (suite.Look, suite.Difference!.N, suite.Planned, suite.Coverage).ShouldBe((4, 400, 400, 1));
        shop.LocalContexts.Count.ShouldBe(800);
        shop.LocalContexts.Values.ShouldAllBe(n => n == 1, "local models too are asked nothing twice");
        outcome.Decided.Record.Evidence.Count.ShouldBe(8);
        outcome.Decided.Record.Evidence.Sum(e => e.Samples).ShouldBe(800);
    }

    [Fact]
    public async Task Decide_StoredBaselineAndUndecidedToTheEnd_PairsItWithEveryStep()
    {
        using var shop = new GateWorkshop(gates: "upgrade: { margin: { quiz: 0.02 }, earlyStopping: { looks: 4, futility: 0 } }");
        await shop.RunAsync("left");
        var outcome = await shop.DecideAsync("left", "right");

        outcome.ExitCode.ShouldBe(3, string.Join("; ", outcome.Decided!.Decision.Reasons));
        var suite = outcome.Decided.Decision.Suites[0];
        (suite.Look, suite.Difference!.N, suite.Coverage).ShouldBe((4, 400, 1));
    }

    [Fact]
    public async Task Decide_AgainAfterALookWasPaid_ReusesIt()
    {
        using var shop = new GateWorkshop(gates: Gates);
        await shop.RunAsync("old");
        shop.Answered.Clear();
        (await shop.DecideAsync(candidate: "worse", with: r => r with { Options = new RunOptions { BudgetUsd = 0.02m, NoCache = true } })).ExitCode.ShouldBe(5);
        (await shop.DecideAsync(candidate: "worse", with: r => r with { Options = new RunOptions { NoCache = true } })).ExitCode.ShouldBe(1);
        shop.Answered.Values.ShouldAllBe(n => n == 1);
        var paid = shop.AnswersOf("worse");

        // Everything that this decision needs is there.
        var again = await shop.DecideAsync(candidate: "worse", with: r => r with { Options = new RunOptions { NoCache = true } });
        (again.ExitCode, again.Decided!.Record.Attempt, shop.AnswersOf("worse")).ShouldBe((1, 1, paid));
    }

    [Fact]
    public async Task Decide_NoRunAfterAnEarlyEnd_ReadsTheStepsAndDecidesTheSame()
    {
        using var shop = new GateWorkshop(gates: Gates);
        await shop.RunAsync("old");
        var first = await shop.DecideAsync(candidate: "worse");
        shop.Answered.Clear();

        var again = await shop.DecideAsync(candidate: "worse", with: r => r with { NoRun = true });

        shop.Answered.ShouldBeEmpty();
        (again.ExitCode, again.Decided!.Record.Attempt).ShouldBe((1, 1));
        again.Decided.Record.EvidenceHash.ShouldBe(first.Decided!.Record.EvidenceHash);
        again.Decided.Decision.Suites[0].Look.ShouldBe(first.Decided.Decision.Suites[0].Look);
    }

    [Fact]
    public async Task Decide_AllStored_LooksOnce()
    {
        using var shop = new GateWorkshop(gates: Gates);
        await shop.RunAsync("old", "better");
        var outcome = await shop.DecideAsync();
        (outcome.ExitCode, outcome.Decided!.Decision.Suites[0].Look, outcome.Decided.Decision.Suites[0].Difference!.N).ShouldBe((0, null, 400));
    }

    [Fact]
    public async Task Decide_BudgetOverSeveralLooks_IsOneBudget()
    {
        using var shop = new GateWorkshop(gates: "upgrade: { margin: { quiz: 0.0001 }, earlyStopping: { looks: 4, futility: 0 } }");
        var outcome = await shop.DecideAsync(candidate: "same", with: r => r with { Options = new RunOptions { BudgetUsd = 0.1m } });
        outcome.ExitCode.ShouldBe(5);

        // 0.1 dollars are 357 answers; each look asks 200.
        shop.Answered.Count.ShouldBeInRange(320, 357);
    }
}
