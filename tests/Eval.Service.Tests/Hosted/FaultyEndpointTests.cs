using Eval.Core.Running;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Limits;
using Eval.FakeEndpoint.Serving;
using Eval.TestSupport;

namespace Eval.Service.Tests.Hosted;

/// <summary>Whole runs against an endpoint that fails as endpoints fail; the endpoint's ledger is the witness.</summary>
public sealed class FaultyEndpointTests
{
    private static readonly FaultKind[] LostOnTheWire =
    [
        FaultKind.DropMidStream, FaultKind.TruncatedStream, FaultKind.MalformedJson, FaultKind.HtmlBody, FaultKind.EmptyBody, FaultKind.EmptyChoices,
    ];

    private static readonly FaultKind[] Curable =
    [
        FaultKind.RateLimited, FaultKind.ServerError, FaultKind.BadGateway, FaultKind.Unavailable, FaultKind.Overloaded, FaultKind.Reset,
        FaultKind.DropMidStream, FaultKind.TruncatedStream, FaultKind.MalformedJson, FaultKind.HtmlBody, FaultKind.EmptyBody,
        FaultKind.WrongUsage, FaultKind.NoUsage,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ThirtyPercentMixedFaults_EverySampleCompletesOnceAndTheBillsAddUp(bool anthropic)
    {
        var samples = TestRounds.Of(2000);
        await using var shop = await HostedWorkshop.StartAsync(samples, anthropic: anthropic);

        // An empty list of contents is an answer in Anthropic's format (the model said nothing), in OpenAI's it is none.
        var faults = anthropic
            ? new FaultPlan { Rates = Curable.ToDictionary(f => f, _ => 0.3 / Curable.Length), RetryAfterSeconds = 0 }
            : new FaultPlan { Mixed = 0.3, RetryAfterSeconds = 0 };
        var (outcome, stored) = await shop.RunAsync(new ModelProfile { Faults = faults, Latency = new Latency { Ms = 2 } });

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        stored.Select(s => s.SampleId).ShouldBe(Enumerable.Range(0, samples).Select(i => $"q{i}"), ignoreOrder: true);
        stored.ShouldAllBe(s => s.Outcome == SampleOutcome.Completed && s.Measures["exact_match"] == 1);

        var ledger = shop.Server.Ledger.Totals;
        var calls = outcome.Run.Cells.Single().Calls;
        ledger.Faults.Values.Sum().ShouldBeGreaterThan(samples / 5);
        (ledger.Answered, ledger.Billed, ledger.AskedAgain).ShouldBe((samples, samples + ledger.Lost, 0));
        (calls.Calls, calls.Retries).ShouldBe((ledger.Requests, ledger.Requests - samples));
        // A connection that breaks before the answer may be billed for all a client can know; this endpoint does not bill it.
        var unknown = ledger.Faults.GetValueOrDefault(FaultKind.Reset);
        calls.LostAnswers.ShouldBe(ledger.Lost + unknown);
        ledger.Lost.ShouldBe(LostOnTheWire.Sum(f => ledger.Faults.GetValueOrDefault(f)));
        calls.RateLimited.ShouldBe(ledger.Faults.GetValueOrDefault(FaultKind.RateLimited));
    }

    [Fact]
    public async Task RunAsync_OutcomesOfThePrompts_AreStoredAsTheyAre()
    {
        var samples = TestRounds.Of(1000);
        await using var shop = await HostedWorkshop.StartAsync(samples);
        var faults = new FaultPlan
        {
            Mixed = 0.2,
            RetryAfterSeconds = 0,
            Rates = new Dictionary<FaultKind, double>
            {
                [FaultKind.Refusal] = 0.12,
                [FaultKind.ContentFilterPrompt] = 0.12,
                [FaultKind.ContentFilterAnswer] = 0.12,
                [FaultKind.BadRequest] = 0.12,
                [FaultKind.TooLong] = 0.12,
            },
        };

        var (_, stored) = await shop.RunAsync(new ModelProfile { Faults = faults });

        var last = shop.Server.Ledger.Entries.GroupBy(e => e.Question, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Fault, StringComparer.Ordinal);
        stored.Count.ShouldBe(samples);
        foreach (var sample in stored)
        {
            sample.Outcome.ShouldBe(last[sample.Prompt!] switch
            {
                FaultKind.Refusal or FaultKind.ContentFilterPrompt or FaultKind.ContentFilterAnswer => SampleOutcome.Refused,
                FaultKind.BadRequest => SampleOutcome.ProviderError,
                FaultKind.TooLong => SampleOutcome.Skipped,
                _ => SampleOutcome.Completed,
            }, $"{sample.SampleId} {last[sample.Prompt!]} {sample.Reason}");
        }

        last.Values.Distinct().Count().ShouldBeGreaterThan(5);
        // What cannot be cured is asked once.
        shop.Server.Ledger.Entries.Where(e => e.Fault is FaultKind.BadRequest or FaultKind.TooLong or FaultKind.ContentFilterPrompt)
            .GroupBy(e => e.Content, StringComparer.Ordinal).ShouldAllBe(g => g.Count() == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_StreamsThatBreak_AreEachWhatTheyWereOnTheWire(bool anthropic)
    {
        var requests = TestRounds.Of(1000);
        await using var shop = await HostedWorkshop.StartAsync(1, anthropic: anthropic);
        shop.WriteSuite($$"""
            name: quick
            version: 1
            kind: speed
            dataset: { samples: [ { question: Tell me something. }, { question: Tell me more. } ] }
            prompt: "{{"{{question}}"}}"
            load: [ { concurrency: 8, requests: {{requests}} } ]
            warmup: 0
            metrics: [ error_rate ]
            """);

        var (outcome, stored) = await shop.RunAsync(new ModelProfile { Faults = new FaultPlan { Mixed = 0.3, RetryAfterSeconds = 0 } });

        stored.Count.ShouldBe(requests);
        var asked = shop.Server.Ledger.Entries.Where(e => e.Question.Contains("] Tell me")).ToLookup(e => e.Question, StringComparer.Ordinal);
        asked.Count.ShouldBe(requests);
        foreach (var sample in stored)
        {
            // A stream is asked for again until it has begun; from there on what happens to it is what is measured.
            var last = asked[sample.Prompt!].Last();
            var broken = last.Fault is not (FaultKind.None or FaultKind.WrongUsage or FaultKind.NoUsage);
            (sample.Outcome == SampleOutcome.Completed).ShouldBe(!broken, $"{sample.SampleId} {last.Fault} {sample.Outcome} {sample.Reason}");
        }

        var failed = stored.Count(s => s.Outcome != SampleOutcome.Completed);
        failed.ShouldBeGreaterThan(0);
        outcome.Run.Cells.Single().Estimates.Single(e => e is { MetricId: "error_rate", Slice: null }).Value.ShouldBe((double)failed / requests);
    }

    [Fact]
    public async Task RunAsync_LimitsOfTheCandidate_AreNeverPassedInAnyWindow()
    {
        const int Speed = 20;
        const int Requests = 40;
        await using var shop = await HostedWorkshop.StartAsync(samples: 100, $"concurrency: 16, requestsPerMinute: {Requests}", Speed);

        var (outcome, stored) = await shop.RunAsync(new ModelProfile { Faults = new FaultPlan { Mixed = 0.1, RetryAfterSeconds = 0 } });

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        stored.Count.ShouldBe(100);
        // The client's minute is three of the endpoint's seconds; the network may bring two requests nearer to each other than they were sent.
        var minute = TimeSpan.FromMinutes(1) / Speed;
        shop.Server.Ledger.PeakRequests(minute * 0.8).ShouldBeLessThanOrEqualTo(Requests);
        shop.Server.Ledger.PeakRequests(minute * 3).ShouldBeGreaterThan(Requests);
    }

    [Fact]
    public async Task RunAsync_EndpointThatRefusesAboveItsLimit_IsObeyedAndEveryoneIsAnswered()
    {
        // The candidate states no limit: only the endpoint's 429 tells of it.
        await using var shop = await HostedWorkshop.StartAsync(samples: 60, "concurrency: 8");

        var (outcome, stored) = await shop.RunAsync(new ModelProfile { Limits = new RateLimits { RequestsPerMinute = 25, WindowSeconds = 1 } });

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        stored.ShouldAllBe(s => s.Outcome == SampleOutcome.Completed);
        var ledger = shop.Server.Ledger.Totals;
        (ledger.Answered, ledger.AskedAgain).ShouldBe((60, 0));
        ledger.OverLimit.ShouldBeGreaterThan(0);
        outcome.Run.Cells.Single().Calls.RateLimited.ShouldBe(ledger.OverLimit);
    }

    [Fact]
    public async Task RunAsync_AnswersThatHang_AreGivenUpAndAskedAgain()
    {
        await using var shop = await HostedWorkshop.StartAsync(samples: 20, "concurrency: 8, timeoutSeconds: 10");

        var (outcome, stored) = await shop.RunAsync(new ModelProfile { Faults = new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.Hang] = 0.15, [FaultKind.HangMidStream] = 0.15 } } });

        outcome.ExitCode.ShouldBe(0, string.Join("; ", outcome.Reasons));
        stored.ShouldAllBe(s => s.Outcome == SampleOutcome.Completed);
        var ledger = shop.Server.Ledger.Totals;
        ledger.Lost.ShouldBeGreaterThan(0);

        // On a busy machine the clock, which runs fast here, gives up answers too that would have come.
        outcome.Run.Cells.Single().Calls.LostAnswers.ShouldBeGreaterThanOrEqualTo(ledger.Lost);
    }
}
