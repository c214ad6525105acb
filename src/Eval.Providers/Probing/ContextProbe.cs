using System.Text.Json;
using Eval.Core.Models;
using Eval.Providers.Endpoints;

namespace Eval.Providers.Probing;

/// <summary>
/// Reads the context length from the list of models, where a server tells it there: vLLM (<c>max_model_len</c>), OpenRouter and LM Studio
/// (<c>context_length</c>), llama.cpp (<c>meta.n_ctx</c>).
/// </summary>
internal sealed class ContextProbe(Endpoint endpoint, HostedModelSpec spec)
{
    /// <summary>The length, or null: no run depends on it, so nothing about it is an error.</summary>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await endpoint.Http.GetStreamAsync(endpoint.At("models"), cancellationToken);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return document.RootElement.GetProperty("data").EnumerateArray()
                .Where(m => m.TryGetProperty("id", out var id) && id.ValueEquals(spec.Model))
                .Select(m => Number(m, "max_model_len") ?? Number(m, "context_length") ?? (m.TryGetProperty("meta", out var meta) ? Number(meta, "n_ctx") : null))
                .FirstOrDefault();
        }
        catch (Exception e) when (e is ModelCallException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static int? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
