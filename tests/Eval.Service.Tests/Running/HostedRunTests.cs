using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Eval.Service.Running;
using Eval.TestSupport;

namespace Eval.Service.Tests.Running;

public class HostedRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RunAsync_HostedAndLocal_StoresEverySampleWithItsCost()
    {
        using var shop = new HostedWorkshop();
        var outcome = await shop.RunAsync();

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        outcome.Run.Cells.Count.ShouldBe(8);
        foreach (var cell in outcome.Run.Cells.Where(c => c.CandidateId != "local"))
        {
            cell.Outcomes[SampleOutcome.Completed].ShouldBe(40);
            (cell.CostMicroUsd, cell.SpentMicroUsd, cell.InputTokens, cell.OutputTokens).ShouldBe((40 * 280, 40 * 280, 4000, 400));
            (cell.Calls.Calls, cell.Calls.Retries, cell.Calls.LostAnswers, cell.Calls.CostMicroUsd).ShouldBe((40, 0, 0, 40 * 280));
        }

        // 3.6 dollars an hour are a micro-dollar a millisecond.
        var local = outcome.Run.Cells.First(c => c.CandidateId == "local");
        local.CostMicroUsd!.Value.ShouldBeInRange((long)local.DurationMs - local.Planned, (long)local.DurationMs + local.Planned);
        shop.Answered.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task RunAsync_EndpointsLocalModelAndSuites_RunBesideEachOther()
    {
        using var shop = new HostedWorkshop();
        var meeting = new Barrier(expected: 7);
        shop.Before = (c, prompt, _, _) => prompt.Contains("What is 0?") ? meeting.ArriveAsync($"{c.Id} {prompt.Contains("quiz")}") : Task.CompletedTask;
        shop.BeforeLocal = _ => meeting.ArriveAsync("local");

        // The first call of each waits for all the others; a run that did them one after the other would never end.
        (await shop.RunAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task RunAsync_SecondRun_IsServedFromTheCacheAndCostsNothing()
    {
        using var shop = new HostedWorkshop();
        var first = await shop.RunAsync("big", epochs: 2);
        shop.Answered.Count.ShouldBe(160);
        var second = await shop.RunAsync("big", epochs: 2);

        second.Run.Id.ShouldNotBe(first.Run.Id);
        shop.Answered.Values.Sum().ShouldBe(160);
        second.Run.Cells.ShouldAllBe(c => c.CachedSamples == 80 && c.CostMicroUsd == 0 && c.DurationMs == 0 && c.Calls.Calls == 0);
        (await shop.StoredAsync(second.Run.Id)).ShouldBe(await shop.StoredAsync(first.Run.Id));

        await shop.RunAsync("big", new RunOptions { NoCache = true });
        shop.Answered.Values.Sum().ShouldBe(240);
    }

    [Fact]
    public async Task RunAsync_AnswersOlderThanTwoWeeks_AreAskedAgain()
    {
        var time = new ManualTimeProvider();
        using var shop = new HostedWorkshop { Time = time };
        await shop.RunAsync("big");
        time.Advance(TimeSpan.FromDays(13.9));
        await shop.RunAsync("big");
        shop.Answered.Values.Sum().ShouldBe(80);
        time.Advance(TimeSpan.FromDays(0.2));
        await shop.RunAsync("big");
        shop.Answered.Values.Sum().ShouldBe(160);
    }

    [Fact]
    public async Task RunAsync_BudgetReached_StopsWithCode5AndGoesOnWithMore()
    {
        using var whole = new HostedWorkshop();
        var expected = await whole.StoredAsync((await whole.RunAsync()).Run.Id);

        using var shop = new HostedWorkshop();
        var outcome = await shop.RunAsync(options: new RunOptions { BudgetUsd = 0.02m });
        outcome.ExitCode.ShouldBe(5);
        outcome.Run.Status.ShouldBe(RunStatus.Stopped);
        outcome.Reasons.ShouldHaveSingleItem().ShouldStartWith("stopped by the budget: $0.0");

        // What was paid for is stored, nothing else has an outcome, and local models cost no budget.
        var spent = outcome.Run.Cells.Where(c => c.CandidateId != "local").Sum(c => c.SpentMicroUsd ?? 0);
        spent.ShouldBeInRange(18_000, 20_000);
        shop.Answered.Values.Sum().ShouldBe((int)spent / 280);
        outcome.Run.Cells.Where(c => c.CandidateId != "local").Sum(c => c.Outcomes.Sum(o => o.Value)).ShouldBe((int)spent / 280);
        outcome.Run.Cells.Where(c => c.CandidateId == "local").ShouldAllBe(c => c.Outcomes[SampleOutcome.Completed] == 40);

        // The same budget counts what was spent before.
        var again = await shop.RunAsync(options: new RunOptions { BudgetUsd = 0.02m });
        (again.ExitCode, again.Resumed, again.Run.Id).ShouldBe((5, true, outcome.Run.Id));
        shop.Answered.Values.Sum().ShouldBe((int)spent / 280);

        var last = await shop.RunAsync(options: new RunOptions { BudgetUsd = 1 });
        (last.ExitCode, last.Run.Id).ShouldBe((0, outcome.Run.Id));
        shop.Answered.Values.ShouldAllBe(n => n == 1);
        (await shop.StoredAsync(last.Run.Id)).ShouldBe(expected);
    }

    [Fact]
    public async Task RunAsync_KeyRefusedInTheMiddle_GivesThatCandidateUpAndFinishesTheOthers()
    {
        using var shop = new HostedWorkshop();
        shop.Before = (c, prompt, _, _) => c.Id == "other" && prompt.Contains("What is 20?")
            ? throw new ModelCallException(CallFailure.Unauthorized, "401: the key is refused") : Task.CompletedTask;
        var outcome = await shop.RunAsync();

        outcome.ExitCode.ShouldBe(4);
        outcome.Reasons[0].ShouldBe("other: 401: the key is refused");
        outcome.Run.Cells.Where(c => c.CandidateId != "other").ShouldAllBe(c => c.Outcomes[SampleOutcome.Completed] == 40);
        outcome.Run.Cells.Where(c => c.CandidateId == "other").ShouldAllBe(c => c.Outcomes.All(o => o.Key == SampleOutcome.Completed));

        shop.Before = (_, _, _, _) => Task.CompletedTask;
        var resumed = await shop.RunAsync();
        (resumed.ExitCode, resumed.Run.Id).ShouldBe((0, outcome.Run.Id));
        shop.Answered.Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public void RunAsync_ThirtyPercentFaults_EndsEqualToAnUndisturbedRunAndReportsWhatWasLost()
    {
        using var whole = new HostedWorkshop();
        IReadOnlyList<string> expected = [];
        Simulation.Run(async time =>
        {
            whole.Time = time;
            expected = await whole.StoredAsync((await whole.RunAsync("big,small,other")).Run.Id);
        });
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            using var shop = new HostedWorkshop();
            var random = SeededRandom.For(round, "faults");
            var lost = 0;
            Simulation.Run(async time =>
            {
                shop.Time = time;
                shop.Before = async (_, _, times, token) =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(50 + random.Next(500)), time, token);
                    var fault = random.Next(100);
                    if (fault < 30 && times < 6)
                    {
                        var failure = (CallFailure)(fault / 6);
                        var billed = failure is CallFailure.Connection or CallFailure.Malformed or CallFailure.Timeout;
                        lost += billed ? 1 : 0;
                        throw new ModelCallException(failure, failure.ToString()) { MayBeBilled = billed };
                    }
                };
                var outcome = await shop.RunAsync("big,small,other");
                outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
                (await shop.StoredAsync(outcome.Run.Id)).ShouldBe(expected);
                outcome.Run.Cells.Sum(c => c.Calls.LostAnswers).ShouldBe(lost);
                outcome.Run.Cells.Sum(c => c.Calls.Calls - c.Calls.Retries).ShouldBe(240);
                outcome.Run.Cells.Sum(c => c.Calls.Retries).ShouldBeGreaterThan(30);
                outcome.Run.Cells.Sum(c => c.SpentMicroUsd).ShouldBe(240 * 280);
                shop.Answered.Values.ShouldAllBe(n => n == 1);
            });
        }
    }

    [Fact]
    public async Task RunAsync_InterruptedAgainAndAgain_EndsEqualAndAsksNothingTwice()
    {
        using var whole = new HostedWorkshop();
        var expected = await whole.StoredAsync((await whole.RunAsync("big,other")).Run.Id);
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            using var shop = new HostedWorkshop();
            var random = SeededRandom.For(round, "stops");
            RunOutcome outcome;
            var attempts = 0;
            do
            {
                using var stop = new CancellationTokenSource();
                var left = 5 + random.Next(60);
                shop.Before = async (_, _, _, token) =>
                {
                    if (Interlocked.Decrement(ref left) <= 0)
                    {
                        await stop.CancelAsync();
                    }

                    token.ThrowIfCancellationRequested();
                };
                outcome = await shop.RunAsync("big,other", cancellationToken: stop.Token);
                outcome.ExitCode.ShouldBeOneOf(0, 130);
                (++attempts).ShouldBeLessThan(200);
            }
            while (outcome.ExitCode != 0);

            attempts.ShouldBeGreaterThan(1);
            (await shop.StoredAsync(outcome.Run.Id)).ShouldBe(expected);
            shop.Answered.Values.ShouldAllBe(n => n == 1);
        }
    }

    /// <summary>Opens once all who are expected have come.</summary>
    private sealed class Barrier(int expected)
    {
        private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task ArriveAsync(string name)
        {
            lock (_arrived)
            {
                if (_arrived.Add(name) && _arrived.Count == expected)
                {
                    _all.SetResult();
                }
            }

            return _all.Task.WaitAsync(Patience);
        }
    }
}
