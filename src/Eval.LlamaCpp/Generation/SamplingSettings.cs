namespace Eval.LlamaCpp.Generation;

/// <summary>
/// How a token is chosen from the model's distribution; the steps are llama.cpp's samplers in its own order: penalties, top-k, top-p,
/// min-p, temperature, draw.
/// </summary>
internal sealed record SamplingSettings
{
    /// <summary>The most probable token.</summary>
    public static SamplingSettings Greedy { get; } = new();

    /// <summary>0 (the default) takes the most probable token; otherwise logits are divided by it.</summary>
    public float Temperature { get; init; }

    /// <summary>Keeps the k most probable tokens, or null for all.</summary>
    public int? TopK { get; init; }

    /// <summary>Keeps the most probable tokens up to this sum, or null for all.</summary>
    public float? TopP { get; init; }

    /// <summary>Keeps tokens at least this probable relative to the most probable one, or null for all.</summary>
    public float? MinP { get; init; }

    /// <summary>The generator's seed. The draws of a request depend on it alone, not on what runs beside it.</summary>
    public uint Seed { get; init; }

    /// <summary>Subtracted from a token's logit for each time it was generated.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once from the logit of a token that was generated.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>True where nothing is drawn.</summary>
    public bool IsGreedy => Temperature <= 0;

    /// <summary>What is wrong with the numbers, or null.</summary>
    public string? Problem() =>
        !float.IsFinite(Temperature) || Temperature < 0 ? $"temperature must be 0 or more, not {Temperature}"
        : TopK < 1 ? $"topK must be 1 or more, not {TopK}"
        : TopP is { } p && p is not (> 0 and <= 1) ? $"topP must be above 0 and at most 1, not {p}"
        : MinP is { } m && m is not (>= 0 and <= 1) ? $"minP must be between 0 and 1, not {m}"
        : !float.IsFinite(FrequencyPenalty) || !float.IsFinite(PresencePenalty) ? "penalties must be finite"
        : null;
}
