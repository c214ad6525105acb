using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Contexts, their memory, decoding, thread pools and counters.</summary>
internal static unsafe partial class LlamaApi
{
    /// <summary>The context keeps using the model: make contexts through <see cref="LlamaContextHandle.Create"/>, which holds it.</summary>
    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    internal static partial nint InitFromModel(LlamaModelHandle model, LlamaContextParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_free")]
    internal static partial void ContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_ctx")]
    internal static partial uint ContextSize(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_ctx_seq")]
    internal static partial uint ContextSizePerSequence(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_batch")]
    internal static partial uint ContextBatch(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_ubatch")]
    internal static partial uint ContextMicroBatch(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_seq_max")]
    internal static partial uint ContextMaxSequences(LlamaContextHandle context);

    /// <summary>0: done; 1: no room in the KV cache; 2: aborted by the callback; -1: invalid batch; below: the engine failed.</summary>
    [LibraryImport(Library, EntryPoint = "llama_decode")]
    internal static partial int Decode(LlamaContextHandle context, LlamaBatch batch);

    [LibraryImport(Library, EntryPoint = "llama_encode")]
    internal static partial int Encode(LlamaContextHandle context, LlamaBatch batch);

    [LibraryImport(Library, EntryPoint = "llama_synchronize")]
    internal static partial void Synchronize(LlamaContextHandle context);

    /// <summary>Rows for the tokens of the last batch whose logits were asked for, in the batch's order, one after the other.</summary>
    [LibraryImport(Library, EntryPoint = "llama_get_logits")]
    internal static partial float* GetLogits(LlamaContextHandle context);

    /// <summary>The row of token <paramref name="index"/> of the last batch; null where its logits were not asked for.</summary>
    [LibraryImport(Library, EntryPoint = "llama_get_logits_ith")]
    internal static partial float* GetLogits(LlamaContextHandle context, int index);

    [LibraryImport(Library, EntryPoint = "llama_get_memory")]
    internal static partial nint GetMemory(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_memory_clear")]
    internal static partial void MemoryClear(nint memory, [MarshalAs(UnmanagedType.U1)] bool data);

    /// <summary>False where a part of a sequence cannot be removed (recurrent and sliding-window models).</summary>
    [LibraryImport(Library, EntryPoint = "llama_memory_seq_rm")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool MemoryRemove(nint memory, int sequence, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_cp")]
    internal static partial void MemoryCopy(nint memory, int source, int destination, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_keep")]
    internal static partial void MemoryKeep(nint memory, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_pos_max")]
    internal static partial int MemoryLastPosition(nint memory, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_memory_can_shift")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool MemoryCanShift(nint memory);

    [LibraryImport(Library, EntryPoint = "llama_set_n_threads")]
    internal static partial void SetThreads(LlamaContextHandle context, int threads, int batchThreads);

    [LibraryImport(Library, EntryPoint = "llama_attach_threadpool")]
    internal static partial void AttachThreadPool(LlamaContextHandle context, nint pool, nint batchPool);

    [LibraryImport(Library, EntryPoint = "llama_detach_threadpool")]
    internal static partial void DetachThreadPool(LlamaContextHandle context);

    /// <summary>Asked between the nodes of a graph; true stops the decode with 2. CPU only.</summary>
    [LibraryImport(Library, EntryPoint = "llama_set_abort_callback")]
    internal static partial void SetAbortCallback(
        LlamaContextHandle context, delegate* unmanaged[Cdecl]<void*, bool> callback, void* userData);

    [LibraryImport(Library, EntryPoint = "llama_perf_context")]
    internal static partial LlamaPerfContextData PerfContext(LlamaContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_perf_context_reset")]
    internal static partial void PerfContextReset(LlamaContextHandle context);
}
