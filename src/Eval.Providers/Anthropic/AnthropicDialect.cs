using Anthropic;
using Anthropic.Core;
using Eval.Core.Models;
using Eval.Providers.Batches;
using Eval.Providers.Endpoints;
using Microsoft.Extensions.AI;

namespace Eval.Providers.Anthropic;

/// <summary>Anthropic's own interface, through its official package.</summary>
internal sealed class AnthropicDialect : IDialect
{
    // The interface demands a limit; where nobody says one.
    private const int UsualLimit = 4096;

    public IReadOnlyList<string> Providers { get; } = ["anthropic"];

    public IReadOnlyList<string> OptionalFields { get; } = ["temperature", "stop"];

    public IBatchInterface Batches { get; } = new AnthropicBatches();

    public string AddressOf(HostedModelSpec spec)
    {
        var given = spec.Endpoint?.TrimEnd('/') ?? "https://api.anthropic.com";
        return given.EndsWith("/v1", StringComparison.Ordinal) ? given[..^3] : given;
    }

    public KeyHeader KeyHeaderOf(HostedModelSpec spec) => KeyHeader.AnthropicKey;

    public bool MayGiveLikelihoods(HostedModelSpec spec) => false;

    public RequestQuirks QuirksOf(HostedModelSpec spec) => new(["frequency_penalty", "logprobs", "presence_penalty", "seed", .. spec.Omit], NewLimitName: false);

    public HttpMessageHandler Around(HttpMessageHandler handler) => new MissingUsageHandler(handler);

    public IChatClient Chat(Endpoint endpoint, HostedModelSpec spec, RequestQuirks quirks)
    {
        var client = new AnthropicClient(new ClientOptions
        {
            HttpClient = endpoint.Http,
            BaseUrl = endpoint.Address.ToString().TrimEnd('/'),
            // The true key is set below the package, which would otherwise look for one in the environment.
            ApiKey = "set-below",
            AuthToken = null,
            MaxRetries = 0,
            // As good as none: the pipeline ends attempts.
            Timeout = TimeSpan.FromDays(1),
        });
        return new AnthropicChatClient(client.AsIChatClient(spec.Model, UsualLimit), endpoint, new AnthropicRequest(spec, quirks, UsualLimit));
    }
}
