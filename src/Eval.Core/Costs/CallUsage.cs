using Microsoft.Extensions.AI;

namespace Eval.Core.Costs;

/// <summary>
/// What one call used, in one convention for all providers, that of <see cref="UsageDetails"/>: cached and written tokens are part of the input,
/// reasoning is part of the output. Providers that count them apart are converted by their client.
/// </summary>
/// <param name="InputTokens">Tokens read, all of them.</param>
/// <param name="OutputTokens">Tokens written, all of them.</param>
public readonly record struct CallUsage(long InputTokens, long OutputTokens)
{
    /// <summary>Key in <see cref="UsageDetails.AdditionalCounts"/> under which clients report tokens written to the provider's prompt cache.</summary>
    public const string WrittenInputKey = "CacheCreationInputTokens";

    /// <summary>Part of the input that came from the provider's prompt cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Part of the input that was written to the provider's prompt cache.</summary>
    public long WrittenInputTokens { get; init; }

    /// <summary>Part of the output spent on hidden reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Characters sent, for prices by the character.</summary>
    public long InputCharacters { get; init; }

    /// <summary>Characters received, for prices by the character.</summary>
    public long OutputCharacters { get; init; }

    /// <summary>Input and output together.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>What a provider reported, or null where it reported no token counts. Parts are cut to their whole: a part cannot be larger.</summary>
    public static CallUsage? Of(UsageDetails? usage)
    {
        if (usage is not ({ InputTokenCount: not null } or { OutputTokenCount: not null }))
        {
            return null;
        }

        var (input, output) = (Math.Max(0, usage.InputTokenCount ?? 0), Math.Max(0, usage.OutputTokenCount ?? 0));
        var cached = Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, input);
        var written = usage.AdditionalCounts?.TryGetValue(WrittenInputKey, out var count) == true ? count : 0;
        return new CallUsage(input, output)
        {
            CachedInputTokens = cached,
            WrittenInputTokens = Math.Clamp(written, 0, input - cached),
            ReasoningTokens = Math.Clamp(usage.ReasoningTokenCount ?? 0, 0, output),
        };
    }
}
