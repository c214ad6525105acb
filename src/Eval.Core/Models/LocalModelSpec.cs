namespace Eval.Core.Models;

/// <summary>Settings of a GGUF model that llama.cpp runs on this machine. Null means: chosen by the engine from the model's shape.</summary>
public sealed record LocalModelSpec
{
    /// <summary>Absolute path of the GGUF file.</summary>
    public required string File { get; init; }

    /// <summary>Where the file can be fetched from, or null.</summary>
    public string? Url { get; init; }

    /// <summary>SHA-256 of the file in lower-case hex; checked before loading where given.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How many layers go to a GPU. Default: auto.</summary>
    public GpuLayers GpuLayers { get; init; } = GpuLayers.Auto;

    /// <summary>Context length in tokens of one sequence. Default: the model's training context, at most 4,096.</summary>
    public int? Context { get; init; }

    /// <summary>CPU threads. Default: the physical cores this process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>Tokens in one logical batch.</summary>
    public int? Batch { get; init; }

    /// <summary>Tokens in one physical batch.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>Type of the KV cache: <c>f16</c>, <c>f32</c>, <c>bf16</c> or <c>q8_0</c>.</summary>
    public string? KvType { get; init; }

    /// <summary>Flash attention on or off. Default: by head size.</summary>
    public bool? FlashAttention { get; init; }

    /// <summary>Name of a built-in chat template of llama.cpp, or the template's text, replacing the model's own.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Rope scaling: <c>none</c>, <c>linear</c> or <c>yarn</c>. Default: the model's own.</summary>
    public string? RopeScaling { get; init; }

    /// <summary>Rope frequency scale (1/factor), or null for the model's own.</summary>
    public double? RopeFrequencyScale { get; init; }

    /// <summary>Rope base frequency, or null for the model's own.</summary>
    public double? RopeFrequencyBase { get; init; }
}
