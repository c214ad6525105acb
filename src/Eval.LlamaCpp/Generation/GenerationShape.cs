using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>How many answers are generated side by side.</summary>
/// <param name="Lanes">Contexts, each with its own thread: tiny models gain more from these than from threads that wait for each other.</param>
/// <param name="Slots">Sequences in one context.</param>
/// <param name="Threads">CPU threads of one context.</param>
internal readonly record struct GenerationShape(int Lanes, int Slots, int Threads)
{
    private const int MostSlots = 16;

    /// <summary>Memory for the KV caches of all slots of a context: more answers at a time would not be faster on a CPU.</summary>
    private const long CacheBytes = 2L << 30;

    /// <summary>
    /// Chosen from the model's shape alone. On a CPU the text does not depend on it: see <see cref="GenerationLane"/>.
    /// </summary>
    public static GenerationShape Of(GgufFile file, EngineSettings settings)
    {
        if (settings.Exact)
        {
            return new GenerationShape(1, 1, settings.ThreadsPerContext);
        }

        // Two at least: one answer alone needs a second slot for padding.
        var slots = (int)Math.Clamp(CacheBytes / Math.Max(1, BytesPerToken(file, settings) * settings.ContextLength), 2, MostSlots);
        return new GenerationShape(settings.Contexts, slots, settings.ThreadsPerContext);
    }

    private static long BytesPerToken(GgufFile file, EngineSettings settings)
    {
        var heads = file.Number($"{file.Architecture}.attention.head_count_kv") ?? file.HeadCount ?? 0;
        var keys = file.HeadSize ?? 0;
        var values = file.Number($"{file.Architecture}.attention.value_length") ?? keys;
        var bytes = settings.KvType switch
        {
            GgmlType.F32 => 4,
            GgmlType.Q80 => 1,
            _ => 2,
        };
        return (file.LayerCount ?? 0) * heads * (keys + values) * bytes;
    }
}
