using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.TestSupport;

namespace Eval.Core.Tests.Models.Pipeline;

public class MixedFaultTests
{
    [Fact]
    public void Calls_ThirtyPercentMixedFaults_AreAllAnsweredOnceAndBilledAsReported()
    {
        for (var round = 0; round < TestRounds.Of(100); round++)
        {
            var seed = round;
            Simulation.Run(async time =>
            {
                var random = SeededRandom.For(seed, "faults");
                var hosted = new HostedModelSpec { Provider = "openai", Model = "m", Concurrency = 1 + random.Next(32), RequestsPerMinute = 200 + random.Next(2000), AttemptTimeout = TimeSpan.FromSeconds(30) };
                var bench = new PipelineBench(time, _ => random.Next(100) switch
                {
                    < 6 => Reaction.Fail(CallFailure.RateLimited, retryAfter: random.Next(2) == 0 ? random.Next(5) : null),
                    < 12 => Reaction.Fail(CallFailure.Server, delay: random.NextDouble()),
                    < 18 => Reaction.Fail(CallFailure.Connection, billed: random.Next(2) == 0, delay: random.NextDouble()),
                    < 24 => Reaction.Fail(CallFailure.Malformed, billed: true),
                    < 30 => new Reaction { Hangs = true },
                    _ => new Reaction { Delay = TimeSpan.FromMilliseconds(200 + random.Next(3000)) },
                }, hosted);
                var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => OutcomeAsync(bench, $"question {i}")));

                // A call may use up its eight attempts (0.24^8); nothing else can end it.
                outcomes.Count(o => o is not null).ShouldBeLessThanOrEqualTo(1);
                var answered = outcomes.Count(o => o is null);
                var totals = bench.Books.Totals;
                totals.Calls.ShouldBe(bench.Endpoint.Arrivals.Count);
                bench.Endpoint.Billed.ShouldBe((int)(answered + totals.LostAnswers));
                bench.Books.Records.Count.ShouldBe(answered);
                bench.Books.Records.ShouldAllBe(r => r.DurationMs >= 200 && r.DurationMs < 3200);
                bench.Endpoint.MostInFlight.ShouldBeLessThanOrEqualTo(hosted.Concurrency);
                bench.Endpoint.InFlight.ShouldBe(0);
                var arrivals = bench.Endpoint.Arrivals;
                for (var i = 0; i < arrivals.Count; i++)
                {
                    arrivals.Skip(i).TakeWhile(a => a < arrivals[i] + TimeSpan.FromMinutes(1)).Count().ShouldBeLessThanOrEqualTo(hosted.RequestsPerMinute!.Value);
                }
            });
        }
    }

    private static async Task<ModelCallException?> OutcomeAsync(PipelineBench bench, string prompt)
    {
        try
        {
            await bench.AskAsync(prompt);
            return null;
        }
        catch (ModelCallException e)
        {
            return e;
        }
    }
}
