using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Eval.TestSupport;

/// <summary>A chat client that answers by a function and remembers what it was asked. Thread-safe if the function is.</summary>
public sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> answer) : IChatClient
{
    private readonly Lock _gate = new();

    public ScriptedChatClient(Func<string, string> answer)
        : this((messages, _) => Text(answer(messages[^1].Text)))
    {
    }

    /// <summary>The messages of every call.</summary>
    public List<IReadOnlyList<ChatMessage>> Calls { get; } = [];

    /// <summary>The options of every call.</summary>
    public List<ChatOptions?> Options { get; } = [];

    public static ChatResponse Text(string text, ChatFinishReason? reason = null) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        FinishReason = reason ?? ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = text.Length },
    };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var list = messages.ToList();
        lock (_gate)
        {
            Calls.Add(list);
            Options.Add(options);
        }

        try
        {
            return Task.FromResult(answer(list, options));
        }
        catch (Exception e)
        {
            return Task.FromException<ChatResponse>(e);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
