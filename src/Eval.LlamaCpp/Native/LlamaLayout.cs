using System.Runtime.CompilerServices;

namespace Eval.LlamaCpp.Native;

/// <summary>
/// A quick check at load that structures mean what this binding thinks: equal size is not equal layout, so the library's own defaults,
/// which fall on every part of the two large structs, are compared with the known ones.
/// </summary>
internal static unsafe class LlamaLayout
{
    /// <summary>What differs, or null.</summary>
    internal static string? Problem()
    {
        if (Unsafe.SizeOf<LlamaModelParams>() != 80 || Unsafe.SizeOf<LlamaContextParams>() != 160 || Unsafe.SizeOf<LlamaBatch>() != 56)
        {
            return "this program's structures have other sizes than the library's";
        }

        var m = LlamaApi.ModelDefaultParams();
        if (m is not
            {
                NGpuLayers: -1, SplitMode: LlamaSplitMode.Layer, LoadMode: LlamaLoadMode.Auto, LazyMode: LlamaLazyMode.Auto, MainGpu: 0,
                VocabOnly: false, CheckTensors: false, UseExtraBufts: true, NoHost: false, NoAlloc: false, LoadMtp: false,
            })
        {
            return "the defaults of llama_model_params are other than those of that version";
        }

        var c = LlamaApi.ContextDefaultParams();
        return c is
        {
            NCtx: 512, NBatch: 2048, NUbatch: 512, NSeqMax: 1, NRsSeq: 0, NOutputsMax: 0, NOutputsMaxPerSeq: 1,
            CtxType: LlamaContextType.Default, RopeScalingType: LlamaRopeScalingType.Unspecified,
            PoolingType: LlamaPoolingType.Unspecified, AttentionType: LlamaAttentionType.Unspecified,
            FlashAttnType: LlamaFlashAttnType.Auto, RopeFreqBase: 0, YarnExtFactor: -1, YarnAttnFactor: -1, YarnBetaFast: -1,
            YarnBetaSlow: -1, DefragThold: -1, TypeK: GgmlType.F16, TypeV: GgmlType.F16, Embeddings: false, OffloadKqv: true,
            NoPerf: true, OpOffload: true, SwaFull: true, KvUnified: false,
        }
            ? null
            : "the defaults of llama_context_params are other than those of that version";
    }
}
