using System.Net;
using System.Text.Json;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Wire;

namespace Eval.Providers.Tests.TestEndpoint;

public class FaultTests
{
    [Theory]
    [InlineData(FaultKind.RateLimited, 429, false)]
    [InlineData(FaultKind.RateLimitedUntilDate, 429, false)]
    [InlineData(FaultKind.Quota, 429, false)]
    [InlineData(FaultKind.ServerError, 500, false)]
    [InlineData(FaultKind.BadGateway, 502, false)]
    [InlineData(FaultKind.Unavailable, 503, false)]
    [InlineData(FaultKind.GatewayTimeout, 504, false)]
    [InlineData(FaultKind.Overloaded, 503, false)]
    [InlineData(FaultKind.Reset, 0, false)]
    [InlineData(FaultKind.DropMidStream, 200, true)]
    [InlineData(FaultKind.TruncatedStream, 200, true)]
    [InlineData(FaultKind.ErrorInStream, 500, true)]
    [InlineData(FaultKind.MalformedJson, 200, true)]
    [InlineData(FaultKind.HtmlBody, 200, true)]
    [InlineData(FaultKind.EmptyBody, 200, true)]
    [InlineData(FaultKind.EmptyChoices, 200, true)]
    [InlineData(FaultKind.NullContent, 200, true)]
    [InlineData(FaultKind.BadRequest, 400, false)]
    [InlineData(FaultKind.TooLong, 400, false)]
    [InlineData(FaultKind.ContentFilterPrompt, 400, false)]
    public async Task Fault_WholeOrStreamed_GivesNoAnswerAndIsBilledAsDeclared(FaultKind fault, int status, bool isBilled)
    {
        foreach (var stream in new[] { false, true })
        {
            await using var server = await Serve(new FaultPlan { Script = [fault] });
            using var client = new EndpointClient(server);

            var reply = await client.ChatAsync("What is it?", stream);

            // An error in the middle of a stream comes after a good start.
            var expected = fault == FaultKind.ErrorInStream && stream ? 200 : status;
            // A reset may overtake what was sent before it.
            ((int)reply.Status).ShouldBeOneOf(fault == FaultKind.DropMidStream ? [200, 0] : [expected]);
            reply.Broke.ShouldBe(fault is FaultKind.Reset or FaultKind.DropMidStream);
            Answered(reply, stream).ShouldBeFalse($"{fault} {stream}: {reply.Text}");
            var totals = await server.Ledger.SettleAsync();
            var bill = isBilled && (stream || fault != FaultKind.ErrorInStream) ? 1 : 0;
            (totals.Billed, totals.Lost, totals.Answered).ShouldBe((bill, bill, 0), $"{fault} {stream}");
            totals.Faults[fault].ShouldBe(1);

            Answered(await client.ChatAsync("What is it?", stream), stream).ShouldBeTrue($"second attempt after {fault} {stream}");
            (await server.Ledger.SettleAsync()).Answered.ShouldBe(1);
            server.Ledger.Entries[^1].Attempt.ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(FaultKind.SlowDrip)]
    [InlineData(FaultKind.WrongUsage)]
    [InlineData(FaultKind.NoUsage)]
    public async Task Fault_ThatLeavesTheAnswerWhole_IsAnswered(FaultKind fault)
    {
        foreach (var stream in new[] { false, true })
        {
            await using var server = await Serve(new FaultPlan { Script = [fault], DripMs = 20 });
            using var client = new EndpointClient(server);
            Answered(await client.ChatAsync("What is it?", stream), stream).ShouldBeTrue($"{fault} {stream}");
            (await server.Ledger.SettleAsync()).Answered.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Hang_UntilTheClientLeaves_IsBilledAndLost()
    {
        await using var server = await Serve(new FaultPlan { Script = [FaultKind.Hang] });
        using var http = new HttpClient(new SocketsHttpHandler());
        using var patience = new CancellationTokenSource();
        using var content = new StringContent(EndpointClient.Chat("x").ToJsonString());
        var call = http.PostAsync(new Uri(server.Address, "/v1/chat/completions"), content, patience.Token);
        while (server.Ledger.Totals.Open == 0 || !server.Ledger.Entries[0].Billed)
        {
            await Task.Delay(5);
        }

        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        ((await server.Ledger.SettleAsync()).Lost, server.Ledger.Entries[0].ClientLeft).ShouldBe((1, true));
    }

    [Fact]
    public async Task RetryAfter_InBothForms_TellsTheWait()
    {
        await using var server = await Serve(new FaultPlan { Script = [FaultKind.RateLimited, FaultKind.RateLimitedUntilDate], RetryAfterSeconds = 3 });
        using var client = new EndpointClient(server);

        (await client.ChatAsync("x")).Headers["Retry-After"].ShouldBe("3");
        var date = DateTimeOffset.Parse((await client.ChatAsync("x")).Headers["Retry-After"]);
        (date - DateTimeOffset.UtcNow).TotalSeconds.ShouldBeInRange(0, 4);
    }

    [Fact]
    public void Draw_OfManyContents_KeepsItsSharesAndDependsOnNothingElse()
    {
        var plan = new FaultPlan { Mixed = 0.3, Rates = new Dictionary<FaultKind, double> { [FaultKind.Refusal] = 0.1, [FaultKind.Hang] = 0.05 } };
        var draws = Enumerable.Range(0, 20_000).Select(i => plan.Draw(17, $"content {i}", 1)).ToList();

        // Five standard deviations of a binomial share.
        Share(draws, FaultKind.Refusal).ShouldBe(0.1, 0.011);
        Share(draws, FaultKind.Hang).ShouldBe(0.9 * 0.05, 0.008);
        (1 - Share(draws, FaultKind.None)).ShouldBe(0.1 + (0.9 * 0.35), 0.018);
        Enumerable.Range(0, 20_000).Reverse().Select(i => plan.Draw(17, $"content {i}", 1)).Reverse().ShouldBe(draws);
        Enumerable.Range(0, 20_000).Select(i => plan.Draw(18, $"content {i}", 1)).ShouldNotBe(draws);
        // A refusal belongs to the prompt; what trying again cures does not.
        for (var i = 0; i < 1000; i++)
        {
            (plan.Draw(17, $"content {i}", 2) == FaultKind.Refusal).ShouldBe(draws[i] == FaultKind.Refusal);
        }

        Enumerable.Range(0, 20_000).Count(i => draws[i] != FaultKind.None && plan.Draw(17, $"content {i}", 2) == FaultKind.None).ShouldBeGreaterThan(3000);
    }

    [Fact]
    public async Task OutcomesOfThePrompt_Refusal_FilterAndLength_AreToldAsProvidersTellThem()
    {
        await using var server = await Serve(new FaultPlan { Script = [FaultKind.Refusal, FaultKind.ContentFilterAnswer, FaultKind.Length] });
        using var client = new EndpointClient(server);

        (await client.ChatAsync("x")).Json["choices"]![0]!["message"]!["refusal"]!.GetValue<string>().ShouldContain("can't help");
        (await client.ChatAsync("x")).Json["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("content_filter");
        (await client.ChatAsync("x")).Json["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("length");
    }

    [Theory]
    [InlineData(Dialect.OpenAi, "context_length_exceeded")]
    [InlineData(Dialect.Vllm, "BadRequestError")]
    [InlineData(Dialect.LlamaServer, "exceed_context_size_error")]
    public async Task TooLong_InEachDialect_HasItsOwnWords(Dialect dialect, string word)
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Dialect = dialect, ContextLength = 10 } });
        using var client = new EndpointClient(server);
        var reply = await client.ChatAsync("a text of more than ten tokens, whichever way it is cut");
        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Text.ShouldContain(word);
    }

    private static double Share(List<FaultKind> draws, FaultKind kind) => draws.Count(d => d == kind) / (double)draws.Count;

    private static bool Answered(Reply reply, bool stream)
    {
        try
        {
            return reply is { Status: HttpStatusCode.OK, Broke: false } && (stream
                ? reply.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) && reply.StreamedText == "What is it?"
                : reply.Json["choices"]![0]!["message"]!["content"]?.GetValue<string>() == "What is it?");
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static Task<FakeEndpointServer> Serve(FaultPlan faults) => FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Faults = faults } });
}
