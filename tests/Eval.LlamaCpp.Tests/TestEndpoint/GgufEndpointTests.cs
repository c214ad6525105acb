using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.LlamaCpp.Generation;

namespace Eval.LlamaCpp.Tests.TestEndpoint;

/// <summary>A test endpoint that serves a local model: what it sends must be what the engine itself says of that model.</summary>
public sealed class GgufEndpointTests
{
    private const string Context = "Question: What does the fox eat?\nAnswer:";
    private const string Continuation = " the berries";

    [Fact]
    public async Task EchoAndNativeRoute_OfALocalModel_GiveTheEnginesLogLikelihood()
    {
        using var engine = TestModels.Open(DemoModels.TinyLarge, exact: true);
        var expected = (await engine.ScoreContinuationsAsync([new ContinuationRequest(Context, Continuation)], default)).Single();
        await using var server = await Serve();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Address };

        var echoed = (await PostAsync(http, "/v1/completions", new JsonObject
        {
            ["model"] = "tiny",
            ["prompt"] = Context + Continuation,
            ["echo"] = true,
            ["logprobs"] = 1,
            ["max_tokens"] = 0,
        }))["choices"]![0]!["logprobs"]!["token_logprobs"]!.AsArray().TakeLast(expected.TokenCount).Sum(p => p!.GetValue<double>());

        var tokens = await TokensAsync(http, Context + Continuation);
        var first = tokens.Count - expected.TokenCount;
        var native = 0.0;
        for (var i = first; i < tokens.Count; i++)
        {
            var reply = await PostAsync(http, "/completion", new JsonObject
            {
                ["prompt"] = new JsonArray([.. tokens.Take(i).Select(t => (JsonNode)t)]),
                ["n_predict"] = 1,
                ["n_probs"] = 100_000,
            });
            var next = reply["completion_probabilities"]![0]!["top_logprobs"]!.AsArray().Single(t => t!["id"]!.GetValue<int>() == tokens[i])!;
            native += next["logprob"]!.GetValue<double>();
        }

        echoed.ShouldBe(expected.LogLikelihood, 1e-4);
        native.ShouldBe(expected.LogLikelihood, 1e-4);
    }

    [Fact]
    public async Task Chat_OfALocalModel_UsesItsTemplateAndEndsByItself()
    {
        await using var server = await Serve();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Address };
        var request = new JsonObject
        {
            ["model"] = "tiny",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "What does the fox eat?" }),
            ["temperature"] = 0,
        };
        var reply = await PostAsync(http, "/v1/chat/completions", request);

        using var model = TestModels.Load(DemoModels.TinyLarge, exact: true);
        using var generator = new Generator(model, chatTemplate: null, TimeProvider.System);
        reply["usage"]!["prompt_tokens"]!.GetValue<int>().ShouldBe(generator.Chat.Encode([new ChatTurn("user", "What does the fox eat?")]).Tokens.Length);
        reply["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        reply["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("stop");
    }

    [Fact]
    public async Task StartAsync_FileThatIsNone_SaysSo()
    {
        var options = new FakeEndpointOptions { Otherwise = new ModelProfile { Answers = "gguf:/nowhere/model.gguf" } };
        (await Should.ThrowAsync<FormatException>(FakeEndpointServer.StartAsync(options))).Message.ShouldContain("no such file");
    }

    private static Task<FakeEndpointServer> Serve() => FakeEndpointServer.StartAsync(new FakeEndpointOptions
    {
        Models = new Dictionary<string, ModelProfile> { ["tiny"] = new() { Answers = "gguf:" + DemoModels.TinyLarge } },
    });

    private static async Task<List<int>> TokensAsync(HttpClient http, string text) =>
        [.. (await PostAsync(http, "/tokenize", new JsonObject { ["content"] = text, ["add_special"] = true }))["tokens"]!.AsArray().Select(t => t!.GetValue<int>())];

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, JsonObject body)
    {
        using var response = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
