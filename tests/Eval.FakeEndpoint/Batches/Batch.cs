using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Batches;

/// <summary>A batch on its way.</summary>
internal sealed class Batch(string id, string route, IReadOnlyList<(string CustomId, JsonObject Body)> requests, long created)
{
    public string Id => id;

    public string Route => route;

    public IReadOnlyList<(string CustomId, JsonObject Body)> Requests => requests;

    public long Created => created;

    public SemaphoreSlim Gate { get; } = new(1, 1);

    public int Polls { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>The results, or null while it is not done.</summary>
    public IReadOnlyList<BatchItem>? Items { get; set; }

    public string? InputFile { get; init; }

    public string? OutputFile { get; set; }

    public string? ErrorFile { get; set; }

    public JsonNode? Metadata { get; init; }

    /// <summary>Errors of the input file; such a batch never runs.</summary>
    public JsonArray? Errors { get; init; }

    public int Count(ItemFate fate) => Items?.Count(i => i.Fate == fate) ?? 0;

    /// <summary>Counts a poll; runs the batch when its time has come.</summary>
    public async Task PollAsync(int pollsToDone, Func<Batch, Task<IReadOnlyList<BatchItem>>> run, Action<Batch>? done = null)
    {
        await Gate.WaitAsync();
        try
        {
            Polls++;
            if (Items is null && Errors is null && (Cancelled || Polls >= pollsToDone))
            {
                Items = Cancelled ? [.. requests.Select(r => new BatchItem(r.CustomId, ItemFate.Cancelled, 0, null))] : await run(this);
                done?.Invoke(this);
            }
        }
        finally
        {
            Gate.Release();
        }
    }
}
