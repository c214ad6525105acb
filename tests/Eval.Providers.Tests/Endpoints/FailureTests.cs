using System.Net;
using System.Net.Sockets;
using Eval.Core.Models;
using Microsoft.AspNetCore.Http;
using static Eval.Providers.Tests.OpenAi.OpenAiChatClientTests;

namespace Eval.Providers.Tests.Endpoints;

public class FailureTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"bad value","type":"invalid_request_error","param":"temperature","code":null}}""", CallFailure.BadRequest, "400 invalid_request_error: bad value")]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}""", CallFailure.TooLong, "context_length_exceeded")]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", CallFailure.TooLong, "exceed_context_size_error")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", CallFailure.TooLong, "prompt is too long")]
    [InlineData(400, """{"error":{"message":"filtered","code":"content_filter"}}""", CallFailure.Filtered, "content_filter: filtered")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}""", CallFailure.Unauthorized, "credit balance")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""", CallFailure.Unauthorized, "401 invalid_api_key: Incorrect API key provided")]
    [InlineData(402, """{"error":{"message":"Insufficient credits","code":402}}""", CallFailure.Unauthorized, "402: Insufficient credits")]
    [InlineData(403, """{"error":{"message":"no"}}""", CallFailure.Unauthorized, "403: no")]
    [InlineData(404, """{"error":"model 'tiny' not found"}""", CallFailure.BadRequest, "404: model 'tiny' not found")]
    [InlineData(413, "", CallFailure.BadRequest, "answers 413")]
    [InlineData(422, """{"detail":[{"msg":"extra field"}]}""", CallFailure.BadRequest, "extra field")]
    [InlineData(408, "", CallFailure.Server, "answers 408")]
    [InlineData(409, "", CallFailure.Server, "answers 409")]
    [InlineData(429, """{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}""", CallFailure.RateLimited, "429 rate_limit_exceeded")]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""", CallFailure.Unauthorized, "insufficient_quota")]
    [InlineData(500, """{"message":"boom"}""", CallFailure.Server, "500: boom")]
    [InlineData(501, "", CallFailure.BadRequest, "answers 501")]
    [InlineData(502, "<html><body>Bad gateway</body></html>", CallFailure.Server, "answers 502")]
    [InlineData(503, """[{"error":{"code":503,"message":"The model is overloaded","status":"UNAVAILABLE"}}]""", CallFailure.Server, "503 UNAVAILABLE: The model is overloaded")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", CallFailure.Server, "529 overloaded_error: Overloaded")]
    [InlineData(307, "", CallFailure.BadRequest, "https://elsewhere.example/v1): correct \"endpoint\"")]
    public async Task GetResponse_ErrorStatus_IsTranslated(int status, string body, CallFailure expected, string said)
    {
        await using var server = await TestServer.AnsweringAsync(body, status, ("Location", "https://elsewhere.example/v1?secret=1"));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        foreach (var ask in new[] { () => model.AskAsync("x"), () => model.StreamAsync("x") })
        {
            var error = await Should.ThrowAsync<ModelCallException>(ask);

            error.Failure.ShouldBe(expected);
            error.Status.ShouldBe(status);
            error.MayBeBilled.ShouldBeFalse();
            error.Message.ShouldStartWith($"tiny at {server.Address["http://".Length..]} answers {status}");
            error.Message.ShouldContain(said);
            error.Message.ShouldNotContain("<");
        }

        // The package's own retries are off.
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("Retry-After", "1.5", 1.5)]
    [InlineData("retry-after-ms", "250", 0.25)]
    [InlineData("Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT", 30.0)]
    [InlineData("Retry-After", "Wed, 21 Oct 2026 07:27:00 GMT", 0.0)]
    [InlineData("Retry-After", "soon", null)]
    public async Task GetResponse_RetryAfter_IsReadInEveryForm(string header, string value, double? seconds)
    {
        await using var server = await TestServer.AnsweringAsync("", 429, (header, value), ("Date", "Wed, 21 Oct 2026 07:28:00 GMT"));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        error.RetryAfter.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>ok</html>")]
    [InlineData("{}")]
    [InlineData("""{"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[]}""")]
    [InlineData("""{"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null}}],"id":"c","object":"chat.completion","created":1,"model":"tiny"}""")]
    [InlineData("""{"choices":"none","id":"c","object":"chat.completion","created":1,"model":"tiny"}""")]
    public async Task GetResponse_AnswerThatIsNone_IsMalformedAndMayBeBilled(string body)
    {
        await using var server = await TestServer.AnsweringAsync(body);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Malformed, true));
    }

    [Fact]
    public async Task GetResponse_ErrorWithStatus200_IsTranslatedByItsOwnCode()
    {
        await using var server = await TestServer.AnsweringAsync("""{"error":{"message":"Provider overloaded","code":429}}""");
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        (error.Failure, error.Status).ShouldBe((CallFailure.RateLimited, 429));
    }

    [Fact]
    public async Task GetStreamingResponse_ErrorInTheStream_IsTranslated()
    {
        await using var server = await TestServer.StartAsync((context, _) => TestServer.EventsAsync(
            context, Chunk("""{"content":"Pa"}"""), """{"error":{"message":"out of memory","type":"server_error"}}"""));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.StreamAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Server, true));
        error.Message.ShouldContain("out of memory");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetStreamingResponse_StreamThatStops_IsABrokenAnswer(bool abort)
    {
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            await TestServer.EventsAsync(context, Chunk("""{"content":"Pa"}"""));
            if (abort)
            {
                context.Abort();
            }
        });
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.StreamAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Connection, true));
        // A connection that is reset may take with it what was already sent.
        error.Message.ShouldContain(abort ? "tiny at 127.0.0.1" : "broke off");
    }

    [Fact]
    public async Task GetStreamingResponse_BrokenJson_IsMalformed()
    {
        await using var server = await TestServer.StartAsync((context, _) => TestServer.EventsAsync(context, Chunk("""{"content":"Pa"}"""), "{\"id\":"));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.StreamAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Malformed, true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponse_ConnectionThatBreaks_MayBeBilled(bool inTheBody)
    {
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            if (inTheBody)
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"id\":");
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
        });
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        (error.Failure, error.MayBeBilled, error.Status).ShouldBe((CallFailure.Connection, true, null));
    }

    [Fact]
    public async Task GetResponse_NobodyListens_IsNotBilled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var model = HostedCandidates.Open(HostedCandidates.Spec($"http://127.0.0.1:{port}"));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Connection, false));
        error.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task GetResponse_LongErrorThatEchoesTheKey_IsShortAndMasked()
    {
        var echo = string.Concat(Enumerable.Repeat($"key {HostedCandidates.Key} Bearer {HostedCandidates.Key.ToUpperInvariant()}\n", 200));
        await using var server = await TestServer.AnsweringAsync(System.Text.Json.JsonSerializer.Serialize(new { error = new { message = echo } }), 401);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        error.ToString().ShouldNotContain("sesame", Case.Insensitive);
        error.Message.ShouldContain("key *** Bearer ***");
        error.Message.ShouldNotContain("\n");
        error.Message.Length.ShouldBeLessThan(310);
    }
}
