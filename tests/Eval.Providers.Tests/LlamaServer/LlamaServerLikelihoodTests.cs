using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Wire;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.LlamaServer;

public class LlamaServerLikelihoodTests
{
    [Fact]
    public async Task Describe_ServerThatIgnoresEcho_IsAskedByItsNativeRoutes()
    {
        await using var server = await StartAsync(64);

        var model = await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Probed(server.Address)), default);

        (model.Capabilities.Likelihoods, model.Capabilities.VocabularySize, model.Capabilities.ContextLength, model.Capabilities.TextWindows)
            .ShouldBe((true, NativeRoutes.Vocabulary, 64, false));
        model.Identity.Settings.ShouldBe("likelihoods=LlamaServer");
    }

    [Fact]
    public async Task ScoreContinuations_EachToken_IsSummedFromTheWholeDistribution()
    {
        await using var server = await StartAsync(64);
        await using var model = await OpenAsync(server);

        var scores = await Score(model, new("Hello", " you"), new("Hello ", "you"), new("", "you"), new("Hello", ""));

        var expected = Sum("Hello", " you");
        (scores[0].LogLikelihood, scores[0].TokenCount, scores[0].ContextTokens).ShouldBe((expected, 4, 6));
        scores[1].ShouldBe(scores[0]);
        // BOS alone conditions.
        (scores[2].LogLikelihood, scores[2].TokenCount, scores[2].ContextTokens).ShouldBe((Sum("", "you"), 3, 1));
        scores[3].Failure!.Kind.ShouldBe(RequestFailureKind.NothingToScore);
        var scored = server.Requests.Where(r => r.Path == "/completion").ToList();
        // Most are among the first; only where one is not, the whole vocabulary is asked for.
        scored.Select(r => r.Body["n_probs"]!.GetValue<int>()).Distinct().Order().ShouldBe([100, NativeRoutes.Vocabulary]);
        scored.ShouldAllBe(r => r.Body["cache_prompt"]!.GetValue<bool>() && r.Body["n_predict"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task ScoreContinuations_TestEndpoint_AgreesWithItsEcho()
    {
        ContinuationRequest[] requests = [new("A spider has", " eight legs"), new("A spider ", "has 😀"), new("", "eight")];

        var sums = new List<IReadOnlyList<ContinuationScore>>();
        foreach (var profile in new ModelProfile[]
        {
            new() { Dialect = Dialect.LlamaServer, Echo = EchoMode.Ignored, Answers = "words:3" },
            new() { Dialect = Dialect.Vllm, Echo = EchoMode.Honoured, BosInEcho = true },
        })
        {
            await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Models = new Dictionary<string, ModelProfile> { ["tiny"] = profile } });
            await using var model = await Provider().OpenAsync(HostedCandidates.Of(HostedCandidates.Probed(endpoint.OpenAiAddress.ToString())), default);
            model.Description.Identity.Settings.ShouldBe(profile.Dialect == Dialect.LlamaServer ? "likelihoods=LlamaServer" : "");
            sums.Add(await model.Likelihood!.ScoreContinuationsAsync(requests, default));
        }

        for (var i = 0; i < requests.Length; i++)
        {
            sums[0][i].LogLikelihood.ShouldBe(sums[1][i].LogLikelihood, 1e-9);
            (sums[0][i].TokenCount, sums[0][i].IsGreedy, sums[0][i].ContextTokens).ShouldBe((sums[1][i].TokenCount, sums[1][i].IsGreedy, sums[1][i].ContextTokens));
        }
    }

    [Fact]
    public async Task ScoreContinuations_TooLong_FailsOrIsCutOnTheLeft()
    {
        await using var server = await StartAsync(40);
        await using var model = await OpenAsync(server);
        var context = new string('a', 60);

        var scores = await Score(model, new(context, "bc"), new(context, "bc", TruncateLeft: true));

        scores[0].Failure!.Kind.ShouldBe(RequestFailureKind.TooLong);
        scores[1].LogLikelihood.ShouldBe(Sum(context, "bc"));
        scores[1].ContextTokens.ShouldBe(39);
        server.Requests.Where(r => r.Path == "/completion").Max(r => r.Body["prompt"]!.AsArray().Count).ShouldBe(40);
    }

    [Fact]
    public async Task CountTokens_SpecialOnes_AreLeftOut()
    {
        await using var server = await StartAsync(64);
        await using var model = await OpenAsync(server);

        (await model.Likelihood!.CountTokensAsync(["abc", ""], default)).ShouldBe([3, 0]);
    }

    [Fact]
    public async Task Over_AnotherTransport_CarriesEveryRequest()
    {
        await using var server = await StartAsync(64);
        await using var model = await OpenAsync(server);
        var likelihood = model.Likelihood.ShouldBeAssignableTo<ITransportedLikelihood>()!;
        using var counted = new CountingChatClient(likelihood.Transport);

        await likelihood.Over(counted).ScoreContinuationsAsync([new("Hello", " you")], default);

        // Two texts to tokens, four tokens to numbers.
        counted.Calls.ShouldBe(6);
    }

    private static double Sum(string context, string continuation)
    {
        var tokens = NativeRoutes.Tokens(context + continuation);
        return Enumerable.Range(context.Length + 1, continuation.Length).Sum(i => NativeRoutes.LogProbability(tokens[i - 1], tokens[i]));
    }

    private static Task<TestServer> StartAsync(int contextLength) =>
        TestServer.StartAsync((context, seen) => NativeRoutes.AnswerAsync(context, seen, contextLength));

    private static HostedModelProvider Provider() => new(HostedCandidates.Variable, TimeProvider.System);

    private static Task<IModelSession> OpenAsync(TestServer server) => Provider().OpenAsync(HostedCandidates.Of(HostedCandidates.Probed(server.Address)), default);

    private static Task<IReadOnlyList<ContinuationScore>> Score(IModelSession model, params ContinuationRequest[] requests) =>
        model.Likelihood!.ScoreContinuationsAsync(requests, default);

    private sealed class CountingChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public int Calls { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
