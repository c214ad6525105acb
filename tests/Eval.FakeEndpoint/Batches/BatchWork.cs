using System.Text;
using System.Text.Json.Nodes;
using Eval.Core.Statistics;
using Eval.FakeEndpoint.Requests;
using Eval.FakeEndpoint.Serving;
using Eval.FakeEndpoint.Wire;

namespace Eval.FakeEndpoint.Batches;

/// <summary>Runs the requests of a batch when it is done: each is in the ledger like a call of its own, without waiting and without accidents of the wire.</summary>
internal sealed class BatchWork(FakeEndpointOptions options, Exchange exchange)
{
    /// <summary>Results in an order of their own, as providers give them.</summary>
    public async Task<IReadOnlyList<BatchItem>> RunAsync(
        string batch, string route, IReadOnlyList<(string CustomId, JsonObject Body)> requests, IWireFormat format, Func<JsonObject, string, ModelRequest> read, CancellationToken cancellationToken)
    {
        var items = new List<BatchItem>(requests.Count);
        foreach (var (id, body) in requests)
        {
            items.Add(await ItemAsync(id, route, body, format, read, cancellationToken));
        }

        var order = items.ToArray();
        SeededRandom.For(options.Seed, "batch " + batch).Shuffle<BatchItem>(order);
        return order;
    }

    private async Task<BatchItem> ItemAsync(string id, string route, JsonObject body, IWireFormat format, Func<JsonObject, string, ModelRequest> read, CancellationToken cancellationToken)
    {
        try
        {
            var content = Exchange.Fingerprint(route, Encoding.UTF8.GetBytes(WireJson.Text(body)));
            var (served, error, isExpired) = await exchange.ServeInBatchAsync(route, read(body, content), options.BatchExpired, cancellationToken);
            return isExpired ? new BatchItem(id, ItemFate.Expired, 0, null)
                : error is not null ? new BatchItem(id, ItemFate.Failed, error.Status, format.Error(error, Dialect.OpenAi))
                : new BatchItem(id, ItemFate.Succeeded, 200, format.Whole(served!));
        }
        catch (RequestFormatException e)
        {
            var error = new ApiError(ApiErrorKind.BadRequest, 400, e.Message) { Parameter = e.Parameter, Code = e.Code };
            return new BatchItem(id, ItemFate.Failed, 400, format.Error(error, Dialect.OpenAi));
        }
    }
}
