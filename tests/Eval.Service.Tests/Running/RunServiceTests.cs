using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Service.Tests.Running;

public class RunServiceTests
{
    [Fact]
    public async Task RunAsync_WholeWorkspace_StoresEverySampleWithEstimates()
    {
        using var shop = new RunWorkshop();
        var outcome = await shop.RunAsync();

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        outcome.Run.Status.ShouldBe(RunStatus.Finished);
        outcome.Run.Cells.Count.ShouldBe(4);
        var quiz = outcome.Run.Cells.Single(c => c is { CandidateId: "two", SuiteName: "quiz" });
        quiz.Outcomes[SampleOutcome.Completed].ShouldBe(200);
        var acc = quiz.Estimates.Single(e => e is { MetricId: "acc", Slice: null });
        acc.N.ShouldBe(200);
        acc.Low!.Value.ShouldBeLessThan(acc.Value!.Value);
        acc.High!.Value.ShouldBeGreaterThan(acc.Value.Value);
        quiz.Estimates.Count(e => e.MetricId == "acc" && e.Slice is not null).ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_InterruptedAtEveryCall_EndsEqualToAnUninterruptedRun()
    {
        using var whole = new RunWorkshop();
        var expected = await whole.StoredAsync((await whole.RunAsync()).Run.Id);

        using var shop = new RunWorkshop();
        var calls = 0;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var rounds = 0;
        long runId;
        while (true)
        {
            using var stop = new CancellationTokenSource();
            var stopAt = rounds % 3;
            shop.Models = c => new FakeLikelihoodModel
            {
                Seed = c.Id.Length + c.Id[0],
                BeforeCall = async (call, token) =>
                {
                    calls++;
                    if (call == stopAt)
                    {
                        await stop.CancelAsync();
                        token.ThrowIfCancellationRequested();
                    }
                },
            };
            var outcome = await shop.RunAsync(cancellationToken: stop.Token);
            runId = outcome.Run.Id;
            outcome.Resumed.ShouldBe(rounds > 0);
            if (outcome.ExitCode == 0)
            {
                break;
            }

            outcome.ExitCode.ShouldBe(130);
            (++rounds).ShouldBeLessThan(500);
        }

        rounds.ShouldBeGreaterThan(10);
        (await shop.StoredAsync(runId)).ShouldBe(expected);
    }

    [Fact]
    public async Task RunAsync_SamePlanAgain_AsksTheModelNothing()
    {
        using var shop = new RunWorkshop();
        var first = await shop.RunAsync();
        var models = new List<FakeLikelihoodModel>();
        shop.Models = c =>
        {
            var model = new FakeLikelihoodModel { Seed = c.Id.Length + c.Id[0] };
            models.Add(model);
            return model;
        };
        var second = await shop.RunAsync();

        second.Run.Id.ShouldNotBe(first.Run.Id);
        models.Sum(m => m.ContinuationCalls.Count + m.WindowCalls.Count).ShouldBe(0);
        second.Run.Cells.ShouldAllBe(c => c.CachedSamples == c.Planned);
        (await shop.StoredAsync(second.Run.Id)).ShouldBe(await shop.StoredAsync(first.Run.Id));
    }

    [Fact]
    public async Task RunAsync_NoCache_AsksAgain()
    {
        using var shop = new RunWorkshop();
        await shop.RunAsync();
        var calls = 0;
        shop.Models = c => new FakeLikelihoodModel { Seed = c.Id.Length + c.Id[0], BeforeCall = (_, _) => { Interlocked.Increment(ref calls); return Task.CompletedTask; } };
        await shop.RunAsync(new RunOptions { NoCache = true });
        calls.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task RunAsync_CorrectedGold_ReusesTheAnswers()
    {
        using var shop = new RunWorkshop();
        await shop.RunAsync();
        var data = await File.ReadAllTextAsync(shop.PathOf("suites/quiz/quiz.jsonl"));
        shop.Write("suites/quiz/quiz.jsonl", data.Replace("\"answer\":0", "\"answer\":1"));
        var calls = 0;
        shop.Models = c => new FakeLikelihoodModel { Seed = c.Id.Length + c.Id[0], BeforeCall = (_, _) => { Interlocked.Increment(ref calls); return Task.CompletedTask; } };
        var outcome = await shop.RunAsync();
        calls.ShouldBe(0);
        outcome.Run.Cells.Single(c => c is { CandidateId: "one", SuiteName: "quiz" }).CachedSamples.ShouldBe(200);
    }

    [Fact]
    public async Task RunAsync_ModelGone_LowersCoverageAndIsBroken()
    {
        using var shop = new RunWorkshop();
        shop.Models = c => new FakeLikelihoodModel
        {
            Seed = c.Id.Length + c.Id[0],
            BeforeCall = (call, _) => c.Id == "one" && call == 3
                ? throw new ModelUnavailableException("the model process died 3 times in a row", isPermanent: true)
                : Task.CompletedTask,
        };
        var outcome = await shop.RunAsync();

        outcome.ExitCode.ShouldBe(4);
        outcome.Run.Status.ShouldBe(RunStatus.Failed);
        outcome.Reasons.ShouldContain(r => r.Contains("died 3 times"));
        outcome.Run.Cells.Where(c => c.CandidateId == "two").ShouldAllBe(c => c.Estimates.Count > 0);
        var quiz = outcome.Run.Cells.Single(c => c is { CandidateId: "one", SuiteName: "quiz" });
        quiz.Outcomes[SampleOutcome.Completed].ShouldBe(48);
        var acc = quiz.Estimates.Single(e => e is { MetricId: "acc", Slice: null });
        acc.Coverage.ShouldBe(0.24, 1e-9);
        acc.BoundHigh!.Value.ShouldBeGreaterThan(acc.BoundLow!.Value);

        shop.Models = c => new FakeLikelihoodModel { Seed = c.Id.Length + c.Id[0] };
        var resumed = await shop.RunAsync();
        resumed.ExitCode.ShouldBe(0);
        resumed.Resumed.ShouldBeTrue();
        resumed.Run.Id.ShouldBe(outcome.Run.Id);
    }

    [Fact]
    public async Task RunAsync_UnknownRunToResume_IsAConfigurationError()
    {
        using var shop = new RunWorkshop();
        var error = await Should.ThrowAsync<EvalConfigurationException>(shop.RunAsync(new RunOptions { ResumeId = 77 }));
        error.Message.ShouldContain("no run 77");
    }

    [Fact]
    public async Task RunAsync_ResumeOfAnotherPlan_IsRefused()
    {
        using var shop = new RunWorkshop();
        var first = await shop.RunAsync();
        var error = await Should.ThrowAsync<EvalConfigurationException>(
            shop.RunAsync(new RunOptions { ResumeId = first.Run.Id }, shop.Request() with { Seed = 5 }));
        error.Message.ShouldContain("another plan");
    }

    [Fact]
    public async Task PlanAsync_BrokenRowsAndUnknownNames_AreAllReportedBeforeAnyCall()
    {
        using var shop = new RunWorkshop();
        shop.Write("suites/quiz/quiz.jsonl", """
            {"id":"a","topic":"t","question":"x","choices":["p","q"],"answer":7}
            {"id":"b","topic":"t","question":"x","choices":[],"answer":0}
            """);
        shop.Write("suites/text/text.jsonl", "{\"id\":\"d\",\"txt\":\"misspelt\"}\n");
        var provider = new FakeModelProvider(_ => new FakeLikelihoodModel());
        var error = await Should.ThrowAsync<EvalConfigurationException>(shop.Service(provider).PlanAsync(shop.Request(), CancellationToken.None));
        error.Problems.Count.ShouldBeGreaterThanOrEqualTo(3);
        error.Problems.ShouldAllBe(p => p.At != null && p.At.Line > 0);
        provider.Opened.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanAsync_NameThatMatchesNothing_NamesTheNearest()
    {
        using var shop = new RunWorkshop();
        var error = await Should.ThrowAsync<EvalConfigurationException>(
            shop.Service().PlanAsync(shop.Request() with { Suites = ["quizz"] }, CancellationToken.None));
        error.Message.ShouldContain("did you mean \"quiz\"?");
    }

    [Fact]
    public async Task RunAsync_TwoEpochs_StoresBothAndCountsSamplesOnce()
    {
        using var shop = new RunWorkshop(32);
        var outcome = await shop.RunAsync(request: shop.Request() with { Epochs = 2, Suites = ["quiz"] });
        outcome.ExitCode.ShouldBe(0);
        outcome.Run.Cells.ShouldAllBe(c => c.Outcomes[SampleOutcome.Completed] == 64);
    }

    [Fact]
    public async Task RunAsync_DivergenceFromAReference_ReportsMeanAndPercentiles()
    {
        using var shop = new RunWorkshop();
        WriteReferenceSuite(shop, "ppl_token_halfwindow, kld_mean, kld_p50, kld_p99, top_token_agreement, ppl_ratio");
        var outcome = await shop.RunAsync(request: shop.Request() with { Suites = ["text"], Candidates = ["two"] });

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        var estimates = outcome.Run.Cells.Single().Estimates.ToDictionary(e => e.MetricId, StringComparer.Ordinal);
        estimates["kld_p50"].Value!.Value.ShouldBeGreaterThan(0);
        estimates["kld_p99"].Value!.Value.ShouldBeGreaterThan(estimates["kld_p50"].Value!.Value);
        estimates["kld_mean"].Value!.Value.ShouldBeInRange(0, estimates["kld_p99"].Value!.Value);
        estimates["ppl_ratio"].Value!.Value.ShouldBeGreaterThan(0);

        // Another reference is another measurement: it must not go on with this run's plan.
        var before = (await shop.Service().PlanAsync(shop.Request() with { Suites = ["text"], Candidates = ["two"] }, CancellationToken.None)).Hash;
        shop.Models = c => new FakeLikelihoodModel { Seed = c.Id == "one" ? 99 : c.Id.Length + c.Id[0] };
        var after = (await shop.Service().PlanAsync(shop.Request() with { Suites = ["text"], Candidates = ["two"] }, CancellationToken.None)).Hash;
        after.ShouldNotBe(before);

        shop.Write("suites/text/suite.yaml", (await File.ReadAllTextAsync(shop.PathOf("suites/text/suite.yaml"))).Replace("reference: one", "reference: onee"));
        var error = await Should.ThrowAsync<EvalConfigurationException>(shop.Service().PlanAsync(shop.Request(), CancellationToken.None));
        error.Message.ShouldContain("did you mean \"one\"?");
    }

    [Fact]
    public async Task RunAsync_StoppedAmidReferenceLogits_KeepsThemForTheResumedRunAndRemovesThemAtItsEnd()
    {
        using var shop = new RunWorkshop();
        WriteReferenceSuite(shop, "kld_mean");
        var request = shop.Request() with { Suites = ["text"], Candidates = ["two"] };
        var written = 0;
        using var stop = new CancellationTokenSource();
        shop.Models = c => Model(c, call => c.Id == "two" && call == 4 ? stop.CancelAsync() : Task.CompletedTask);
        (await shop.RunAsync(request: request, cancellationToken: stop.Token)).ExitCode.ShouldBe(130);
        Directory.EnumerateFiles(WorkOfRun(shop, 1), "logits-*.bin").Count().ShouldBe(5);

        shop.Models = c => Model(c, _ => Task.CompletedTask);
        var outcome = await shop.RunAsync(request: request);
        (outcome.ExitCode, outcome.Resumed).ShouldBe((0, true), string.Join("; ", outcome.Reasons));
        written.ShouldBe(outcome.Run.Cells.Single().Planned, "each window's reference is written once, the stopped one's too");
        Directory.Exists(WorkOfRun(shop, 1)).ShouldBeFalse();

        FakeLikelihoodModel Model(Candidate candidate, Func<int, Task> before) => new()
        {
            Seed = candidate.Id.Length + candidate.Id[0],
            BeforeCall = async (call, token) =>
            {
                if (candidate.Id == "one")
                {
                    written++;
                }

                await before(call);
                token.ThrowIfCancellationRequested();
            },
        };
    }

    private static void WriteReferenceSuite(RunWorkshop shop, string metrics) => shop.Write("suites/text/suite.yaml", $$"""
        name: text
        version: 1
        kind: perplexity
        dataset: { files: [text.jsonl] }
        text: text
        contextLength: 128
        reference: one
        metrics: [{{metrics}}]
        """);

    private static string WorkOfRun(RunWorkshop shop, long run) => Path.Combine(shop.PathOf("results"), "work", $"run-{run}");
}
