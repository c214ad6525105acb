using System.Globalization;
using Eval.Core.Models;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// How a model is run. Log-probabilities depend on these in their last digits, so all of them belong to the identity of what was
/// measured. They are chosen from the model's shape by measured rules (research/llama-cpp-throughput.md).
/// </summary>
internal sealed record EngineSettings
{
    private const int DefaultContextLimit = 4096;
    private const int MaxContexts = 16;

    private const int MaxSequences = 64;
    private const long SmallModel = 8_000_000;
    private const long MediumModel = 1_000_000_000;

    /// <summary>True for the reference setting: each request on its own, f32 KV cache, flash attention off.</summary>
    public required bool Exact { get; init; }

    /// <summary>How shared beginnings are evaluated.</summary>
    public required EvaluationLayout Layout { get; init; }

    /// <summary>Contexts that work side by side.</summary>
    public required int Contexts { get; init; }

    /// <summary>CPU threads of each context.</summary>
    public required int ThreadsPerContext { get; init; }

    /// <summary>Tokens that one sequence may have.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Tokens that the KV cache of a context holds, all its sequences together.</summary>
    public required int Cells { get; init; }

    /// <summary>Sequences that a context holds at the same time.</summary>
    public required int Sequences { get; init; }

    /// <summary>Tokens given to llama.cpp at a time.</summary>
    public required int Batch { get; init; }

    /// <summary>Tokens it computes at a time.</summary>
    public required int MicroBatch { get; init; }

    /// <summary>Type of the KV cache.</summary>
    public required GgmlType KvType { get; init; }

    /// <summary>Flash attention.</summary>
    public required bool FlashAttention { get; init; }

    /// <summary>Layers on a GPU: 0 for none, -1 for all.</summary>
    public required int GpuLayers { get; init; }

    /// <summary>False for models whose memory cannot be taken back; then every request is evaluated from its beginning.</summary>
    public required bool SharesBeginnings { get; init; }

    /// <summary>Rope scaling, as the user set it; unspecified takes the model's own.</summary>
    public LlamaRopeScalingType RopeScaling { get; init; } = LlamaRopeScalingType.Unspecified;

    /// <summary>Rope base frequency; 0 takes the model's own.</summary>
    public float RopeFrequencyBase { get; init; }

    /// <summary>Rope frequency scale; 0 takes the model's own.</summary>
    public float RopeFrequencyScale { get; init; }

    /// <summary>Everything above as sorted <c>key=value</c> pairs, for <see cref="ModelIdentity.Settings"/>.</summary>
    public string Canonical => string.Join(';',
        $"batch={Batch}",
        $"cells={Cells}",
        $"context={ContextLength}",
        $"contexts={Contexts}",
        $"exact={(Exact ? 1 : 0)}",
        $"flashAttention={(FlashAttention ? 1 : 0)}",
        $"gpuLayers={(GpuLayers < 0 ? "all" : Text(GpuLayers))}",
        $"kvType={KvName(KvType)}",
        $"layout={Layout.ToString().ToLowerInvariant()}",
        $"microBatch={MicroBatch}",
        $"rope={RopeScaling.ToString().ToLowerInvariant()},{Text(RopeFrequencyBase)},{Text(RopeFrequencyScale)}",
        $"sequences={Sequences}",
        $"threads={ThreadsPerContext}");

    /// <summary>
    /// Chooses the settings of a model: what the user set, and for the rest what measured best for its shape. Pure: the same input gives
    /// the same settings. Throws <see cref="ModelUnavailableException"/> where a GPU is asked for and there is none.
    /// </summary>
    /// <param name="file">The model's header.</param>
    /// <param name="spec">What the user wrote.</param>
    /// <param name="exact">The reference setting.</param>
    /// <param name="devices">What can compute.</param>
    /// <param name="cores">CPU cores that may be used.</param>
    /// <param name="gpuProblem">Why the CUDA library that is there cannot be used, or null.</param>
    public static EngineSettings Choose(
        GgufFile file, LocalModelSpec spec, bool exact, IReadOnlyList<LlamaDevice> devices, int cores, string? gpuProblem = null)
    {
        var gpuLayers = ChooseGpuLayers(spec, devices, gpuProblem);
        var threads = Math.Max(1, spec.Threads ?? cores);
        var onCpu = gpuLayers == 0;

        // The CPU's tiled flash attention needs heads of a multiple of 16 numbers; without it, it is three times slower than off. CUDA has
        // kernels for some sizes only; the others would wander between GPU and CPU at each layer.
        var flash = spec.FlashAttention ?? (!exact && (onCpu ? file.HeadSize % 16 == 0 : file.HeadSize is 40 or 64 or 72 or 80 or 96 or 112 or 128 or 256));
        var kvType = spec.KvType is { } named ? KvOf(named) : exact || !flash ? GgmlType.F32 : GgmlType.F16;

        // Threads of one context wait for each other at every step, spinning: for small models, and wherever other programs run too, two
        // contexts of one thread do more than one of two.
        var small = onCpu && file.ParameterCount <= SmallModel;
        var contexts = small ? Math.Min(threads, MaxContexts) : onCpu && file.ParameterCount <= MediumModel ? Math.Min(threads, 2) : 1;

        // Beginnings that are shared within a batch save most, and large batches are the fast ones.
        var layout = exact || file.IsRecurrent ? EvaluationLayout.Rewind : EvaluationLayout.Tree;
        var micro = spec.MicroBatch ?? (!small ? 512 : flash ? 256 : 64);
        var batch = Math.Max(spec.Batch ?? (small ? 256 : 512), micro);
        var context = spec.Context ?? Math.Min(file.TrainingContext ?? DefaultContextLimit, DefaultContextLimit);

        // Room for a batch beside the longest sequence; but longrope chooses its factors by the size that is asked for.
        var cells = layout == EvaluationLayout.Tree && !file.HasLongRope ? context + batch : context;
        return new EngineSettings
        {
            Exact = exact,
            Layout = layout,
            Contexts = contexts,
            ThreadsPerContext = Math.Max(1, threads / contexts),
            ContextLength = context,
            Cells = cells,
            Sequences = layout == EvaluationLayout.Tree ? MaxSequences : 1,
            Batch = batch,
            MicroBatch = micro,
            KvType = kvType,
            FlashAttention = flash,
            GpuLayers = gpuLayers,
            SharesBeginnings = !file.IsRecurrent,
            RopeScaling = spec.RopeScaling switch
            {
                null => LlamaRopeScalingType.Unspecified,
                "none" => LlamaRopeScalingType.None,
                "linear" => LlamaRopeScalingType.Linear,
                "yarn" => LlamaRopeScalingType.Yarn,
                var other => throw Permanent($"ropeScaling: {other} is not known; use none, linear or yarn"),
            },
            RopeFrequencyBase = (float)(spec.RopeFrequencyBase ?? 0),
            RopeFrequencyScale = (float)(spec.RopeFrequencyScale ?? 0),
        };
    }

    private static int ChooseGpuLayers(LocalModelSpec spec, IReadOnlyList<LlamaDevice> devices, string? gpuProblem)
    {
        var hasGpu = devices.Any(d => d.IsGpu);
        if (spec.GpuLayers.NeedsGpu && !hasGpu)
        {
            throw Permanent(
                $"gpuLayers: {spec.GpuLayers} asks for a GPU, but llama.cpp found none (only {string.Join(", ", devices.Select(d => d.Name))}). "
                + (gpuProblem is null ? "Build with -p:LlamaBackend=cuda on a machine with an NVIDIA driver and the CUDA 12 or 13 runtime" : char.ToUpperInvariant(gpuProblem[0]) + gpuProblem[1..])
                + ", or write gpuLayers: auto.");
        }

        return spec.GpuLayers.Count ?? (hasGpu ? -1 : 0);
    }

    private static GgmlType KvOf(string name) => name switch
    {
        "f32" => GgmlType.F32,
        "f16" => GgmlType.F16,
        "bf16" => GgmlType.BF16,
        "q8_0" => GgmlType.Q80,
        _ => throw Permanent($"kvType: {name} is not known; use f16, f32, bf16 or q8_0"),
    };

    private static string KvName(GgmlType type) => type switch
    {
        GgmlType.F32 => "f32",
        GgmlType.F16 => "f16",
        GgmlType.BF16 => "bf16",
        GgmlType.Q80 => "q8_0",
        _ => type.ToString(),
    };

    private static ModelUnavailableException Permanent(string message) => new(message, isPermanent: true);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
