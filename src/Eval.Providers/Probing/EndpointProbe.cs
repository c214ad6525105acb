using Eval.Core.Models;
using Eval.Providers.Endpoints;

namespace Eval.Providers.Probing;

/// <summary>All probes of one endpoint: chat first, because it checks key and model; then what hangs on it.</summary>
internal sealed class EndpointProbe(IDialect dialect, Endpoint endpoint, HostedModelSpec spec, TimeProvider time)
{
    private readonly ProbeRetry _retry = new(spec.AttemptTimeout, time);

    public async Task<EndpointReport> RunAsync(CancellationToken cancellationToken)
    {
        var chat = await new ChatProbe(dialect, endpoint, spec, _retry).RunAsync(cancellationToken);
        var schemas = new SchemaProbe(dialect, endpoint, spec, chat.Quirks, _retry).RunAsync(cancellationToken);
        var likelihoods = LikelihoodsAsync(chat, cancellationToken);
        var context = dialect.MayGiveLikelihoods(spec) ? new ContextProbe(endpoint, spec).RunAsync(cancellationToken) : Task.FromResult<int?>(null);
        await Task.WhenAll(schemas, likelihoods, context);
        return EndpointReport.Of(spec, endpoint.Address.ToString().TrimEnd('/'), chat, await likelihoods, await schemas, await context);
    }

    private async Task<LikelihoodFindings> LikelihoodsAsync(ChatFindings chat, CancellationToken cancellationToken)
    {
        if (spec.Likelihoods == LikelihoodRoute.None || (spec.Likelihoods == LikelihoodRoute.Auto && !dialect.MayGiveLikelihoods(spec)))
        {
            return LikelihoodFindings.Missing(spec.Likelihoods == LikelihoodRoute.None ? "\"likelihoods: none\" is set" : null);
        }

        var completions = spec.Likelihoods == LikelihoodRoute.LlamaServer
            ? LikelihoodFindings.Missing(null)
            : await new CompletionsProbe(endpoint, spec, chat.Quirks, _retry).RunAsync(cancellationToken);
        if (completions.Route != LikelihoodRoute.None || spec.Likelihoods == LikelihoodRoute.Completions)
        {
            return completions;
        }

        var native = await new LlamaServerProbe(endpoint, _retry).RunAsync(cancellationToken);
        return native.Route != LikelihoodRoute.None || spec.Likelihoods == LikelihoodRoute.LlamaServer ? native : completions;
    }
}
