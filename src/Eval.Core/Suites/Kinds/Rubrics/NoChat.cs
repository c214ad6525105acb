using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Stands where a chat model would, and is never asked.</summary>
internal sealed class NoChat : IChatClient
{
    public static readonly NoChat Instance = new();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw Asked();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw Asked();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static InvalidOperationException Asked() => new("stored answers are judged; the candidate must not be asked");
}
