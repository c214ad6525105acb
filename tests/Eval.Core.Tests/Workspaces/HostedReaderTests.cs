using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Workspaces;

public class HostedReaderTests
{
    private const string Whole = """
        candidates:
          - id: azure
            hosted:
              provider: azure-openai
              model: gpt-4o-mini
              endpoint: https://house.openai.azure.com
              apiKeyFile: keys/azure.txt
              headers: { X-Team: evaluation, X-Api-Key: "${GATEWAY_KEY}" }
              query: { api-version: 2024-10-21 }
              temperature: 0.7
              topP: 0.9
              maxOutputTokens: 4096
              reasoningEffort: low
              extraBody: { top_k: 40, chat_template_kwargs: { enable_thinking: false } }
              omit: [seed, stop]
              likelihoods: none
              context: 128000
              revision: 2024-07-18
              batch: true
              attempts: 3
              timeoutSeconds: 90.5
              requestsPerMinute: 500
              tokensPerMinute: 200000
              concurrency: 16
        """;

    [Fact]
    public void Load_EveryKey_IsRead()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("eval.yaml", Whole);

        var hosted = WorkspaceLoader.Load(file).Candidates[0].Hosted!;

        hosted.Endpoint.ShouldBe("https://house.openai.azure.com");
        hosted.ApiKeyFile.ShouldBe(folder.PathOf("keys/azure.txt"));
        hosted.Headers.ShouldBe(new Dictionary<string, string> { ["X-Team"] = "evaluation", ["X-Api-Key"] = "${GATEWAY_KEY}" });
        hosted.Query.ShouldBe(new Dictionary<string, string> { ["api-version"] = "2024-10-21" });
        (hosted.Temperature, hosted.TopP, hosted.MaxOutputTokens, hosted.ReasoningEffort).ShouldBe((0.7, 0.9, 4096, "low"));
        JsonNode.DeepEquals(
            JsonNode.Parse(hosted.ExtraBody!),
            JsonNode.Parse("""{"top_k":40,"chat_template_kwargs":{"enable_thinking":false}}""")).ShouldBeTrue();
        hosted.Omit.ShouldBe(["seed", "stop"]);
        (hosted.Likelihoods, hosted.Context, hosted.Revision).ShouldBe((LikelihoodRoute.None, 128000, "2024-07-18"));
        (hosted.Attempts, hosted.AttemptTimeout, hosted.Batch).ShouldBe((3, TimeSpan.FromSeconds(90.5), true));
        (hosted.RequestsPerMinute, hosted.TokensPerMinute, hosted.Concurrency).ShouldBe((500, 200000, 16));
    }

    [Theory]
    [InlineData("", 8, 300)]
    [InlineData(", batch: true", 2000, 90_000)]
    [InlineData(", batch: true, concurrency: 5, timeoutSeconds: 60", 5, 60)]
    public void Load_Batch_WaitsLongForManyAtOnceUnlessToldOtherwise(string keys, int concurrency, double seconds)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("eval.yaml", $"candidates: [ {{ id: a, hosted: {{ provider: openai, model: m{keys} }} }} ]");

        var hosted = WorkspaceLoader.Load(file).Candidates[0].Hosted!;

        (hosted.Concurrency, hosted.AttemptTimeout).ShouldBe((concurrency, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Schema_EveryKey_IsValid() =>
        JsonSchemaSubset.Parse(FileSchemas.Workspace).Validate(ConfigDocument.Parse(Whole, "eval.yaml").Root.ToJson().ToJsonString()).ShouldBeEmpty();

    [Theory]
    [InlineData("apiKeyEnv: sk-sesame")]
    [InlineData("apiKey: sk-sesame")]
    [InlineData("headers: { Authorization: Bearer sk-sesame }")]
    [InlineData("query: { api_key: sk-sesame }")]
    [InlineData("endpoint: \"https://me:sk-sesame@host/v1\"")]
    [InlineData("endpoint: \"https://host/v1?key=sk-sesame\"")]
    public void Load_KeyWrittenIntoTheFile_IsRefusedAndNotRepeated(string line)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("eval.yaml", $"candidates: [ {{ id: a, hosted: {{ provider: openai, model: m, {line} }} }} ]");

        var error = Should.Throw<EvalConfigurationException>(() => WorkspaceLoader.Load(file));

        error.Problems.Count.ShouldBe(1);
        error.ToString().ShouldNotContain("sesame");
    }
}
