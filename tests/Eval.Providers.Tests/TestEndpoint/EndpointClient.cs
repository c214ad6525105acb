using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint;

namespace Eval.Providers.Tests.TestEndpoint;

/// <summary>A bare client of a test endpoint, so that what is checked is the wire and no library.</summary>
internal sealed class EndpointClient(FakeEndpointServer server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler(), disposeHandler: true) { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };

    public static JsonObject Chat(string question, bool stream = false, string model = "m") => new()
    {
        ["model"] = model,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        ["stream"] = stream,
        ["stream_options"] = stream ? new JsonObject { ["include_usage"] = true } : null,
    };

    public static JsonObject Messages(string question, bool stream = false) => new()
    {
        ["model"] = "claude",
        ["max_tokens"] = 100,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        ["stream"] = stream,
    };

    public Task<Reply> ChatAsync(string question, bool stream = false, string model = "m") => PostAsync("/v1/chat/completions", Chat(question, stream, model));

    public Task<Reply> PostAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body.ToJsonString(), headers);

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Uploads a file for a batch and gives its id.</summary>
    public async Task<string> UploadAsync(IEnumerable<JsonObject> lines)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("batch"), "purpose");
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l.ToJsonString())))), "file", "input.jsonl");
        using var response = await _http.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    /// <summary>Sends a request; a connection that breaks gives what came before it broke.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var text = new MemoryStream();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
            try
            {
                await response.Content.CopyToAsync(text);
                return new Reply(response.StatusCode, Encoding.UTF8.GetString(text.ToArray()), all, Broke: false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return new Reply(response.StatusCode, Encoding.UTF8.GetString(text.ToArray()), all, Broke: true);
            }
        }
        catch (HttpRequestException)
        {
            return new Reply(default, "", new Dictionary<string, string>(), Broke: true);
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
/// <param name="Status">The status, 0 where none came.</param>
/// <param name="Text">The body as far as it came.</param>
/// <param name="Headers">Headers by name.</param>
/// <param name="Broke">True where the connection broke.</param>
internal sealed record Reply(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers, bool Broke)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The data of the stream's events that are JSON.</summary>
    public IReadOnlyList<JsonNode> Events =>
        [.. Text.Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l[6..])!)];

    /// <summary>The content of a chat's stream put together.</summary>
    public string StreamedText => string.Concat(Events.SelectMany(e => e["choices"]!.AsArray()).Select(c => c!["delta"]?["content"]?.GetValue<string>()));
}
