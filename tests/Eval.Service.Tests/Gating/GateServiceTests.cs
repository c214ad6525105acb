using Eval.Core.Gates;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Gating;
using Eval.Storage.Gates;

namespace Eval.Service.Tests.Gating;

public class GateServiceTests
{
    [Fact]
    public async Task Decide_NothingStored_RunsBothSidesOnceAndStoresTheDecision()
    {
        using var shop = new GateWorkshop();
        var outcome = await shop.DecideAsync();

        outcome.ExitCode.ShouldBe(0);
        var gate = outcome.Decided.ShouldNotBeNull();
        var suite = gate.Decision.Suites.ShouldHaveSingleItem();
        (suite.SuiteName, suite.MetricId, suite.IsBetter, suite.Coverage, suite.Planned).ShouldBe(("quiz", "acc_generated", true, 1, 400));
        suite.DetectableEffect.ShouldNotBeNull();
        (shop.AnswersOf("old"), shop.AnswersOf("better"), shop.Answered.Count).ShouldBe((400, 400, 800));

        var record = (await shop.DecisionsAsync()).ShouldHaveSingleItem();
        (record.Gate, record.Baseline, record.BaselineName, record.CandidateName, record.Verdict, record.DecidedBy, record.Attempt)
            .ShouldBe(("upgrade", "old", "old", "better", GateVerdict.Pass, "kim", 1));
        record.PolicyHash.ShouldBe(shop.Workspace.Gates["upgrade"].Hash());
        GatePolicyFile.Parse(record.PolicyText, "upgrade").Hash().ShouldBe(record.PolicyHash);
        record.Evidence.Select(e => (e.Side, e.Suite, e.RunId, e.Samples, e.Epochs, e.Seed)).ShouldBe([
            (GateSide.Baseline, "quiz", 1, 400, 1, 17), (GateSide.Candidate, "quiz", 1, 400, 1, 17)]);
        record.Evidence.ShouldAllBe(e => e.DataHash == record.Evidence[0].DataHash && e.DefinitionHash.Length == 64);
    }

    [Fact]
    public async Task Decide_Again_AsksNothingAndIsTheSameAttempt()
    {
        using var shop = new GateWorkshop();
        var first = await shop.DecideAsync();
        shop.Answered.Clear();
        var again = await shop.DecideAsync(with: r => r with { NoRun = true });

        shop.Answered.ShouldBeEmpty();
        (again.ExitCode, again.Decided!.Record.Id, again.Decided.Record.Attempt).ShouldBe((0, 2, 1));
        again.Decided.Record.EvidenceHash.ShouldBe(first.Decided!.Record.EvidenceHash);
        again.Decided.Record.Decision.ShouldBe(first.Decided.Record.Decision);
        again.Decided.Earlier.ShouldBeEmpty();
    }

    [Fact]
    public async Task Decide_Fresh_AsksTheCandidateAnewAndTheBaselineNot()
    {
        using var shop = new GateWorkshop();
        await shop.DecideAsync();
        shop.Answered.Clear();

        var again = await shop.DecideAsync(with: r => r with { Fresh = true, Options = new RunOptions { Fresh = true, NoCache = true } });

        (again.ExitCode, shop.AnswersOf("old"), shop.AnswersOf("better")).ShouldBe((0, 0, 400));
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(candidate: "1/better", with: r => r with { Fresh = true })))
            .Message.ShouldContain("cannot be asked anew");
    }

    [Fact]
    public async Task Decide_LastPassedItself_SaysThatNothingNewWasMeasured()
    {
        using var shop = new GateWorkshop();
        (await shop.DecideAsync()).ExitCode.ShouldBe(0);

        var again = await shop.DecideAsync(PartyFinder.LastPassed);

        again.ExitCode.ShouldBe(0);
        again.Decided!.Notes.ShouldHaveSingleItem().ShouldContain("both sides are the same stored results");
        (await shop.DecideAsync()).Decided!.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Decide_WaiverOfOtherEvidence_DoesNotHold()
    {
        using var shop = new GateWorkshop();
        var thin = (await shop.DecideAsync(candidate: "worse", with: r => r with { Limit = 4 })).Decided!;
        thin.Record.Verdict.ShouldBe(GateVerdict.Inconclusive);
        await shop.WaiveAsync(thin.Record.Id);

        var whole = (await shop.DecideAsync(candidate: "worse")).Decided!;

        (whole.Record.Verdict, whole.WaiverAt(shop.Time.GetUtcNow())).ShouldBe((GateVerdict.Fail, null));
        (await shop.DecideAsync(candidate: "worse", with: r => r with { Limit = 4 })).Decided!.WaiverAt(shop.Time.GetUtcNow()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Decide_LastPassUnderAnotherPolicy_IsNoBaseline()
    {
        using var shop = new GateWorkshop();
        var lax = shop.Request();
        (await shop.DecideAsync(lax with { Policy = lax.Policy with { MinCoverage = 0.5 } })).ExitCode.ShouldBe(0);
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(PartyFinder.LastPassed)))
            .Message.ShouldContain("better passed under another one (decision 1)");
    }

    [Fact]
    public async Task Decide_WorseCandidate_Fails()
    {
        using var shop = new GateWorkshop();
        var outcome = await shop.DecideAsync(candidate: "worse");
        outcome.ExitCode.ShouldBe(1);
        outcome.Decided!.Decision.Verdict.ShouldBe(GateVerdict.Fail);
    }

    [Fact]
    public async Task Decide_FewSamples_IsInconclusiveThenANewAttemptIsCounted()
    {
        using var shop = new GateWorkshop();
        var few = await shop.DecideAsync(candidate: "same", with: r => r with { Limit = 10 });
        few.ExitCode.ShouldBe(3);
        few.Decided!.Decision.Suites[0].NeededSamples!.Value.ShouldBeGreaterThan(10);

        var all = await shop.DecideAsync(candidate: "same");
        (all.ExitCode, all.Decided!.Record.Attempt).ShouldBe((0, 2));
        all.Decided.Earlier.Select(e => (e.Id, e.Verdict)).ShouldBe([(1, GateVerdict.Inconclusive)]);

        // Answers of the smaller sample are reused: the samples are nested.
        shop.Answered.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task Decide_BaselineStored_RunsTheCandidateOnly()
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync("old");
        shop.Answered.Clear();
        var outcome = await shop.DecideAsync();
        outcome.ExitCode.ShouldBe(0);
        (shop.AnswersOf("old"), shop.AnswersOf("better")).ShouldBe((0, 400));
    }

    [Fact]
    public async Task Decide_NoRunWithoutResults_IsBrokenAndAsksNothing()
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync("old");
        shop.Answered.Clear();
        var outcome = await shop.DecideAsync(with: r => r with { NoRun = true });
        outcome.ExitCode.ShouldBe(4);
        outcome.Decided!.Decision.Reasons.ShouldHaveSingleItem().ShouldContain("there are no results of better on quiz");
        shop.Answered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Decide_EndpointAway_IsBrokenAndTheBaselineIsNotPaidFor()
    {
        using var shop = new GateWorkshop();
        shop.Away.Add("better");
        var outcome = await shop.DecideAsync();
        outcome.ExitCode.ShouldBe(4);
        outcome.Decided!.Decision.Reasons.ShouldHaveSingleItem().ShouldContain("better: connection refused");
        shop.Answered.ShouldBeEmpty();
        (await shop.DecisionsAsync())[0].Verdict.ShouldBe(GateVerdict.Broken);

        shop.Away.Clear();
        (await shop.DecideAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Decide_FailuresBelowTheCoverageLimit_AreBrokenAndAskedAgainByTheNextGate()
    {
        using var shop = new GateWorkshop();
        await shop.RunAsync("old");
        var calls = 0;
        shop.Before = (candidate, _) => candidate == "better" && Interlocked.Increment(ref calls) % 10 == 0
            ? throw new Core.Models.ModelCallException(Core.Models.CallFailure.BadRequest, "400: no") : Task.CompletedTask;
        var outcome = await shop.DecideAsync();
        outcome.ExitCode.ShouldBe(4, string.Join("; ", outcome.Decided!.Decision.Reasons));
        outcome.Decided.Decision.Suites[0].Coverage.ShouldBe(0.9);

        shop.Before = (_, _) => Task.CompletedTask;
        var again = await shop.DecideAsync();
        (again.ExitCode, again.Decided!.Decision.Suites[0].Coverage).ShouldBe((0, 1));
        shop.Answered.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task Decide_BudgetReached_EndsWith5WithoutADecisionAndGoesOnWithMore()
    {
        using var shop = new GateWorkshop();
        var stopped = await shop.DecideAsync(with: r => r with { Options = new RunOptions { BudgetUsd = 0.05m } });
        (stopped.ExitCode, stopped.Decided).ShouldBe((5, null));
        stopped.Reasons.ShouldHaveSingleItem().ShouldContain("budget");
        (await shop.DecisionsAsync()).ShouldBeEmpty();
        shop.Answered.Count.ShouldBeInRange(150, 178);

        var outcome = await shop.DecideAsync(with: r => r with { Options = new RunOptions { BudgetUsd = 1 } });
        outcome.ExitCode.ShouldBe(0);
        shop.Answered.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task Decide_Interrupted_EndsWith130()
    {
        using var shop = new GateWorkshop();
        using var stop = new CancellationTokenSource();
        shop.Before = async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        (await shop.DecideAsync(cancellationToken: stop.Token)).ExitCode.ShouldBe(130);
        (await shop.DecisionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Decide_TooFewPaidSamples_RefusesBeforeAnyCallAndNamesNumberAndPrice()
    {
        using var shop = new GateWorkshop();
        var outcome = await shop.DecideAsync(candidate: "same", with: r => r with { PowerCheck = true, Limit = 20 });
        (outcome.ExitCode, outcome.Decided).ShouldBe((3, null));
        var power = outcome.Power.ShouldHaveSingleItem();
        (power.Suite, power.Planned, power.IsEnough).ShouldBe(("quiz", 20, false));
        power.Detectable!.Value.ShouldBeGreaterThan(0.05);
        power.Needed!.Value.ShouldBeGreaterThan(20);
        power.NeededMicroUsd!.Value.ShouldBeGreaterThan(power.Needed.Value * 100);
        shop.Answered.ShouldBeEmpty();

        // The same samples, stored already, cost nothing: the verdict is computed.
        await shop.DecideAsync(candidate: "same", with: r => r with { Limit = 20 });
        var stored = await shop.DecideAsync(candidate: "same", with: r => r with { PowerCheck = true, Limit = 20 });
        (stored.ExitCode, stored.Decided!.Decision.Verdict).ShouldBe((3, GateVerdict.Inconclusive));
    }

    [Fact]
    public async Task Decide_TypoInThePolicy_NamesItsPlaceAndTheNearestName()
    {
        using var shop = new GateWorkshop(gates: "upgrade: { margin: { quizz: 0.05 }, slices: { quizz: { topic: { maxLoss: 0.1 } } } }");
        var error = await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync());
        var problem = error.Problems.ShouldHaveSingleItem();
        (problem.Message, problem.Hint).ShouldBe(("the gate \"upgrade\" guards \"quizz\", which is no suite of the workspace", "did you mean \"quiz\"?"));
        (problem.At!.Line, problem.At.File).ShouldBe((10, shop.PathOf("eval.yaml")));

        using var other = new GateWorkshop(gates: "upgrade: { margin: { quiz: 0.05 }, metric: { quiz: acc_genrated }, slices: { quiz: { topik: { maxLoss: 0.1 } } } }");
        (await Should.ThrowAsync<EvalConfigurationException>(() => other.DecideAsync())).Problems.Select(p => p.Hint)
            .ShouldBe(["did you mean \"acc_generated\"?", "did you mean \"topic\"?"]);
    }
}
