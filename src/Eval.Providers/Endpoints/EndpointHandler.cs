using System.Collections.Frozen;
using System.Net.Http.Headers;
using Eval.Core.Models;

namespace Eval.Providers.Endpoints;

/// <summary>
/// Stands below every client that speaks to an endpoint: adds the key, the headers and the query, and turns every failure into a
/// <see cref="ModelCallException"/>. The packages above see only good responses, and never a key.
/// </summary>
internal sealed class EndpointHandler(
    EndpointSecrets secrets, KeyHeader keyHeader, IReadOnlyDictionary<string, string> query, FailureReport failures, TimeProvider time, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    // .NET keeps these apart, and throws where one is looked for in the wrong place.
    private static readonly FrozenSet<string> ContentHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-MD5", "Content-Range",
        "Content-Type", "Expires", "Last-Modified");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw failures.OfConnection(e);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // So the handler below tells that no connection came about in its time.
            throw failures.OfNoConnection();
        }

        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await failures.OfResponseAsync(response, time.GetUtcNow(), cancellationToken);
            }
        }

        response.Content = await WatchedAsync(response.Content, cancellationToken);
        return response;
    }

    private void Prepare(HttpRequestMessage request)
    {
        if (query.Count > 0)
        {
            var address = new UriBuilder(request.RequestUri!);
            var added = string.Join('&', query.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
            address.Query = address.Query.Length > 1 ? $"{address.Query}&{added}" : added;
            request.RequestUri = address.Uri;
        }

        // Whatever a package believes the key to be.
        request.Headers.Authorization = null;
        request.Headers.Remove(KeyHeader.AnthropicKey.Name);
        if (secrets.Key is { } key)
        {
            Set(request, keyHeader.Name, keyHeader.Scheme is { } scheme ? $"{scheme} {key}" : key);
        }

        foreach (var (name, value) in secrets.Headers)
        {
            Set(request, name, value);
        }
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        HttpHeaders headers = ContentHeaders.Contains(name) && request.Content is { } content ? content.Headers : request.Headers;
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    private async Task<HttpContent> WatchedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var watched = new StreamContent(new AnswerStream(await content.ReadAsStreamAsync(cancellationToken), failures));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            watched.Headers.TryAddWithoutValidation(name, values);
        }

        return watched;
    }
}

/// <summary>The header that carries the key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scheme">The word before the key, or null.</param>
internal sealed record KeyHeader(string Name, string? Scheme = null)
{
    public static KeyHeader Bearer { get; } = new("Authorization", "Bearer");

    public static KeyHeader AzureKey { get; } = new("api-key");

    public static KeyHeader AnthropicKey { get; } = new("x-api-key");
}
