using System.Net;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;

namespace Eval.Providers.Tests.TestEndpoint;

public class OpenAiWireTests
{
    [Fact]
    public async Task Chat_WholeAndStreamed_GiveTheSameTextAndUsage()
    {
        await using var server = await Serve(new ModelProfile { TokensPerChunk = 3 });
        using var client = new EndpointClient(server);

        var whole = (await client.ChatAsync("Ein Café – 日本語, \"quoted\"\nnext")).Json;
        var stream = await client.ChatAsync("Ein Café – 日本語, \"quoted\"\nnext", stream: true);

        whole["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldBe("Ein Café – 日本語, \"quoted\"\nnext");
        stream.StreamedText.ShouldBe("Ein Café – 日本語, \"quoted\"\nnext");
        stream.Text.ShouldEndWith("data: [DONE]\n\n");
        stream.Events[^1]["choices"]!.AsArray().Count.ShouldBe(0);
        stream.Events[^1]["usage"]!.ToJsonString().ShouldBe(whole["usage"]!.ToJsonString());
        stream.Events[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("stop");
        stream.Events[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>().ShouldBe("assistant");
        stream.Events.Select(e => e["id"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Chat_NMaxTokensAndStop_AreKept()
    {
        await using var server = await Serve(new ModelProfile());
        using var client = new EndpointClient(server);
        var request = EndpointClient.Chat("one two three four five");
        request["n"] = 3;
        request["max_tokens"] = 2;

        var choices = (await client.PostAsync("/v1/chat/completions", request)).Json["choices"]!.AsArray();

        choices.Count.ShouldBe(3);
        choices.ShouldAllBe(c => c!["finish_reason"]!.GetValue<string>() == "length");

        request = EndpointClient.Chat("one two three four five");
        request["stop"] = new JsonArray(" four");
        (await client.PostAsync("/v1/chat/completions", request)).Json["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldBe("one two three");
    }

    [Fact]
    public async Task Chat_Logprobs_AreThoseOfEveryRoute()
    {
        await using var server = await Serve(new ModelProfile());
        using var client = new EndpointClient(server);
        var chat = EndpointClient.Chat("The same");
        (chat["logprobs"], chat["top_logprobs"]) = (true, 3);

        var content = (await client.PostAsync("/v1/chat/completions", chat)).Json["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        var echoed = (await client.PostAsync("/v1/completions", new JsonObject
        {
            ["model"] = "m",
            ["prompt"] = "user: The same\nassistant: The same",
            ["echo"] = true,
            ["logprobs"] = 3,
            ["max_tokens"] = 0,
        })).Json["choices"]![0]!["logprobs"]!;

        content.Count.ShouldBeGreaterThan(2);
        content.ShouldAllBe(t => t!["top_logprobs"]!.AsArray().Count == 3);
        var chances = echoed["token_logprobs"]!.AsArray();
        chances[0].ShouldBeNull();
        chances.TakeLast(content.Count).Select(c => c!.GetValue<double>()).ShouldBe(content.Select(c => c!["logprob"]!.GetValue<double>()));
        string.Concat(echoed["tokens"]!.AsArray().Select(t => t!.GetValue<string>())).ShouldBe("user: The same\nassistant: The same");
    }

    [Fact]
    public async Task Completions_EveryEchoMode_BehavesAsNamed()
    {
        await using var server = await Serve(new ModelProfile { Answers = "fixed:!", Echo = EchoMode.Ignored });
        using var client = new EndpointClient(server);
        var request = new JsonObject { ["model"] = "m", ["prompt"] = "The text", ["echo"] = true, ["logprobs"] = 1, ["max_tokens"] = 1 };

        var ignored = (await client.PostAsync("/v1/completions", request)).Json["choices"]![0]!;
        ignored["text"]!.GetValue<string>().ShouldBe("!");
        ignored["logprobs"]!["tokens"]!.AsArray().Count.ShouldBe(1);

        server.Set("m", new ModelProfile { Answers = "fixed:!", Echo = EchoMode.Rejected });
        (await client.PostAsync("/v1/completions", request)).Status.ShouldBe(HttpStatusCode.BadRequest);
        server.Set("m", new ModelProfile { Answers = "fixed:!", Echo = EchoMode.Missing });
        (await client.PostAsync("/v1/completions", request)).Status.ShouldBe(HttpStatusCode.NotFound);
        server.Set("m", new ModelProfile { Answers = "fixed:!", BosInEcho = true });
        var bos = (await client.PostAsync("/v1/completions", request)).Json["choices"]![0]!;
        bos["text"]!.GetValue<string>().ShouldBe("The text!");
        bos["logprobs"]!["tokens"]![0]!.GetValue<string>().ShouldBe("<s>");
        bos["logprobs"]!["token_logprobs"]![1].ShouldNotBeNull();
    }

    [Fact]
    public async Task Chat_SchemaAndTools_AreObeyed()
    {
        await using var server = await Serve(new ModelProfile());
        using var client = new EndpointClient(server);
        var schema = JsonNode.Parse("""{"type":"object","properties":{"n":{"type":"integer","minimum":3},"w":{"enum":["x","y"]}},"required":["n","w"]}""")!;
        var request = EndpointClient.Chat("anything");
        request["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "s", ["schema"] = schema.DeepClone() } };

        (await client.PostAsync("/v1/chat/completions", request)).Json["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldBe("""{"n":3,"w":"x"}""");

        request = EndpointClient.Chat("anything", stream: true);
        request["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "look", ["parameters"] = schema.DeepClone() } });
        request["tool_choice"] = "required";
        var events = (await client.PostAsync("/v1/chat/completions", request)).Events;
        string.Concat(events.SelectMany(e => e["choices"]!.AsArray()).Select(c => c!["delta"]?["tool_calls"]?[0]?["function"]?["arguments"]?.GetValue<string>())).ShouldBe("""{"n":3,"w":"x"}""");
        events[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("tool_calls");
    }

    [Theory]
    [InlineData("{", "parse the JSON body")]
    [InlineData("""{"messages":[]}""", "must provide a model")]
    [InlineData("""{"model":"m"}""", "'messages'")]
    [InlineData("""{"model":"m","messages":[]}""", "empty array")]
    [InlineData("""{"model":"m","messages":[{"role":"wizard","content":"x"}]}""", "wizard")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"n":0}""", "'n'")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":"a"}""", "'max_tokens'")]
    public async Task Chat_BadRequests_AreRefusedInOpenAisWords(string body, string words)
    {
        await using var server = await Serve(new ModelProfile());
        using var client = new EndpointClient(server);

        var reply = await client.SendAsync(HttpMethod.Post, "/v1/chat/completions", body);

        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Json["error"]!["type"]!.GetValue<string>().ShouldBe("invalid_request_error");
        reply.Json["error"]!["message"]!.GetValue<string>().ShouldContain(words);
        (await server.Ledger.SettleAsync()).Billed.ShouldBe(0);
    }

    [Fact]
    public async Task Keys_WrongOne_IsRefusedAndMaskedUnlessTheServerIsCareless()
    {
        const string Key = "sk-this-key-is-wrong-1234";
        await using var masking = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = "right" });
        using var client = new EndpointClient(masking);
        var refused = await client.PostAsync("/v1/chat/completions", EndpointClient.Chat("x"), ("Authorization", "Bearer " + Key));
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Text.ShouldNotContain(Key);
        refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        (await client.PostAsync("/v1/chat/completions", EndpointClient.Chat("x"), ("Authorization", "Bearer right"))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/v1/models")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        await using var careless = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = "right", RepeatsKeys = true });
        using var other = new EndpointClient(careless);
        (await other.PostAsync("/v1/chat/completions", EndpointClient.Chat("x"), ("Authorization", "Bearer " + Key))).Text.ShouldContain(Key);
    }

    [Fact]
    public async Task Azure_PathVersionAndErrors_AreItsOwn()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { ApiKey = "right" });
        using var client = new EndpointClient(server);
        const string Path = "/openai/deployments/mine/chat/completions";

        (await client.PostAsync(Path, EndpointClient.Chat("x"), ("api-key", "right"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsync(Path + "?api-version=2024-10-21", EndpointClient.Chat("x"), ("api-key", "wrong"))).Json["error"]!["code"]!.GetValue<string>().ShouldBe("401");
        var good = (await client.PostAsync(Path + "?api-version=2024-10-21", EndpointClient.Chat("x"), ("api-key", "right"))).Json;
        good["model"]!.GetValue<string>().ShouldBe("mine");
    }

    private static Task<FakeEndpointServer> Serve(ModelProfile profile) => FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = profile });
}
