using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;

namespace Eval.Providers.Tests.Completions;

public class CompletionsLikelihoodTests
{
    // Tokens: "The", " cat", " sat", and one generated.
    private const string Echo = """
        {"object":"text_completion","model":"tiny","choices":[{"index":0,"text":"The cat sat.","finish_reason":"length","logprobs":{
          "tokens":["The"," cat"," sat","."],"token_logprobs":[null,-1.5,-0.25,-9],"text_offset":[0,3,7,11],
          "top_logprobs":[null,{" cat":-1.5," dog":-1.0},{" sat":-0.25," ran":-2},{".":-9}]}}],
         "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
        """;

    [Fact]
    public async Task ScoreContinuations_Echo_IsSummedBeyondTheContext()
    {
        await using var server = await AnsweringAsync(Echo);
        await using var model = await OpenAsync(server);

        var scores = await Score(model, ("The cat", " sat"), ("The", " cat sat"), ("The ", "cat sat"));

        scores.ShouldBe([
            new ContinuationScore(-0.25, 1, IsGreedy: true, 2),
            new ContinuationScore(-1.75, 2, IsGreedy: false, 1),
            // White space at the end of a context belongs to the continuation.
            new ContinuationScore(-1.75, 2, IsGreedy: false, 1),
        ]);
        var body = server.Last.Body;
        (body["prompt"]!.GetValue<string>(), body["max_tokens"]!.GetValue<int>(), body["echo"]!.GetValue<bool>(), body["logprobs"]!.GetValue<int>())
            .ShouldBe(("The cat sat", 1, true, 1));
    }

    [Fact]
    public async Task ScoreContinuations_TokenAcrossTheBorder_IsDecidedByTheContextsOwnTokens()
    {
        // "The c" by itself has two tokens, so the harness counts the continuation from the third on.
        await using var server = await AnsweringAsync(Echo, """
            {"object":"text_completion","model":"tiny","choices":[{"index":0,"text":"The c.","finish_reason":"length","logprobs":{
              "tokens":["The"," c","."],"token_logprobs":[null,-1,-1],"text_offset":[0,3,5],"top_logprobs":null}}],"usage":{"prompt_tokens":2,"completion_tokens":1}}
            """);
        await using var model = await OpenAsync(server);

        (await Score(model, ("The c", "at sat")))[0].ShouldBe(new ContinuationScore(-0.25, 1, IsGreedy: true, 2));

        server.Last.Body["prompt"]!.GetValue<string>().ShouldBe("The c");
    }

    [Fact]
    public async Task ScoreContinuations_NothingBefore_HasNoNumberRatherThanAWrongOne()
    {
        await using var server = await AnsweringAsync(Echo);
        await using var model = await OpenAsync(server);

        var scores = await Score(model, ("", "The cat sat"), ("The cat", ""));

        scores.ShouldAllBe(s => s.Failure!.Kind == RequestFailureKind.NothingToScore && double.IsNaN(s.LogLikelihood));
    }

    [Fact]
    public async Task ScoreContinuations_TooLongForTheModel_IsToldAsSuch()
    {
        await using var server = await TestServer.StartAsync((context, seen) => seen.Path.EndsWith("/chat/completions", StringComparison.Ordinal) ? TestServer.JsonAsync(context, HostedModelProviderTests.Answer)
            : seen.Body["prompt"]?.GetValue<string>().Contains("The cat", StringComparison.Ordinal) == true
                ? TestServer.JsonAsync(context, """{"error":{"message":"This model's maximum context length is 4 tokens"} }""", 400)
                : TestServer.JsonAsync(context, ProbeEcho));
        await using var model = await OpenAsync(server);

        (await Score(model, ("The cat", " sat")))[0].Failure!.Kind.ShouldBe(RequestFailureKind.TooLong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreContinuations_TestEndpoint_FollowsTheChainRule(bool showsBos)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions
        {
            Models = new Dictionary<string, ModelProfile> { ["tiny"] = new() { Echo = EchoMode.Honoured, BosInEcho = showsBos, Dialect = Dialect.Vllm } },
        });
        var provider = new HostedModelProvider(HostedCandidates.Variable, TimeProvider.System);
        await using var model = await provider.OpenAsync(HostedCandidates.Of(HostedCandidates.Probed(endpoint.OpenAiAddress.ToString())), default);
        const string Context = "Question: how many legs has a spider? 😀 é\nAnswer:";

        var scores = await Score(model, (Context, " eight legs"), (Context, " eight"), (Context + " eight", " legs"), ("", " eight"));

        scores[0].LogLikelihood.ShouldBe(scores[1].LogLikelihood + scores[2].LogLikelihood, 1e-9);
        scores[0].TokenCount.ShouldBe(scores[1].TokenCount + scores[2].TokenCount);
        scores.Take(3).ShouldAllBe(s => s.LogLikelihood < 0 && s.ContextTokens > 5);
        (scores[3].Failure is null).ShouldBe(showsBos);
        var counts = await model.Likelihood!.CountTokensAsync([Context, " eight", "", Context + " eight"], default);
        counts[2].ShouldBe(0);
        (counts[3] - counts[0]).ShouldBe(scores[1].TokenCount);
        model.Description.Capabilities.ContextLength.ShouldBe(8192);
    }

    internal const string ProbeEcho = """
        {"object":"text_completion","model":"tiny","choices":[{"index":0,"text":"The capital of France is Paris. It","finish_reason":"length","logprobs":{
          "tokens":["The"," capital of France is"," Paris","."," It"],"token_logprobs":[null,-9,-0.5,-0.1,-1],"text_offset":[0,3,24,30,31],
          "top_logprobs":[null,{" x":-1},{" Paris":-0.5},{".":-0.1},{" It":-1}]}}],"usage":{"prompt_tokens":4,"completion_tokens":1,"total_tokens":5}}
        """;

    private static Task<TestServer> AnsweringAsync(string echo, string? shortEcho = null) => TestServer.StartAsync((context, seen) => TestServer.JsonAsync(
        context,
        seen.Path.EndsWith("/chat/completions", StringComparison.Ordinal) ? HostedModelProviderTests.Answer
            : seen.Body["prompt"]?.GetValue<string>() is not { } prompt ? "{}"
            : prompt.StartsWith("The capital", StringComparison.Ordinal) ? ProbeEcho
            : prompt.Length < 8 && shortEcho is not null ? shortEcho
            : echo));

    private static async Task<IModelSession> OpenAsync(TestServer server) =>
        await new HostedModelProvider(HostedCandidates.Variable, TimeProvider.System).OpenAsync(HostedCandidates.Of(HostedCandidates.Probed(server.Address)), default);

    private static Task<IReadOnlyList<ContinuationScore>> Score(IModelSession model, params (string Context, string Continuation)[] pairs) =>
        model.Likelihood!.ScoreContinuationsAsync([.. pairs.Select(p => new ContinuationRequest(p.Context, p.Continuation))], default);
}
