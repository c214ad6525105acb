using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.Core.Tests.Models.Pipeline;

public class EndpointCircuitTests
{
    [Fact]
    public void Calls_OutageOfTwoMinutes_LoseNoSampleAndSendLittle() => Simulation.Run(async time =>
    {
        var until = TimeSpan.FromMinutes(2);
        var bench = new PipelineBench(time, _ => time.Elapsed < until ? Reaction.Fail(CallFailure.Connection) : new Reaction());
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => bench.AskAsync()));

        answers.ShouldAllBe(a => a.Text == "an answer");

        // All that were under way when the circuit opened and the few that took a permit just before, then one at a time.
        bench.Endpoint.Arrivals.Count(a => a < until).ShouldBeLessThan(64 + 20);
        time.Elapsed.TotalMinutes.ShouldBeInRange(2, 4);
    });

    [Fact]
    public void Calls_DeadEndpoint_IsGivenUpAfterMinutes() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, _ => Reaction.Fail(CallFailure.Server));
        var calls = Enumerable.Range(0, 64).Select(_ => bench.AskAsync()).ToList();
        var error = await Should.ThrowAsync<ModelUnavailableException>(Task.WhenAll(calls));

        error.IsPermanent.ShouldBeTrue();
        error.Message.ShouldContain("openai has answered nothing for 5 min (last: Server)");
        calls.Count(c => c.Exception!.InnerException is ModelUnavailableException).ShouldBeGreaterThan(50);
        time.Elapsed.TotalMinutes.ShouldBeInRange(5, 8);
        bench.Endpoint.Arrivals.Count.ShouldBeLessThan(64 + 30);
    });

    [Fact]
    public void Calls_RefusalsInARow_DoNotOpenTheCircuit() => Simulation.Run(async time =>
    {
        var bench = new PipelineBench(time, i => i < 50 ? Reaction.Fail(CallFailure.BadRequest) : new Reaction());
        for (var i = 0; i < 50; i++)
        {
            await Should.ThrowAsync<ModelCallException>(bench.AskAsync());
        }

        (await bench.AskAsync()).Text.ShouldBe("an answer");
        time.Elapsed.TotalSeconds.ShouldBeLessThan(10);
    });
}
