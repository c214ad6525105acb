using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Serving;
using Eval.FakeEndpoint.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eval.FakeEndpoint.Batches;

/// <summary>Anthropic's message batches, in memory.</summary>
internal sealed class AnthropicBatches(FakeEndpointOptions options, BatchWork work)
{
    private static readonly AnthropicFormat Format = new();

    private readonly ConcurrentDictionary<string, Batch> _batches = new(StringComparer.Ordinal);
    private int _numbers;

    public async Task CreateAsync(HttpContext http)
    {
        try
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
            if (JsonFields.Parse(bytes.ToArray())["requests"] is not JsonArray { Count: > 0 } rows)
            {
                throw new RequestFormatException("requests: Field required");
            }

            var requests = rows.OfType<JsonObject>().Select(r => (r.RequiredText("custom_id"), r["params"] as JsonObject ?? [])).ToList();
            if (requests.DistinctBy(r => r.Item1).Count() < requests.Count)
            {
                throw new RequestFormatException("requests: custom_id must be unique within the batch");
            }

            var batch = new Batch($"msgbatch_{Interlocked.Increment(ref _numbers):x24}", "/v1/messages", requests, options.Time.GetUtcNow().ToUnixTimeSeconds());
            _batches[batch.Id] = batch;
            await Routes.WriteAsync(http, 200, Describe(batch, http));
        }
        catch (RequestFormatException e)
        {
            await RefuseAsync(http, new ApiError(ApiErrorKind.BadRequest, 400, e.Message));
        }
    }

    public async Task BatchAsync(HttpContext http)
    {
        if (Find(http) is { } batch)
        {
            await batch.PollAsync(options.BatchPolls, b => work.RunAsync(b.Id, b.Route, b.Requests, Format, AnthropicRequests.Messages, CancellationToken.None));
            await Routes.WriteAsync(http, 200, Describe(batch, http));
        }
        else
        {
            await NoneAsync(http);
        }
    }

    public async Task CancelAsync(HttpContext http)
    {
        if (Find(http) is { } batch)
        {
            batch.Cancelled = true;
            await Routes.WriteAsync(http, 200, Describe(batch, http));
        }
        else
        {
            await NoneAsync(http);
        }
    }

    public async Task ResultsAsync(HttpContext http)
    {
        if (Find(http) is not { } batch)
        {
            await NoneAsync(http);
        }
        else if (batch.Items is not { } items)
        {
            await RefuseAsync(http, new ApiError(ApiErrorKind.NotFound, 404, $"No results are available yet for batch {batch.Id}"));
        }
        else
        {
            http.Response.ContentType = "application/x-jsonl";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(items.Select(i => WireJson.Text(Line(i)) + "\n"))), http.RequestAborted);
        }
    }

    private static JsonObject Line(BatchItem item) => new()
    {
        ["custom_id"] = item.CustomId,
        ["result"] = item.Fate switch
        {
            ItemFate.Succeeded => new JsonObject { ["type"] = "succeeded", ["message"] = item.Body!.DeepClone() },
            ItemFate.Failed => new JsonObject { ["type"] = "errored", ["error"] = item.Body!.DeepClone() },
            ItemFate.Expired => new JsonObject { ["type"] = "expired" },
            _ => new JsonObject { ["type"] = "canceled" },
        },
    };

    private static JsonObject Describe(Batch batch, HttpContext http)
    {
        var isDone = batch.Items is not null;
        return new JsonObject
        {
            ["id"] = batch.Id,
            ["type"] = "message_batch",
            ["processing_status"] = isDone ? "ended" : batch.Cancelled ? "canceling" : "in_progress",
            ["request_counts"] = new JsonObject
            {
                ["processing"] = isDone ? 0 : batch.Requests.Count,
                ["succeeded"] = batch.Count(ItemFate.Succeeded),
                ["errored"] = batch.Count(ItemFate.Failed),
                ["canceled"] = batch.Count(ItemFate.Cancelled),
                ["expired"] = batch.Count(ItemFate.Expired),
            },
            ["created_at"] = Moment(batch.Created),
            ["expires_at"] = Moment(batch.Created + 86_400),
            ["ended_at"] = isDone ? Moment(batch.Created + 1) : null,
            ["archived_at"] = null,
            ["cancel_initiated_at"] = batch.Cancelled ? Moment(batch.Created) : null,
            ["results_url"] = isDone ? $"{http.Request.Scheme}://{http.Request.Host}/v1/messages/batches/{batch.Id}/results" : null,
        };
    }

    private static string Moment(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Batch? Find(HttpContext http) => _batches.GetValueOrDefault((string)http.GetRouteValue("id")!);

    private static Task NoneAsync(HttpContext http) => RefuseAsync(http, new ApiError(ApiErrorKind.NotFound, 404, $"No message batch found with ID {http.GetRouteValue("id")}"));

    private static Task RefuseAsync(HttpContext http, ApiError error) => Routes.WriteAsync(http, error.Status, Format.Error(error, Dialect.Anthropic));
}
