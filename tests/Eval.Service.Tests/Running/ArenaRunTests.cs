using Eval.Core.Metrics.Arena;
using Eval.Core.Models;
using Eval.Core.Ratings;
using Eval.Core.Running;

namespace Eval.Service.Tests.Running;

/// <summary>Tournaments from answers to ratings: what is asked, what is stored, and what a stopped one does when it goes on.</summary>
public class ArenaRunTests
{
    private const int Pairs = 3 * ArenaWorkshop.Questions;

    [Fact]
    public async Task RunAsync_RoundRobin_RatesTheCandidatesByWhatTheJudgeSaid()
    {
        using var shop = new ArenaWorkshop();

        var outcome = await shop.RunAsync("m1,m2,m3");

        (outcome.ExitCode, outcome.Run.Status).ShouldBe((0, RunStatus.Finished), string.Join("; ", outcome.Reasons));
        var battles = await shop.BattlesAsync(outcome.Run.Id);
        battles.Count.ShouldBe(Pairs);
        battles.ShouldAllBe(b => b.Outcome == SampleOutcome.Completed);
        battles.Select(b => (b.Plan.CandidateA, b.Plan.CandidateB, b.Plan.SampleId)).Distinct().Count().ShouldBe(Pairs);

        // Two prompts find all answers worth nothing; each asks in both orders.
        battles.Count(b => b.Games.Any(g => g.Outcome == BattleOutcome.BothBad)).ShouldBe(6);
        shop.Calls["judge"].ShouldBe(2 * Pairs);
        battles.ShouldAllBe(b => b.Games.Count == 2 && b.Games[0].AFirst == true && b.Games[1].AFirst == false);

        var ratings = Ratings(outcome.Run);
        ratings["m3"].ShouldBeGreaterThan(ratings["m2"]);
        ratings["m2"].ShouldBeGreaterThan(ratings["m1"]);
        ratings.Values.Average().ShouldBe(1000, 1e-6);
        foreach (var cell in outcome.Run.Cells)
        {
            var own = cell.Estimates.Where(e => e.Slice is null).ToDictionary(e => e.MetricId);
            own.Keys.ShouldBe(["rating_bt", "best_bt", "rank_bt", "arena_score"], ignoreOrder: true);
            own["rating_bt"].Low!.Value.ShouldBeLessThan(own["rating_bt"].Value!.Value);
            (own["rating_bt"].N, own["rating_bt"].Planned, own["rating_bt"].Clusters).ShouldBe((2 * ArenaWorkshop.Questions, 2 * ArenaWorkshop.Questions, ArenaWorkshop.Questions));
            cell.Estimates.Select(e => e.Slice).Distinct().ShouldBe([null, "kind=even", "kind=odd"], ignoreOrder: true);
        }

        outcome.Run.Cells.Sum(c => c.Estimates.Single(e => e is { MetricId: "best_bt", Slice: null }).Value!.Value).ShouldBe(1, 1e-9);
    }

    [Fact]
    public async Task RunAsync_Money_IsThatOfAnswersAndJudgesTogether()
    {
        using var shop = new ArenaWorkshop();

        var outcome = await shop.RunAsync("m1,m2,m3");

        outcome.Run.Cells.Sum(c => c.SpentMicroUsd!.Value).ShouldBe(280L * ((3 * ArenaWorkshop.Questions) + (2 * Pairs)));
        outcome.Run.Cells.ShouldAllBe(c => c.SpentMicroUsd > 280 * ArenaWorkshop.Questions, "each candidate bears a part of what the judge took");
    }

    [Theory]
    [InlineData("round-robin")]
    [InlineData("swiss")]
    [InlineData("adaptive")]
    [InlineData("star")]
    public async Task RunAsync_StoppedByTheBudgetAgainAndAgain_PlaysTheSameBattlesAsWithoutAStop(string pairing)
    {
        var keys = $"judge: judge\nrubric: helpfulness\ncanaries: false\npairing: {pairing}\nroundSize: 7\nbattles: 30\n{(pairing == "star" ? "baseline: m2" : "")}";
        using var whole = new ArenaWorkshop(keys);
        var expected = await whole.RunAsync("m1,m2,m3,m4");
        expected.ExitCode.ShouldBe(0, string.Join("; ", expected.Reasons));
        using var shop = new ArenaWorkshop(keys);
        var budget = 0.0001m;
        var outcome = await shop.RunAsync("m1,m2,m3,m4", new RunOptions { BudgetUsd = budget });
        var stops = 0;
        while (outcome.ExitCode == 5 && stops++ < 200)
        {
            budget += 0.0029m;
            outcome = await shop.RunAsync("m1,m2,m3,m4", new RunOptions { BudgetUsd = budget });
        }

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons.Concat(outcome.Run.Cells.SelectMany(c => c.Estimates).Select(e => e.Note).OfType<string>().Distinct())));
        stops.ShouldBeGreaterThan(10);
        (await shop.BattlesAsync(outcome.Run.Id)).Select(ArenaWorkshop.Line).ShouldBe((await whole.BattlesAsync(expected.Run.Id)).Select(ArenaWorkshop.Line));
        shop.Calls["judge"].ShouldBe(whole.Calls["judge"], "nothing is asked twice");
        Ratings(outcome.Run).ShouldBe(Ratings(expected.Run));
    }

    [Fact]
    public async Task RunAsync_JudgeThatFailsAtTimes_LowersCoverageAndIsAskedAgainOnRequest()
    {
        using var shop = new ArenaWorkshop
        {
            Before = (candidate, asked) =>
            {
                if (candidate.Id == "judge" && asked.Contains("Why 5?", StringComparison.Ordinal))
                {
                    throw new ModelCallException(CallFailure.BadRequest, "no");
                }
            },
        };

        var outcome = await shop.RunAsync("m1,m2,m3");
        outcome.ExitCode.ShouldBe(4);
        outcome.Reasons.ShouldHaveSingleItem().ShouldStartWith("arena: coverage of the battles 9");
        (await shop.BattlesAsync(outcome.Run.Id)).Count(b => b.Outcome == SampleOutcome.ScorerError && b.Games.Count == 0).ShouldBe(3);
        outcome.Run.Cells.ShouldAllBe(c => c.Estimates.Single(e => e.MetricId == "rating_bt" && e.Slice == null).Note!.Contains($"3 of {Pairs} battles have no verdict and say nothing: 3 × judge judge could not be asked: "));

        shop.Before = (_, _) => { };
        var before = shop.Calls["judge"];
        var again = await shop.RunAsync("m1,m2,m3", new RunOptions { RetryErrors = true, ResumeFinished = true });
        (again.ExitCode, again.Run.Id).ShouldBe((0, outcome.Run.Id), string.Join("; ", again.Reasons));
        shop.Calls["judge"].ShouldBe(before + 6);
        (await shop.BattlesAsync(again.Run.Id)).ShouldAllBe(b => b.Outcome == SampleOutcome.Completed);
    }

    [Fact]
    public async Task RunAsync_VerdictThatCouldNotBeRead_IsNotServedFromTheCacheWhenItIsAskedAgain()
    {
        using var shop = new ArenaWorkshop { Mumbles = true };
        var outcome = await shop.RunAsync("m1,m2");
        outcome.ExitCode.ShouldBe(4);
        var battles = await shop.BattlesAsync(outcome.Run.Id);
        battles.ShouldAllBe(b => b.Outcome == SampleOutcome.ScorerError);
        var spent = battles.Sum(b => b.CostMicroUsd!.Value);

        shop.Mumbles = false;
        var again = await shop.RunAsync("m1,m2", new RunOptions { RetryErrors = true, ResumeFinished = true });

        again.ExitCode.ShouldBe(0, string.Join("; ", again.Reasons));
        (await shop.BattlesAsync(again.Run.Id)).Sum(b => b.CostMicroUsd!.Value).ShouldBe(spent + (2 * 280 * battles.Count), "what was paid before stays paid");
    }

    [Fact]
    public async Task RunAsync_Star_GivesTheLengthControlledRateAgainstTheBaseline()
    {
        using var shop = new ArenaWorkshop("judge: judge\nrubric: helpfulness\ncanaries: false\npairing: star\nbaseline: m1");

        var outcome = await shop.RunAsync("m1,m2,m3");

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        var rates = outcome.Run.Cells.ToDictionary(c => c.CandidateId, c => c.Estimates.Single(e => e.MetricId == "lc_win_rate"));
        rates["m1"].Value.ShouldBeNull();
        rates["m3"].Value!.Value.ShouldBeInRange(0.5, 1);
        (rates["m3"].N, rates["m3"].IntervalMethod).ShouldBe((ArenaWorkshop.Questions, "bootstrap-prompts"));
    }

    [Fact]
    public async Task RunAsync_NewcomerOrNewJudge_AsksNoOldAnswerAgain()
    {
        using var shop = new ArenaWorkshop();
        await shop.RunAsync("m1,m2");

        var more = await shop.RunAsync("m1,m2,m3", new RunOptions());
        more.ExitCode.ShouldBe(0, string.Join("; ", more.Reasons));
        (shop.Calls["m1"], shop.Calls["m3"]).ShouldBe((ArenaWorkshop.Questions, ArenaWorkshop.Questions));
        more.Run.Cells.Single(c => c.CandidateId == "m1").CachedSamples.ShouldBe(ArenaWorkshop.Questions);

        shop.Write("judge: other-judge\nrubric: helpfulness\ncanaries: false\npairing: swiss");
        (await shop.RunAsync("m1,m2,m3")).ExitCode.ShouldBe(0);
        (shop.Calls["m1"], shop.Calls["m2"], shop.Calls["m3"]).ShouldBe((ArenaWorkshop.Questions, ArenaWorkshop.Questions, ArenaWorkshop.Questions));
        shop.Calls["other-judge"].ShouldBeGreaterThan(0);

        shop.Write("judge: other-judge\nrubric: helpfulness\ncanaries: false\ntemperature: 1");
        (await shop.RunAsync("m1,m2")).ExitCode.ShouldBe(0);
        shop.Calls["m1"].ShouldBe(2 * ArenaWorkshop.Questions, "what is asked in another way is another answer");
    }

    [Fact]
    public async Task WithTimesAsync_AnswersOfAnEarlierArena_AreNamedInThePlanFor14Days()
    {
        using var shop = new ArenaWorkshop();
        (await shop.PlanAsync("m1,m2,m3")).Cells.ShouldAllBe(c => c.AnswersFrom == null);
        await shop.RunAsync("m1,m2");

        var plan = await shop.PlanAsync("m1,m2,m3");
        plan.Cells.Where(c => c.AnswersFrom is not null).Select(c => c.Candidate.Id).ShouldBe(["m1", "m2"]);
        plan.Cells.ShouldAllBe(c => c.Own.Calls == ArenaWorkshop.Questions, "the estimate stays that of asking everything");
        (await shop.PlanAsync("m1,m2,m3", takesStored: false)).Cells.ShouldAllBe(c => c.AnswersFrom == null);

        shop.Wait(TimeSpan.FromDays(14.1));
        (await shop.PlanAsync("m1,m2,m3")).Cells.ShouldAllBe(c => c.AnswersFrom == null);
    }

    [Fact]
    public async Task RunAsync_LeaderIsClear_EndsBeforeAllIsPlayed()
    {
        using var shop = new ArenaWorkshop("judge: judge\nrubric: helpfulness\ncanaries: false\nuntil: { decided: leader, minBattles: 10, looks: 4 }\nroundSize: 9\nepochs: 2") { UpsetEvery = 24 };

        var outcome = await shop.RunAsync("m1,m2,m3");

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        var battles = await shop.BattlesAsync(outcome.Run.Id);
        battles.Count.ShouldBeInRange(Pairs / 2, (2 * Pairs) - 9);
        battles.ShouldAllBe(b => b.Outcome == SampleOutcome.Completed);
        Ratings(outcome.Run).MaxBy(r => r.Value).Key.ShouldBe("m3");
        outcome.Run.Cells.ShouldAllBe(c => c.Estimates.Any(e => e.MetricId == "rating_bt" && e.Slice == null && e.Note!.StartsWith($"ended early, after {battles.Count} of {2 * Pairs} battles: m3 leads")));

        // Going on with a tournament that has ended plays nothing more.
        await shop.RunAsync("m1,m2,m3", new RunOptions { ResumeId = outcome.Run.Id });
        (await shop.BattlesAsync(outcome.Run.Id)).Count.ShouldBe(battles.Count);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.5)]
    public async Task RunAsync_Scorer_DecidesWithoutAJudge(int tieWithin, double score)
    {
        using var shop = new ArenaWorkshop($"decide: scorer\nscoring: [contains]\ntarget: '{{{{trim \"Answer number 1\"}}}}'\ntieWithin: {tieWithin}");

        var outcome = await shop.RunAsync("m1,m2");

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        foreach (var battle in await shop.BattlesAsync(outcome.Run.Id))
        {
            battle.Games.ShouldHaveSingleItem().Judge.ShouldBe("scorer:contains");
            (battle.Plan.CandidateA == "m1" ? battle.Score : 1 - battle.Score).ShouldBe(score);
        }

        shop.Calls.ContainsKey("judge").ShouldBeFalse();
        outcome.Run.Cells.ShouldAllBe(c => c.Estimates.Single(e => e.MetricId == "rating_bt" && e.Slice == null).Note != null, "an undefeated model has no rating, nor have models that only tied");
    }

    [Fact]
    public async Task RunAsync_Style_IsEstimatedBesideTheRatings()
    {
        using var shop = new ArenaWorkshop("judge: judge\nrubric: helpfulness\ncanaries: false\nrating: { style: length, position: true }");

        var outcome = await shop.RunAsync("m1,m2,m3");

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        (await shop.BattlesAsync(outcome.Run.Id)).ShouldAllBe(b => b.Styles != null && b.Styles.Value.A.Length > 10);
        var notes = outcome.Run.Cells.SelectMany(c => c.Estimates).Where(e => e is { MetricId: "rating_bt_style", Slice: null }).Select(e => e.Note).OfType<string>().ToList();
        notes.ShouldHaveSingleItem().ShouldContain("length");
    }

    [Fact]
    public async Task RunAsync_OneCandidateAlone_IsLeftOutWithTheReason()
    {
        using var shop = new ArenaWorkshop();

        var outcome = await shop.RunAsync("m1");

        outcome.Run.Cells.Single().SkipReason.ShouldBe("an arena needs two candidates or more that can answer it");
        shop.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_Jury_GivesEachJudgesGamesInBothOrders()
    {
        using var shop = new ArenaWorkshop("judge: [judge, other-judge]\nrubric: helpfulness\ncanaries: false");

        var outcome = await shop.RunAsync("m1,m2");

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        var battles = await shop.BattlesAsync(outcome.Run.Id);
        battles.ShouldAllBe(b => b.Games.Count == 4 && b.Games.Count(g => g.Judge == "other-judge") == 2);
        Ratings(outcome.Run).Values.Sum().ShouldBe(2000, 1e-6);
    }

    [Fact]
    public async Task RunAsync_Canaries_AreAskedOnceAndStandBesideTheRatings()
    {
        using var shop = new ArenaWorkshop("judge: judge\nrubric: helpfulness");
        shop.Before = (_, _) => { };

        // Canaries carry no worth: a judge that cannot read them gives no verdict on them, which is not caught.
        var outcome = await shop.RunAsync("m1,m2");

        outcome.Run.Cells.ShouldAllBe(c => c.Estimates.Any(e => e.MetricId == "judge_canaries" && e.N > 0));
    }

    private static Dictionary<string, double> Ratings(StoredRun run) => run.Cells.ToDictionary(
        c => c.CandidateId, c => c.Estimates.Single(e => e.Slice is null && e.MetricId == ArenaMetrics.Rating(RatingMethod.BradleyTerry)).Value!.Value);
}
