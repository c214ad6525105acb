using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Memory;

/// <summary>Memory of a model's weights, and of training them. Multiples are rules of thumb: measure before buying.</summary>
public static class ModelMemory
{
    /// <summary>Memory for answering, as a multiple of the weights: a fifth for activations and the engine.</summary>
    public const double InferenceFactor = 1.2;

    /// <summary>Memory for training every weight with Adam, as a multiple of the weights: gradients and two moments beside them.</summary>
    public const double AdamFactor = 4;

    /// <summary>What low-rank adapters took beyond inference where it was measured once, for a model of 40 billion parameters.</summary>
    public static MemorySize LoraOnTop { get; } = MemorySize.FromGigabytes(7.93);

    /// <summary>The weights.</summary>
    /// <param name="parameters">Parameters; of a mixture of experts all, not only the active ones.</param>
    /// <param name="bytesPerParameter">4 for float32, 2 for float16, 1 for 8 bits, 0.5 for 4 bits.</param>
    public static MemorySize Weights(double parameters, double bytesPerParameter) => MemorySize.FromBytes(parameters * bytesPerParameter);

    /// <summary>What answering takes, without the cache of long contexts (<see cref="KvCache"/>).</summary>
    public static MemorySize ForInference(MemorySize weights) => weights * InferenceFactor;

    /// <summary>What training every weight takes.</summary>
    public static MemorySize ForTraining(MemorySize weights) => weights * AdamFactor;

    /// <summary>What training low-rank adapters takes.</summary>
    public static MemorySize ForLora(MemorySize weights) => ForInference(weights) + LoraOnTop;

    /// <summary>The size of weights stored with other bits, as a share of what it was: 0.25 from 32 to 8.</summary>
    public static double Quantised(double fromBits, double toBits) => toBits / fromBits;

    /// <summary>GPUs that hold a need together.</summary>
    /// <param name="need">What is needed.</param>
    /// <param name="each">Memory of one GPU, above 0.</param>
    public static int GpusFor(MemorySize need, MemorySize each) => (int)Math.Max(1, Math.Ceiling(need / each));
}
