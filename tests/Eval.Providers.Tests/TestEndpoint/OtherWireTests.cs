using System.Net;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;

namespace Eval.Providers.Tests.TestEndpoint;

public class OtherWireTests
{
    private static readonly (string, string) Version = ("anthropic-version", "2023-06-01");

    [Fact]
    public async Task Anthropic_WholeAndStreamed_GiveTheSame()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Reasoning = "Let me see.", CachedTokens = 4 } });
        using var client = new EndpointClient(server);

        var whole = (await client.PostAsync("/v1/messages", EndpointClient.Messages("Hello, Käthe"), Version)).Json;
        var events = (await client.PostAsync("/v1/messages", EndpointClient.Messages("Hello, Käthe", stream: true), Version)).Events;

        whole["content"]![0]!["thinking"]!.GetValue<string>().ShouldBe("Let me see.");
        whole["content"]![1]!["text"]!.GetValue<string>().ShouldBe("Hello, Käthe");
        (whole["stop_reason"]!.GetValue<string>(), whole["usage"]!["cache_read_input_tokens"]!.GetValue<int>()).ShouldBe(("end_turn", 4));
        string.Concat(events.Select(e => e["delta"]?["text"]?.GetValue<string>())).ShouldBe("Hello, Käthe");
        string.Concat(events.Select(e => e["delta"]?["thinking"]?.GetValue<string>())).ShouldBe("Let me see.");
        events.Select(e => e["type"]!.GetValue<string>()).Where(t => t.StartsWith("message", StringComparison.Ordinal)).ShouldBe(["message_start", "message_delta", "message_stop"]);
        events[^2]["usage"]!["output_tokens"]!.GetValue<int>().ShouldBe(whole["usage"]!["output_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Anthropic_Errors_HaveItsShape()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            ApiKey = "right",
            Otherwise = new ModelProfile { Faults = new FaultPlan { Script = [FaultKind.Overloaded, FaultKind.RateLimited] } },
        });
        using var client = new EndpointClient(server);
        async Task<Reply> Ask(string key, params (string, string)[] more) => await client.PostAsync("/v1/messages", EndpointClient.Messages("x"), [("x-api-key", key), .. more]);

        (await Ask("wrong", Version)).Json["error"]!["type"]!.GetValue<string>().ShouldBe("authentication_error");
        (await Ask("right")).Json["error"]!["message"]!.GetValue<string>().ShouldContain("anthropic-version");
        var overloaded = await Ask("right", Version);
        ((int)overloaded.Status, overloaded.Json["type"]!.GetValue<string>(), overloaded.Json["error"]!["type"]!.GetValue<string>()).ShouldBe((529, "error", "overloaded_error"));
        var limited = await Ask("right", Version);
        (limited.Status, limited.Json["error"]!["type"]!.GetValue<string>()).ShouldBe((HttpStatusCode.TooManyRequests, "rate_limit_error"));
        (await Ask("right", Version)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Native_TokensInAndTheWholeVocabularyOut_AgreeWithEcho()
    {
        await using var server = await FakeEndpointServer.StartAsync();
        using var client = new EndpointClient(server);
        var text = "The answer is ";
        var tokens = (await client.PostAsync("/tokenize", new JsonObject { ["content"] = text })).Json["tokens"]!.AsArray();
        var continued = (await client.PostAsync("/tokenize", new JsonObject { ["content"] = text + "x" })).Json["tokens"]!.AsArray();

        var native = (await client.PostAsync("/completion", new JsonObject
        {
            ["prompt"] = tokens.DeepClone(),
            ["n_predict"] = 1,
            ["n_probs"] = 100_000,
            ["cache_prompt"] = true,
        })).Json;
        var echoed = (await client.PostAsync("/v1/completions", new JsonObject
        {
            ["model"] = "m",
            ["prompt"] = text + "x",
            ["echo"] = true,
            ["logprobs"] = 1,
            ["max_tokens"] = 0,
        })).Json["choices"]![0]!["logprobs"]!["token_logprobs"]!.AsArray();

        var all = native["completion_probabilities"]![0]!["top_logprobs"]!.AsArray();
        all.Sum(t => Math.Exp(t!["logprob"]!.GetValue<double>())).ShouldBe(1, 1e-9);
        var next = continued[^1]!.GetValue<int>();
        all.Single(t => t!["id"]!.GetValue<int>() == next)!["logprob"]!.GetValue<double>().ShouldBe(echoed[^1]!.GetValue<double>(), 1e-12);
        native["tokens_evaluated"]!.GetValue<int>().ShouldBe(tokens.Count);
        (await client.PostAsync("/detokenize", new JsonObject { ["tokens"] = tokens.DeepClone() })).Json["content"]!.GetValue<string>().ShouldBe(text);
    }

    [Fact]
    public async Task OpenAiBatch_FromUploadToResults_AnswersEachRequestOnceInAnotherOrder()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchPolls = 2, BatchExpired = 0.3 });
        using var client = new EndpointClient(server);
        var input = await client.UploadAsync(Enumerable.Range(0, 20).Select(i => new JsonObject
        {
            ["custom_id"] = $"r{i}",
            ["method"] = "POST",
            ["url"] = "/v1/chat/completions",
            ["body"] = EndpointClient.Chat($"question {i}"),
        }));

        var batch = (await client.PostAsync("/v1/batches", new JsonObject { ["input_file_id"] = input, ["endpoint"] = "/v1/chat/completions", ["completion_window"] = "24h" })).Json;
        var path = $"/v1/batches/{batch["id"]}";
        batch["status"]!.GetValue<string>().ShouldBe("validating");
        (await client.GetAsync(path)).Json["status"]!.GetValue<string>().ShouldBe("in_progress");
        var done = (await client.GetAsync(path)).Json;

        done["status"]!.GetValue<string>().ShouldBe("expired");
        var good = await LinesAsync(client, done["output_file_id"]);
        var bad = await LinesAsync(client, done["error_file_id"]);
        good.Concat(bad).Select(l => l["custom_id"]!.GetValue<string>()).ShouldBe(Enumerable.Range(0, 20).Select(i => $"r{i}"), ignoreOrder: true);
        good.Select(l => l["response"]!["body"]!["choices"]![0]!["message"]!["content"]!.GetValue<string>().Replace("question ", "r")).ShouldBe(good.Select(l => l["custom_id"]!.GetValue<string>()));
        good.Select(l => l["custom_id"]!.GetValue<string>()).ShouldNotBe(good.Select(l => l["custom_id"]!.GetValue<string>()).Order());
        bad.ShouldAllBe(l => l["error"]!["code"]!.GetValue<string>() == "batch_expired");
        (good.Count, bad.Count > 0).ShouldBe((done["request_counts"]!["completed"]!.GetValue<int>(), true));
        (await server.Ledger.SettleAsync()).Billed.ShouldBe(good.Count);
    }

    [Fact]
    public async Task OpenAiBatch_BrokenFile_FailsWithTheLine()
    {
        await using var server = await FakeEndpointServer.StartAsync();
        using var client = new EndpointClient(server);
        var line = new JsonObject { ["custom_id"] = "twice", ["url"] = "/v1/chat/completions", ["body"] = EndpointClient.Chat("x") };
        var input = await client.UploadAsync([line, (JsonObject)line.DeepClone()]);
        var batch = (await client.PostAsync("/v1/batches", new JsonObject { ["input_file_id"] = input, ["endpoint"] = "/v1/chat/completions", ["completion_window"] = "24h" })).Json;
        batch["status"]!.GetValue<string>().ShouldBe("failed");
        batch["errors"]!["data"]![0]!["code"]!.GetValue<string>().ShouldBe("duplicate_custom_id");
        batch["errors"]!["data"]![0]!["line"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task AnthropicBatch_FromRequestsToResults_AnswersEachOnce()
    {
        await using var server = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { BatchPolls = 1 });
        using var client = new EndpointClient(server);
        var requests = new JsonArray([.. Enumerable.Range(0, 8).Select(i =>
        {
            var parameters = EndpointClient.Messages($"question {i}");
            if (i == 3)
            {
                parameters.Remove("max_tokens");
            }

            return (JsonNode)new JsonObject { ["custom_id"] = $"r{i}", ["params"] = parameters };
        })]);

        var batch = (await client.PostAsync("/v1/messages/batches", new JsonObject { ["requests"] = requests })).Json;
        var done = (await client.GetAsync($"/v1/messages/batches/{batch["id"]}")).Json;
        var lines = (await client.GetAsync(new Uri(done["results_url"]!.GetValue<string>()).PathAndQuery)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();

        done["processing_status"]!.GetValue<string>().ShouldBe("ended");
        (done["request_counts"]!["succeeded"]!.GetValue<int>(), done["request_counts"]!["errored"]!.GetValue<int>()).ShouldBe((7, 1));
        lines.Single(l => l["custom_id"]!.GetValue<string>() == "r3")["result"]!["error"]!["error"]!["message"]!.GetValue<string>().ShouldContain("max_tokens");
        lines.Single(l => l["custom_id"]!.GetValue<string>() == "r5")["result"]!["message"]!["content"]![0]!["text"]!.GetValue<string>().ShouldBe("question 5");
    }

    private static async Task<List<JsonNode>> LinesAsync(EndpointClient client, JsonNode? file) =>
        [.. (await client.GetAsync($"/v1/files/{file}/content")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
}
