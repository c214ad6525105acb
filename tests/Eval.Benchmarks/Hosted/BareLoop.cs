using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Eval.Benchmarks.Hosted;

/// <summary>The least that a client can do: so many workers that post, read the answer and take its text out. No limits, no retries, no scoring, no storing.</summary>
internal static class BareLoop
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Asks; gives the share of answers that are right.</summary>
    public static async Task<double> RunAsync(Uri endpoint, int calls, int concurrency)
    {
        using var http = new HttpClient(new SocketsHttpHandler(), disposeHandler: true);
        var route = new Uri(endpoint, "/v1/chat/completions");
        var next = -1;
        var right = 0;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var question = HostedRun.Question(i);
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
                    $$"""{"model":"echo","messages":[{"role":"user","content":"{{question}}"}],"temperature":0,"max_tokens":512,"seed":17}"""));
                content.Headers.ContentType = Json;
                using var response = await http.PostAsync(route, content);
                response.EnsureSuccessStatusCode();
                using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
                if (answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() == question)
                {
                    Interlocked.Increment(ref right);
                }
            }
        }));
        return right / (double)calls;
    }
}
