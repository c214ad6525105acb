using Eval.Core.Models;
using Eval.FakeEndpoint;
using Eval.FakeEndpoint.Faults;
using Eval.FakeEndpoint.Wire;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Tests.Probing;

public class EndpointProbeTests
{
    [Theory]
    [InlineData(EchoMode.Honoured, true, true, null)]
    [InlineData(EchoMode.Ignored, false, true, "the endpoint accepts echo and ignores it")]
    [InlineData(EchoMode.Rejected, false, true, "the endpoint refuses echo with logprobs (400)")]
    [InlineData(EchoMode.Missing, false, false, "the endpoint has no completions route")]
    public async Task Describe_Echo_IsTriedAndNotBelieved(EchoMode echo, bool likelihoods, bool raw, string? problem)
    {
        var can = await DescribeAsync(new ModelProfile { Echo = echo });

        (can.Likelihoods, can.RawPrompts, can.LikelihoodProblem).ShouldBe((likelihoods, raw, problem));
    }

    [Fact]
    public async Task Describe_NoLogprobs_IsNoticed()
    {
        var can = await DescribeAsync(new ModelProfile { Echo = EchoMode.Honoured, Logprobs = false });

        (can.Likelihoods, can.AnswerLogProbabilities, can.LikelihoodProblem).ShouldBe((false, false, "the endpoint gives no log-probabilities with an echo"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Describe_JsonSchemas_AreTried(bool schemas) => (await DescribeAsync(new ModelProfile { Schemas = schemas })).JsonSchemas.ShouldBe(schemas);

    [Fact]
    public async Task Describe_FormThatIsIgnored_IsNoticed()
    {
        await using var server = await TestServer.AnsweringAsync(HostedModelProviderTests.Answer);

        var model = await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address)), default);

        model.Capabilities.JsonSchemas.ShouldBe(false);
    }

    [Fact]
    public async Task Describe_FaultyEndpoint_FindsTheSame()
    {
        var profile = new ModelProfile { Echo = EchoMode.Honoured, Faults = new FaultPlan { Rates = new Dictionary<FaultKind, double> { [FaultKind.ServerError] = 0.15, [FaultKind.Reset] = 0.1, [FaultKind.MalformedJson] = 0.05 } } };

        var can = await DescribeAsync(profile);

        (can.Likelihoods, can.Seeds, can.JsonSchemas, can.AnswerLogProbabilities).ShouldBe((true, true, true, true));
    }

    [Fact]
    public async Task Describe_GarbageAtFirst_FindsTheSameRoutes()
    {
        var garbage = new FaultPlan { Script = [FaultKind.MalformedJson, FaultKind.HtmlBody, FaultKind.EmptyBody, FaultKind.MalformedJson] };

        var can = await DescribeAsync(new ModelProfile { Echo = EchoMode.Honoured, Faults = garbage });

        (can.Likelihoods, can.JsonSchemas).ShouldBe((true, true));
    }

    [Fact]
    public async Task Describe_EchoThatComesAndGoes_IsTheSameModel()
    {
        // Otherwise a run that is taken up after the route was closed for a while asks everything again.
        var identities = new List<ModelIdentity>();
        foreach (var echo in new[] { EchoMode.Honoured, EchoMode.Missing })
        {
            await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Echo = echo } });
            var model = await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Probed(endpoint.OpenAiAddress.ToString())), default);
            identities.Add(model.Identity with { Weights = model.Identity.Weights.Replace(endpoint.Address.Authority, "HOST") });
        }

        identities[1].ShouldBe(identities[0]);
    }

    [Fact]
    public async Task Describe_LikelihoodsNone_AsksForNone()
    {
        await using var server = await TestServer.AnsweringAsync(HostedModelProviderTests.Answer);

        var model = await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Spec(server.Address) with { Likelihoods = LikelihoodRoute.None }), default);

        model.Capabilities.LikelihoodProblem.ShouldBe("\"likelihoods: none\" is set");
        server.Requests.ShouldAllBe(r => r.Path == "/v1/chat/completions" || r.Path == "/v1/models");
    }

    [Fact]
    public async Task Chat_RawPrompt_IsContinuedByTheCompletionsRoute()
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = new ModelProfile { Answers = "fixed:eight" } });
        await using var model = await Provider().OpenAsync(HostedCandidates.Of(HostedCandidates.Probed(endpoint.OpenAiAddress.ToString())), default);

        var response = await model.Chat!.GetResponseAsync(
            [new(ChatRole.User, "A spider has")],
            new ChatOptions { MaxOutputTokens = 20, AdditionalProperties = new() { [ModelCapabilities.RawPromptProperty] = true } });

        response.Text.ShouldBe("eight");
        response.Usage!.OutputTokenCount.ShouldNotBeNull();
        endpoint.Ledger.Entries[^1].ShouldNotBeNull();
    }

    private static async Task<ModelCapabilities> DescribeAsync(ModelProfile profile)
    {
        await using var endpoint = await FakeEndpointServer.StartAsync(new FakeEndpointOptions { Otherwise = profile });
        return (await Provider().DescribeAsync(HostedCandidates.Of(HostedCandidates.Probed(endpoint.OpenAiAddress.ToString())), default)).Capabilities;
    }

    private static HostedModelProvider Provider() => new(HostedCandidates.Variable, TimeProvider.System);
}
