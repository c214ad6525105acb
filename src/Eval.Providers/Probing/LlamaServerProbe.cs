using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;
using Eval.Providers.LlamaServer;

namespace Eval.Providers.Probing;

/// <summary>Looks whether the endpoint is llama.cpp's server, and whether its native routes give the probability of a given token.</summary>
internal sealed class LlamaServerProbe(Endpoint endpoint, ProbeRetry retry)
{
    public async Task<LikelihoodFindings> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var context = Context(await GetAsync(endpoint.AtRoot("props"), cancellationToken));
            if (context is not { } length)
            {
                return LikelihoodFindings.Missing("the endpoint is not llama.cpp's server");
            }

            if (Vocabulary(await GetAsync(endpoint.At("models"), cancellationToken)) is not { } vocabulary)
            {
                return LikelihoodFindings.Missing("the endpoint does not tell the size of the vocabulary");
            }

            using var client = new LlamaServerClient(endpoint, vocabulary);
            var model = new LlamaServerLikelihood(client, length);
            var score = await retry.AskAsync(
                async token => (await model.ScoreContinuationsAsync([new ContinuationRequest("The capital of France is", " Paris")], token))[0], cancellationToken);
            return score.Failure is { } failure
                ? LikelihoodFindings.Missing($"the endpoint's native route gives no probabilities: {failure.Message}")
                : new LikelihoodFindings(LikelihoodRoute.LlamaServer, null, HasCompletions: true, vocabulary, length);
        }
        catch (ModelCallException e) when (e.Failure is CallFailure.BadRequest or CallFailure.Unauthorized or CallFailure.Malformed)
        {
            return LikelihoodFindings.Missing("the endpoint is not llama.cpp's server");
        }
    }

    private Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken) => retry.AskAsync(
        async token =>
        {
            try
            {
                await using var stream = await endpoint.Http.GetStreamAsync(address, token);
                using var document = await JsonDocument.ParseAsync(stream, cancellationToken: token);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                // Some other server that answers everything with a page, or a hiccup.
                throw new ModelCallException(CallFailure.Malformed, "no JSON");
            }
        },
        cancellationToken);

    private static int? Context(JsonElement props) =>
        props.ValueKind == JsonValueKind.Object && props.TryGetProperty("default_generation_settings", out var settings)
        && settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("n_ctx", out var length) && length.TryGetInt32(out var tokens)
            ? tokens
            : null;

    private static int? Vocabulary(JsonElement models) =>
        models.ValueKind == JsonValueKind.Object && models.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
        && data[0].TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("n_vocab", out var size)
            ? size.GetInt32()
            : null;
}
