namespace Eval.Benchmarks.Models;

/// <summary>Weights' precision of a generated model.</summary>
internal enum WeightType
{
    F16 = 1,
    Q8_0 = 8,
}

/// <summary>Shape of a generated llama-architecture model.</summary>
/// <param name="Name">Part of the file's name.</param>
/// <param name="Vocabulary">Tokens; at least 400.</param>
/// <param name="Width">Embedding size; a multiple of 32 and of the head size.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="HeadSize">Size of an attention head.</param>
/// <param name="FeedForward">Inner size of the feed-forward part; a multiple of 32.</param>
/// <param name="Context">Training context.</param>
/// <param name="Weights">Precision.</param>
internal sealed record RandomModelShape(
    string Name, int Vocabulary, int Width, int Layers, int HeadSize, int FeedForward, int Context, WeightType Weights)
{
    /// <summary>About 110 M parameters, as small published models are built (embeddings tied).</summary>
    public static RandomModelShape Hundred(WeightType weights) => new("110m", 32_000, 768, 12, 64, 2048, 2048, weights);

    /// <summary>About 1.3 B parameters, for GPUs.</summary>
    public static RandomModelShape Billion(WeightType weights) => new("1b", 32_000, 2048, 22, 64, 5632, 2048, weights);

    /// <summary>About 0.4 M parameters, for tests.</summary>
    public static RandomModelShape Tiny(WeightType weights) => new("tiny", 1_000, 128, 2, 32, 256, 256, weights);

    public string FileName => $"random-{Name}-{Weights.ToString().ToLowerInvariant()}.gguf";
}
