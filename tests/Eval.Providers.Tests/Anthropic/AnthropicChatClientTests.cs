using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Costs;
using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.Anthropic;

public class AnthropicChatClientTests
{
    private const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"tiny-20260101","content":[{"type":"thinking","thinking":"Capital?","signature":"s"},{"type":"text","text":"Paris"}],
         "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":7,"output_tokens":3}}
        """;

    [Fact]
    public async Task GetResponse_WholeAnswer_GivesEveryPart()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = Open(server.Address);

        var response = await model.AskAsync("Capital of France?");

        response.Text.ShouldBe("Paris");
        response.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.ShouldBe("Capital?");
        (response.FinishReason, response.ModelId).ShouldBe((ChatFinishReason.Stop, "tiny-20260101"));
        CallUsage.Of(response.Usage).ShouldBe(new CallUsage(22, 3) { CachedInputTokens = 7, WrittenInputTokens = 5 });
        server.Last.Path.ShouldBe("/v1/messages");
        server.Last.Headers["x-api-key"].ShouldBe(HostedCandidates.Key);
        server.Last.Headers.ContainsKey("Authorization").ShouldBeFalse();
        server.Last.Headers.ContainsKey("anthropic-version").ShouldBeTrue();
    }

    [Fact]
    public async Task GetResponse_EveryOption_IsSent()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = Open(server.Address, s => s with { ExtraBody = """{"metadata":{"user_id":"7"}}""", ReasoningEffort = "high" });
        var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""").RootElement;

        await model.AskAsync("x", new ChatOptions
        {
            Instructions = "Be short.",
            Temperature = 0.5f,
            TopP = 0.75f,
            TopK = 3,
            MaxOutputTokens = 64,
            // It knows no seeds; the probe says so in the model's description.
            Seed = 17,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "reply"),
        });

        JsonNode.DeepEquals(server.Last.Body, JsonNode.Parse("""
            {"model":"tiny","max_tokens":64,"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"system":[{"type":"text","text":"Be short."}],
             "temperature":0.5,"top_p":0.75,"top_k":3,"stop_sequences":["END"],"metadata":{"user_id":"7"},"thinking":{"type":"adaptive"},
             "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}}}}
            """)).ShouldBeTrue(server.Last.Body.ToJsonString());
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("stop_sequence", "stop")]
    public async Task GetResponse_EndOfAnswer_IsToldAsItWas(string stop, string expected)
    {
        await using var server = await TestServer.AnsweringAsync(Answer.Replace("end_turn", stop));
        using var model = Open(server.Address);

        (await model.AskAsync("x")).FinishReason!.Value.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(401, "authentication_error", CallFailure.Unauthorized)]
    [InlineData(429, "rate_limit_error", CallFailure.RateLimited)]
    [InlineData(529, "overloaded_error", CallFailure.Server)]
    [InlineData(404, "not_found_error", CallFailure.BadRequest)]
    public async Task GetResponse_ErrorStatus_IsTranslated(int status, string type, CallFailure expected)
    {
        await using var server = await TestServer.AnsweringAsync(
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"because of {{{HostedCandidates.Key}}}"},"request_id":"r"}""", status, ("Retry-After", "3"));
        using var model = Open(server.Address);

        foreach (var ask in new[] { () => model.AskAsync("x"), () => model.StreamAsync("x") })
        {
            var error = await Should.ThrowAsync<ModelCallException>(ask);

            (error.Failure, error.Status, error.RetryAfter).ShouldBe((expected, status, TimeSpan.FromSeconds(3)));
            error.Message.ShouldContain($"{type}: because of ***");
            error.ToString().ShouldNotContain("sesame");
        }

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GetResponse_AnswerWithoutUsage_IsAnAnswerOfUnknownCost()
    {
        var body = JsonNode.Parse(Answer)!.AsObject();
        body.Remove("usage");
        await using var server = await TestServer.AnsweringAsync(body.ToJsonString());
        using var model = Open(server.Address);

        var response = await model.AskAsync("Capital of France?");

        response.Text.ShouldBe("Paris");
        CallUsage.Of(response.Usage).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html/>")]
    [InlineData("""{"id":"m","type":"message","role":"assistant","model":"t","content":"none","stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""")]
    public async Task GetResponse_AnswerThatIsNone_IsMalformed(string body)
    {
        await using var server = await TestServer.AnsweringAsync(body);
        using var model = Open(server.Address);

        var error = await Should.ThrowAsync<ModelCallException>(() => model.AskAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((CallFailure.Malformed, true));
    }

    [Fact]
    public async Task GetStreamingResponse_TestEndpoint_GivesTheSameAsTheWhole()
    {
        await using var endpoint = await FakeAsync(new ModelProfile { Answers = "fixed:Paris is the capital.", Dialect = Dialect.Anthropic, Reasoning = "Hm." });
        using var model = Open(endpoint.Address.ToString());

        var (whole, streamed) = (await model.AskAsync("x"), await model.StreamAsync("x"));

        streamed.Text.ShouldBe("Paris is the capital.");
        whole.Text.ShouldBe(streamed.Text);
        whole.FinishReason.ShouldBe(ChatFinishReason.Stop);
        streamed.FinishReason.ShouldBe(whole.FinishReason);
        CallUsage.Of(streamed.Usage).ShouldBe(CallUsage.Of(whole.Usage));
        CallUsage.Of(whole.Usage)!.Value.OutputTokens.ShouldBeGreaterThan(0);
        streamed.Messages.SelectMany(m => m.Contents).OfType<TextReasoningContent>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", CallFailure.Server)]
    [InlineData("", CallFailure.Connection)]
    [InlineData("event: content_block_delta\ndata: {\"type\":\n\n", CallFailure.Malformed)]
    public async Task GetStreamingResponse_StreamThatFails_IsTranslated(string after, CallFailure expected)
    {
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                """
                event: message_start
                data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"t","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Pa"}}


                """ + after));
        });
        using var model = Open(server.Address);

        var error = await Should.ThrowAsync<ModelCallException>(() => model.StreamAsync("x"));

        (error.Failure, error.MayBeBilled).ShouldBe((expected, true));
    }

    [Fact]
    public async Task Describe_SamplingRefused_IsLeftOutAndSaid()
    {
        await using var server = await TestServer.StartAsync((context, seen) => seen.Body.ContainsKey("temperature")
            ? TestServer.JsonAsync(context, """{"type":"error","error":{"type":"invalid_request_error","message":"temperature: Extra inputs are not permitted"} }""", 400)
            : TestServer.JsonAsync(context, Answer));
        var provider = new HostedModelProvider(HostedCandidates.Variable, TimeProvider.System);

        var model = await provider.DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address, "anthropic")), default);

        model.Identity.ShouldBe(new ModelIdentity(
            "hosted", $"{server.Address} tiny tiny-20260101", "anthropic", "omit=frequency_penalty,logprobs,presence_penalty,seed,temperature"));
        (model.Capabilities.Chat, model.Capabilities.Seeds, model.Capabilities.Likelihoods, model.Capabilities.LikelihoodProblem).ShouldBe((true, false, false, "\"likelihoods: none\" is set"));
    }

    [Fact]
    public async Task Describe_RefusedKey_IsOneProblem()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = "another", RepeatsKeys = true });

        var error = await Should.ThrowAsync<EvalConfigurationException>(() => new HostedModelProvider(HostedCandidates.Variable, TimeProvider.System)
            .DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(endpoint.Address.ToString(), "anthropic")), default));

        error.Problems.ShouldHaveSingleItem();
        error.ToString().ShouldNotContain("sesame");
    }

    private static Task<FakeEndpointServer> FakeAsync(ModelProfile profile) => FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = profile });

    private static HostedChat Open(string address, Func<HostedModelSpec, HostedModelSpec>? change = null) =>
        HostedCandidates.Open((change ?? (s => s))(HostedCandidates.Spec(address, "anthropic")));
}
