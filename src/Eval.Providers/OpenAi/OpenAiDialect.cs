using System.ClientModel.Primitives;
using Eval.Core.Models;
using Eval.Providers.Batches;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Eval.Providers.OpenAi;

/// <summary>OpenAI, Azure OpenAI and everything that speaks like them.</summary>
internal sealed class OpenAiDialect : IDialect
{
    public IReadOnlyList<string> Providers { get; } = ["openai", "openai-compatible", "azure-openai"];

    public IReadOnlyList<string> OptionalFields { get; } = ["logprobs", "seed", "temperature", "stop"];

    public IBatchInterface Batches { get; } = new OpenAiBatches();

    public string AddressOf(HostedModelSpec spec)
    {
        var given = spec.Endpoint?.TrimEnd('/');
        if (given is null)
        {
            return "https://api.openai.com/v1";
        }

        if (new Uri(given).AbsolutePath is not "/")
        {
            return given;
        }

        // Azure's newer interface is OpenAI's own; the older one names the deployment in the path, and a version in the query.
        return spec.Provider != "azure-openai" ? given + "/v1"
            : spec.Query.Keys.Contains("api-version", StringComparer.OrdinalIgnoreCase) ? $"{given}/openai/deployments/{Uri.EscapeDataString(spec.Model)}"
            : given + "/openai/v1";
    }

    public KeyHeader KeyHeaderOf(HostedModelSpec spec) => spec.Provider == "azure-openai" ? KeyHeader.AzureKey : KeyHeader.Bearer;

    public bool MayGiveLikelihoods(HostedModelSpec spec) => spec.Provider == "openai-compatible";

    public RequestQuirks QuirksOf(HostedModelSpec spec) => new([.. spec.Omit], NewLimitName: spec.Provider != "openai-compatible");

    public IChatClient Chat(Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri(endpoint.Address.ToString().TrimEnd('/')),
            Transport = new HttpClientPipelineTransport(endpoint.Http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            UserAgentApplicationId = "eval",
        };
        var client = new ChatClient(spec.Model, new NoAuthentication(), options);
        var metadata = new ChatClientMetadata(spec.Provider == "azure-openai" ? "azure.ai.openai" : "openai", endpoint.Address, spec.Model);
        return new OpenAiChatClient(client, endpoint, new OpenAiRequest(spec, quirks), metadata);
    }

    /// <summary>The key is added below the package, where it cannot get into anything that the package writes.</summary>
    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }
}
