using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Batches;

/// <summary>What became of one request of a batch.</summary>
internal enum ItemFate
{
    Succeeded,
    Failed,
    Expired,
    Cancelled,
}

/// <summary>One request of a batch with its result.</summary>
/// <param name="CustomId">The client's name of it.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Status">HTTP status it would have got.</param>
/// <param name="Body">The answer, or the error's body; null for an item that never ran.</param>
internal sealed record BatchItem(string CustomId, ItemFate Fate, int Status, JsonNode? Body);
