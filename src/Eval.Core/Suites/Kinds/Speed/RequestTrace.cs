using System.Text.Json.Serialization;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>
/// The raw record of one request: everything that any tool's definition of its speed is computed from, later and again. Times are milliseconds
/// since its load began, on a monotonic clock, taken when an event arrived.
/// </summary>
public sealed record RequestTrace
{
    /// <summary>When it should have been sent by the schedule of the load; in a closed loop, when its place became free.</summary>
    public required double ScheduledMs { get; init; }

    /// <summary>When this program got round to it; later than the schedule only where the program itself is behind.</summary>
    public required double SubmittedMs { get; init; }

    /// <summary>When the attempt that answered was sent: waiting for a permit of a rate limit, and attempts that failed, come before.</summary>
    public required double SentMs { get; init; }

    /// <summary>Its events in order.</summary>
    public IReadOnlyList<TraceEvent> Events { get; init; } = [];

    /// <summary>When it was over, answered or not.</summary>
    public required double EndMs { get; init; }

    /// <summary>Why it failed (<c>Timeout</c>, <c>RateLimited</c> …), or null where it was answered whole.</summary>
    public string? Failure { get; init; }

    /// <summary>Attempts made; above 1 it was tried again.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Tokens read, as the model counts them; 0 where it does not tell.</summary>
    public long InputTokens { get; init; }

    /// <summary>Part of <see cref="InputTokens"/> served from a prompt cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Tokens written, thoughts included, as the model counts them; 0 where it does not tell.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Part of <see cref="OutputTokens"/> spent on thoughts.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Whether the answer repeats the text as often as asked; null where nothing was to be repeated.</summary>
    public bool? IsExact { get; init; }

    /// <summary>True where the whole answer arrived, with something in it.</summary>
    [JsonIgnore]
    public bool IsAnswered => Failure is null;
}
