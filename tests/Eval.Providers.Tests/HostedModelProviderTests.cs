using Eval.Core.Models;
using Eval.Core.Workspaces;
using Eval.Providers.OpenAi;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests;

public class HostedModelProviderTests
{
    internal const string Answer = """
        {"id":"c","object":"chat.completion","created":1,"model":"tiny-2026-01-01","system_fingerprint":"b123",
         "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"the quick brown fox"}}],"usage":{"prompt_tokens":8,"completion_tokens":4,"total_tokens":12}}
        """;

    [Fact]
    public async Task Describe_EndpointThatTakesEverything_NamesWhatAnswered()
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        var spec = HostedCandidates.Spec(server.Address) with { Temperature = 0.5, Query = new Dictionary<string, string> { ["v"] = "1" }, Context = 4096 };
        var provider = Provider();

        var model = await provider.DescribeAsync(HostedCandidates.Of(spec), default);

        model.Identity.ShouldBe(new ModelIdentity("hosted", $"{server.Address}/v1 tiny tiny-2026-01-01 b123", "openai-compatible", "query.v=1;temperature=0.5"));
        (model.Capabilities.Chat, model.Capabilities.Seeds, model.Capabilities.ContextLength).ShouldBe((true, true, 4096));
        server.Requests.ShouldAllBe(r => r.Query == "?v=1");
        var asked = server.Requests.Count;
        await provider.DescribeAsync(HostedCandidates.Of(spec), default);
        server.Requests.Count.ShouldBe(asked);
        // Changed settings are another model, whatever its name.
        await provider.DescribeAsync(HostedCandidates.Of(spec with { Temperature = 1 }), default);
        server.Requests.Count.ShouldBe(2 * asked);
    }

    [Theory]
    [InlineData("seed", "Unrecognized request argument supplied: seed", "seed")]
    [InlineData("temperature", "Unsupported value: 'temperature' does not support 0 with this model.", "temperature")]
    [InlineData("logprobs", "something is wrong", "logprobs,seed,stop,temperature")]
    public async Task Describe_FieldRefused_IsLeftOutFromThenOn(string field, string message, string omitted)
    {
        await using var server = await TestServer.StartAsync((context, seen) => seen.Body.ContainsKey(field)
            ? TestServer.JsonAsync(context, $$"""{"error":{"message":"{{message}}"} }""", 400)
            : TestServer.JsonAsync(context, Answer));
        var candidate = HostedCandidates.Of(HostedCandidates.Spec(server.Address));
        var provider = Provider();

        var model = await provider.DescribeAsync(candidate, default);

        model.Identity.Settings.ShouldBe($"omit={omitted}");
        model.Capabilities.Seeds.ShouldBe(!omitted.Contains("seed", StringComparison.Ordinal));
        await using var session = await provider.OpenAsync(candidate, default);
        await session.Chat!.GetResponseAsync([new(ChatRole.User, "x")], new ChatOptions { Seed = 1, Temperature = 0, AdditionalProperties = new() { [ChatProperties.TopLogProbs] = 1 } });
        server.Last.Body.ContainsKey(field).ShouldBeFalse();
    }

    [Fact]
    public async Task Describe_NewNameOfTheLimitWanted_IsUsedFromThenOn()
    {
        await using var server = await TestServer.StartAsync((context, seen) => seen.Body.ContainsKey("max_tokens")
            ? TestServer.JsonAsync(context, """{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."} }""", 400)
            : TestServer.JsonAsync(context, Answer));
        var candidate = HostedCandidates.Of(HostedCandidates.Spec(server.Address));
        var provider = Provider();

        (await provider.DescribeAsync(candidate, default)).Identity.Settings.ShouldBe("");

        await using var session = await provider.OpenAsync(candidate, default);
        await session.Chat!.GetResponseAsync([new(ChatRole.User, "x")], new ChatOptions { MaxOutputTokens = 5 });
        server.Last.Body["max_completion_tokens"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task Describe_WantedTemperatureRefused_IsAProblem()
    {
        await using var server = await TestServer.AnsweringAsync("""{"error":{"message":"temperature must be 1"} }""", 400);

        var error = await Should.ThrowAsync<EvalConfigurationException>(
            () => Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address) with { Temperature = 0.5 }), default));

        error.Message.ShouldContain("temperature must be 1");
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-sesame-0123456789"} }""", "Incorrect API key provided: *** (key: TEST_KEY)")]
    [InlineData(404, """{"error":{"message":"The model tiny does not exist"} }""", "The model tiny does not exist (check \"model\" and \"endpoint\")")]
    public async Task Describe_RefusedKeyOrModel_IsOneProblemBeforeAnyWork(int status, string body, string expected)
    {
        await using var server = await TestServer.AnsweringAsync(body, status);
        var candidate = HostedCandidates.Of(HostedCandidates.Spec(server.Address)) with { DefinedAt = new SourcePosition("eval.yaml", 3, 5) };

        var error = await Should.ThrowAsync<EvalConfigurationException>(() => Provider().DescribeAsync(candidate, default));

        error.Problems.ShouldHaveSingleItem().ToString().ShouldEndWith(expected);
        error.Problems[0].At.ShouldBe(candidate.DefinedAt);
        error.ToString().ShouldNotContain("sesame");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Describe_PassingFailure_IsAskedAgain()
    {
        var asked = 0;
        await using var server = await TestServer.StartAsync((context, _) => Interlocked.Increment(ref asked) < 3
            ? TestServer.JsonAsync(context, "", 503, ("retry-after-ms", "1"))
            : TestServer.JsonAsync(context, Answer));

        (await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address)), default)).Capabilities.Chat.ShouldBeTrue();
        asked.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Describe_FailureThatStays_IsNoMissingCapability()
    {
        await using var server = await TestServer.AnsweringAsync("", 503, ("retry-after-ms", "1"));

        var error = await Should.ThrowAsync<ModelUnavailableException>(() => Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address)), default));

        error.IsPermanent.ShouldBeFalse();
        error.Message.ShouldContain("answers 503");
    }

    [Theory]
    [InlineData("openai-compatible", null, "/v1/chat/completions", "")]
    [InlineData("azure-openai", null, "/openai/v1/chat/completions", "")]
    [InlineData("azure-openai", "2024-10-21", "/openai/deployments/tiny/chat/completions", "?api-version=2024-10-21")]
    public async Task Chat_Address_IsThatOfTheProvider(string provider, string? version, string path, string query)
    {
        await using var server = await TestServer.AnsweringAsync(Answer);
        using var model = HostedCandidates.Open(HostedCandidates.Spec(server.Address, provider) with
        {
            Query = version is null ? new Dictionary<string, string>() : new() { ["api-version"] = version },
            Headers = new Dictionary<string, string> { ["X-Team"] = "evaluation", ["Content-Language"] = "en" },
        });

        await model.AskAsync("x");

        (server.Last.Path, server.Last.Query).ShouldBe((path, query));
        server.Last.Headers[provider == "azure-openai" ? "api-key" : "Authorization"].ShouldEndWith(HostedCandidates.Key);
        server.Last.Headers.ContainsKey("Authorization").ShouldBe(provider != "azure-openai");
        server.Last.Headers["X-Team"].ShouldBe("evaluation");
        server.Last.Headers["Content-Language"].ShouldBe("en");
    }

    private static HostedModelProvider Provider() => new(HostedCandidates.Variable, TimeProvider.System);
}
