using System.Runtime.CompilerServices;
using Eval.Core.Models;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Models.Pipeline;

/// <summary>What an endpoint does with one request.</summary>
internal sealed record Reaction
{
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    public ModelCallException? Failure { get; init; }

    /// <summary>Never answers; gives up when cancelled.</summary>
    public bool Hangs { get; init; }

    /// <summary>Updates of a stream that arrive before <see cref="Failure"/>; null where nothing arrives.</summary>
    public int? BreaksAfter { get; init; }

    public string Text { get; init; } = "an answer";

    public UsageDetails? Usage { get; init; } = new() { InputTokenCount = 100, OutputTokenCount = 20 };

    public static Reaction Fail(CallFailure failure, bool billed = false, double? retryAfter = null, double delay = 0.1) => new()
    {
        Delay = TimeSpan.FromSeconds(delay),
        Failure = new ModelCallException(failure, failure.ToString())
        {
            MayBeBilled = billed,
            RetryAfter = retryAfter is { } s ? TimeSpan.FromSeconds(s) : null,
        },
    };
}

/// <summary>A model behind an endpoint that fails as real ones do, by a script, on a manual clock.</summary>
internal sealed class ScriptedEndpoint(TimeProvider time, Func<int, Reaction> script) : IChatClient
{
    private readonly Lock _gate = new();

    /// <summary>When each request arrived, as time since the start.</summary>
    public List<TimeSpan> Arrivals { get; } = [];

    /// <summary>The prompts of the requests.</summary>
    public List<string> Prompts { get; } = [];

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>Answers that were made, whether or not they arrived.</summary>
    public int Billed { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reaction = Arrive(messages);
        try
        {
            await WaitAsync(reaction, cancellationToken);
            if (reaction.Failure is { } failure)
            {
                throw failure;
            }

            return new ChatResponse(new ChatMessage(ChatRole.Assistant, reaction.Text)) { Usage = reaction.Usage, FinishReason = ChatFinishReason.Stop, ModelId = "m-1" };
        }
        finally
        {
            InFlight--;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reaction = Arrive(messages);
        try
        {
            var words = reaction.Text.Split(' ');
            for (var i = 0; i < words.Length; i++)
            {
                await WaitAsync(reaction, cancellationToken);
                if (reaction.Failure is { } failure && i >= (reaction.BreaksAfter ?? 0))
                {
                    throw failure;
                }

                yield return new ChatResponseUpdate(ChatRole.Assistant, words[i] + " ");
            }

            if (reaction.Usage is { } usage)
            {
                yield return new ChatResponseUpdate { Contents = [new UsageContent(usage)], FinishReason = ChatFinishReason.Stop };
            }
        }
        finally
        {
            InFlight--;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private Reaction Arrive(IEnumerable<ChatMessage> messages)
    {
        lock (_gate)
        {
            var reaction = script(Arrivals.Count);
            Arrivals.Add(TimeSpan.FromTicks(time.GetTimestamp()));
            Prompts.Add(messages.Last().Text);
            MostInFlight = Math.Max(MostInFlight, ++InFlight);
            Billed += reaction.Hangs || reaction.Failure is null or { MayBeBilled: true } ? 1 : 0;
            return reaction;
        }
    }

    private Task WaitAsync(Reaction reaction, CancellationToken cancellationToken) =>
        Task.Delay(reaction.Hangs ? TimeSpan.FromDays(1) : reaction.Delay, time, cancellationToken);
}
