using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Providers.OpenAi;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.OpenAi;

public class OpenAiChatClientTests
{
    private const string Answer = """
        {"id":"c-1","object":"chat.completion","created":1,"model":"tiny-2026-01-01","system_fingerprint":"fp_7",
         "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Paris","reasoning_content":"Capital?"},
           "logprobs":{"content":[{"token":"Paris","logprob":-0.25,"bytes":[80],"top_logprobs":[{"token":"Paris","logprob":-0.25,"bytes":null},{"token":"Lyon","logprob":-2.5,"bytes":null}]}]}}],
         "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":5}}}
        """;

    [Fact]
    public async Task GetResponse_WholeAnswer_GivesEveryPart()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var response = await model.AskAsync("Capital of France?");

        response.Text.ShouldBe("Paris");
        response.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.ShouldBe("Capital?");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("tiny-2026-01-01");
        response.Usage!.InputTokenCount.ShouldBe(11);
        response.Usage.OutputTokenCount.ShouldBe(7);
        response.Usage.CachedInputTokenCount.ShouldBe(4);
        response.Usage.ReasoningTokenCount.ShouldBe(5);
        response.AdditionalProperties![ChatProperties.SystemFingerprint].ShouldBe("fp_7");
        var token = ((List<TokenLogProbability>)response.AdditionalProperties[ChatProperties.LogProbs]!).ShouldHaveSingleItem();
        (token.Token, token.LogProbability).ShouldBe(("Paris", -0.25));
        token.Top.ShouldBe([new("Paris", -0.25), new("Lyon", -2.5)]);
        // As it comes back from the cache of answers.
        var cached = JsonSerializer.Deserialize<ChatResponse>(JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        TokenLogProbability.Of(cached)!.Single().Top.ShouldBe(token.Top);
        cached.Usage!.ReasoningTokenCount.ShouldBe(5);
        server.Last.Path.ShouldBe("/v1/chat/completions");
        server.Last.Headers["Authorization"].ShouldBe("Bearer " + HostedCandidates.Key);
    }

    [Fact]
    public async Task GetResponse_EveryOption_IsSent()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address) with
        {
            ExtraBody = """{"top_k":40,"chat_template_kwargs":{"enable_thinking":false},"it's":1}""",
            ReasoningEffort = "low",
        });
        var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""").RootElement;

        await model.AskAsync("x", new ChatOptions
        {
            Instructions = "Be short.",
            Temperature = 0.5f,
            TopP = 0.75f,
            MaxOutputTokens = 64,
            Seed = 17,
            FrequencyPenalty = 0.25f,
            PresencePenalty = -0.5f,
            StopSequences = ["\n", "END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "reply"),
            Tools = [AIFunctionFactory.CreateDeclaration("weather", "Tells the weather", JsonDocument.Parse("""{"type":"object"}""").RootElement)],
            ToolMode = ChatToolMode.RequireSpecific("weather"),
            AllowMultipleToolCalls = false,
            AdditionalProperties = new() { [ChatProperties.TopLogProbs] = 3, ["min_p"] = 0.05 },
        });

        Same(server.Last.Body, """
            {"model":"tiny","messages":[{"role":"system","content":"Be short."},{"role":"user","content":"x"}],
             "temperature":0.5,"top_p":0.75,"max_tokens":64,"seed":17,"frequency_penalty":0.25,"presence_penalty":-0.5,"stop":["\n","END"],
             "reasoning_effort":"low","logprobs":true,"top_logprobs":3,"min_p":0.05,"top_k":40,"chat_template_kwargs":{"enable_thinking":false},"it's":1,
             "response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,"schema":
               {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}}},
             "tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather","parameters":{"type":"object"}}}],
             "tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false}
            """);
    }

    [Fact]
    public async Task GetResponse_CandidateSettings_WinOverTheSuites()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address, "openai") with
        {
            Temperature = 1,
            TopP = 0.5,
            MaxOutputTokens = 4096,
            Omit = ["seed", "stop"],
        });

        await model.AskAsync("x", new ChatOptions { Temperature = 0, TopP = 1, MaxOutputTokens = 16, Seed = 1, StopSequences = ["a"] });

        Same(server.Last.Body, """
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"temperature":1,"top_p":0.5,"max_completion_tokens":4096}
            """);
    }

    [Fact]
    public async Task GetResponse_ConversationWithTools_IsSentWhole()
    {
        await using var server = await TestServer.AnsweringAsync("""
            {"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
             "tool_calls":[{"id":"t9","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\",\"days\":2}"}}]}}]}
            """);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var response = await model.Chat.GetResponseAsync(
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent("t1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
            new(ChatRole.Tool, [new FunctionResultContent("t1", "rain")]),
        ]);

        var call = response.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        (call.CallId, call.Name).ShouldBe(("t9", "weather"));
        call.Arguments!["city"]!.ToString().ShouldBe("Rome");
        call.Arguments["days"]!.ToString().ShouldBe("2");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        response.Usage.ShouldBeNull();
        var messages = server.Last.Body["messages"]!.AsArray();
        messages[1]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>().ShouldBe("""{"city":"Oslo"}""");
        messages[2]!["tool_call_id"]!.GetValue<string>().ShouldBe("t1");
        messages[2]!["content"]!.GetValue<string>().ShouldBe("rain");
    }

    [Theory]
    [InlineData("length", null, "length")]
    [InlineData("content_filter", null, "content_filter")]
    [InlineData("stop", "I cannot help with that.", "content_filter")]
    public async Task GetResponse_EndOfAnswer_IsToldAsItWas(string finish, string? refusal, string expected)
    {
        await using var server = await TestServer.AnsweringAsync(
            $$"""
            {"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[{"index":0,"finish_reason":"{{finish}}",
             "message":{"role":"assistant","refusal":{{JsonSerializer.Serialize(refusal)}},"content":"" } } ] }
            """);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var response = await model.AskAsync("x");

        response.FinishReason!.Value.Value.ShouldBe(expected);
        (response.AdditionalProperties!.TryGetValue(ChatProperties.Refusal, out var said) ? said : null).ShouldBe(refusal);
    }

    [Fact]
    public async Task GetResponse_ReasoningThatUsedUpTheLimit_IsATruncatedAnswer()
    {
        await using var server = await TestServer.AnsweringAsync(
            """{"error":{"message":"Could not finish the message because max_tokens or model output limit was reached.","type":"invalid_request_error"}}""", 400);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var response = await model.AskAsync("x");

        (response.Text, response.FinishReason).ShouldBe(("", ChatFinishReason.Length));
    }

    [Fact]
    public async Task GetStreamingResponse_Pieces_MakeTheSameAnswer()
    {
        await using var server = await TestServer.StartAsync((context, _) => TestServer.EventsAsync(
            context,
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"reasoning_content":"Hm."}"""),
            Chunk("""{"content":"Pa"}""", """{"content":[{"token":"Pa","logprob":-0.5,"bytes":null,"top_logprobs":[]}]}"""),
            Chunk("""{"content":"ris"}""", """{"content":[{"token":"ris","logprob":-0.125,"bytes":null,"top_logprobs":[]}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"""),
            Chunk("{}", finish: "\"length\""),
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"tiny-x","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
            "[DONE]"));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var response = await model.StreamAsync("x", new ChatOptions { AdditionalProperties = new() { [ChatProperties.TopLogProbs] = 0 } });

        response.Text.ShouldBe("Paris");
        response.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.ShouldBe("Hm.");
        response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["a"]!.ToString().ShouldBe("1");
        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        response.ModelId.ShouldBe("tiny-x");
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe((3, 2));
        ((List<TokenLogProbability>)response.AdditionalProperties![ChatProperties.LogProbs]!).Select(t => t.LogProbability).ShouldBe([-0.5, -0.125]);
        server.Last.Body["stream_options"]!["include_usage"]!.GetValue<bool>().ShouldBeTrue();
        server.Last.Body["logprobs"]!.GetValue<bool>().ShouldBeTrue();
        server.Last.Body.ContainsKey("top_logprobs").ShouldBeFalse();
    }

    [Fact]
    public async Task GetStreamingResponse_StreamOptionsRefused_AreLeftOut()
    {
        await using var server = await TestServer.StartAsync((context, _) => TestServer.EventsAsync(context, Chunk("""{"content":"a"}""", finish: "\"stop\""), "[DONE]"));
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address) with { Omit = ["stream_options"] });

        (await model.StreamAsync("x")).Text.ShouldBe("a");

        server.Last.Body["stream"]!.GetValue<bool>().ShouldBeTrue();
        server.Last.Body.ContainsKey("stream_options").ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_UnknownProperty_IsRefusedBeforeAnythingIsSent()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        var error = await Should.ThrowAsync<NotSupportedException>(() => model.AskAsync("x", new ChatOptions { AdditionalProperties = new() { ["top_q"] = 1 } }));

        error.Message.ShouldContain("top_q");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetResponse_Cancelled_IsCancelledAndNothingElse()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await TestServer.StartAsync(async (context, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address));

        await Should.ThrowAsync<OperationCanceledException>(() => model.AskAsync("x", cancellationToken: stop.Token));
    }

    internal static string Chunk(string delta, string logprobs = "null", string finish = "null") =>
        $$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"tiny-x","choices":[{"index":0,"delta":{{delta}},"logprobs":{{logprobs}},"finish_reason":{{finish}}}]}""";

    private static void Same(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue(actual.ToJsonString());
}
