using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Suites.Kinds.Speed;

/// <summary>Streams scripted updates at scripted times of its clock, counted from each call.</summary>
internal sealed class TimedChatClient(TimeProvider time, Func<string, ChatOptions?, IReadOnlyList<TimedUpdate>> script) : IChatClient
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>When each call came, in milliseconds since the client was made, with its text.</summary>
    public List<(double AtMs, string Text)> Calls { get; } = [];

    /// <summary>The options of each call.</summary>
    public List<ChatOptions?> Options { get; } = [];

    /// <summary>Most calls at the same time.</summary>
    public int MostOpen { get; private set; }

    private int Open { get; set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        var text = messages.Last().Text;
        Calls.Add((time.GetElapsedTime(_start).TotalMilliseconds, text));
        Options.Add(options);
        MostOpen = Math.Max(MostOpen, ++Open);
        try
        {
            foreach (var (at, update, failure) in script(text, options))
            {
                var left = TimeSpan.FromMilliseconds(at) - time.GetElapsedTime(began);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, time, cancellationToken);
                }

                if (failure is not null)
                {
                    throw failure;
                }

                yield return update!;
            }
        }
        finally
        {
            Open--;
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("speed is measured on streams");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

/// <summary>An update, or a failure in its place, so many milliseconds after the call.</summary>
internal sealed record TimedUpdate(double AtMs, ChatResponseUpdate? Update, Exception? Failure = null)
{
    public static TimedUpdate Text(double atMs, string text) => new(atMs, new ChatResponseUpdate(ChatRole.Assistant, text));

    public static TimedUpdate Thought(double atMs, string text) => new(atMs, new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(text)]));

    public static TimedUpdate Role(double atMs) => new(atMs, new ChatResponseUpdate { Role = ChatRole.Assistant });

    public static TimedUpdate Usage(double atMs, long output, long input = 10, long reasoning = 0) => new(atMs, new ChatResponseUpdate(
        ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, ReasoningTokenCount = reasoning })]));

    public static TimedUpdate End(double atMs) => new(atMs, new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop });
}
