using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Models;
using Eval.Providers.Endpoints;

namespace Eval.Providers.Batches;

/// <summary>Sends the calls of a batch service through an endpoint's handlers.</summary>
/// <param name="baseAddress">Base address, with a slash at its end.</param>
/// <param name="send">Sends one request; throws <see cref="ModelCallException"/> where it fails.</param>
/// <param name="failures">Words for what cannot be read.</param>
internal sealed class BatchSender(Uri baseAddress, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, FailureReport failures)
{
    public async Task<JsonObject> JsonAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await TextAsync(method, path, content, cancellationToken)) as JsonObject ?? throw new JsonException("no object");
        }
        catch (JsonException e)
        {
            throw failures.OfUnreadableAnswer(e.Message);
        }
    }

    /// <summary>The objects of a JSONL file.</summary>
    public async Task<IReadOnlyList<JsonObject>> LinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await TextAsync(HttpMethod.Get, path, null, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonNode.Parse(line) as JsonObject ?? throw new JsonException("no object"))];
        }
        catch (JsonException e)
        {
            throw failures.OfUnreadableAnswer(e.Message);
        }
    }

    private async Task<string> TextAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path)) { Content = content };
        // The key goes to the endpoint alone, wherever an answer points.
        if (request.RequestUri!.Authority != baseAddress.Authority)
        {
            throw failures.OfUnreadableAnswer("it points to another server");
        }

        using var response = await send(request, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
