namespace Eval.Providers.Batches;

/// <summary>A provider's batch service. Every member throws <see cref="Core.Models.ModelCallException"/> where the endpoint fails.</summary>
internal interface IBatchInterface
{
    /// <summary>The end of the path of the requests that go into batches.</summary>
    string Path { get; }

    /// <summary>Hands in requests and gives the batch's id.</summary>
    /// <param name="http">Sends; knows the key.</param>
    /// <param name="tag">A name of ours by which the batch can be found again, where the service keeps one.</param>
    /// <param name="bodies">Bodies by key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<string> SubmitAsync(BatchSender http, string tag, IReadOnlyDictionary<string, string> bodies, CancellationToken cancellationToken);

    /// <summary>Answers by key, or null where the batch is not done yet.</summary>
    Task<IReadOnlyDictionary<string, BatchAnswer>?> PollAsync(BatchSender http, string batch, CancellationToken cancellationToken);

    /// <summary>The id of the batch that was handed in with a tag, or null where there is none or the service cannot tell.</summary>
    Task<string?> FindAsync(BatchSender http, string tag, CancellationToken cancellationToken);
}

/// <summary>What became of one request of a batch: what a call of its own would have been answered.</summary>
internal sealed record BatchAnswer(int Status, string Body)
{
    /// <summary>The service gave it up: worth another try.</summary>
    public static BatchAnswer GivenUp(string why) => new(503, $$$"""{"error":{"message":"{{{why}}}"}}""");
}
