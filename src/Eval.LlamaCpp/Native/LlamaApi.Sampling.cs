using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Samplers. A chain takes over what is added to it: release single samplers only while they are in no chain.</summary>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_init")]
    internal static partial LlamaSamplerHandle SamplerChainInit(LlamaSamplerChainParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_sampler_chain_add")]
    internal static partial void SamplerChainAdd(LlamaSamplerHandle chain, nint sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_greedy")]
    internal static partial nint SamplerGreedy();

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_dist")]
    internal static partial nint SamplerDistribution(uint seed);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_k")]
    internal static partial nint SamplerTopK(int k);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_top_p")]
    internal static partial nint SamplerTopP(float p, nuint minimumKept);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_min_p")]
    internal static partial nint SamplerMinP(float p, nuint minimumKept);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_temp")]
    internal static partial nint SamplerTemperature(float temperature);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_penalties")]
    internal static partial nint SamplerPenalties(int vocabularySize, int lastTokens, float repeat, float frequency, float present);

    /// <summary>Null (0) where the grammar cannot be parsed.</summary>
    [LibraryImport(Library, EntryPoint = "llama_sampler_init_grammar", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint SamplerGrammar(nint vocab, string grammar, string root);

    [LibraryImport(Library, EntryPoint = "llama_sampler_init_logit_bias")]
    internal static partial nint SamplerLogitBias(int vocabularySize, int count, LlamaLogitBias* biases);

    /// <summary>Samples from the logits of token <paramref name="index"/> of the last batch, and accepts what it sampled.</summary>
    [LibraryImport(Library, EntryPoint = "llama_sampler_sample")]
    internal static partial int SamplerSample(LlamaSamplerHandle sampler, LlamaContextHandle context, int index);

    [LibraryImport(Library, EntryPoint = "llama_sampler_accept")]
    internal static partial void SamplerAccept(LlamaSamplerHandle sampler, int token);

    [LibraryImport(Library, EntryPoint = "llama_sampler_apply")]
    internal static partial void SamplerApply(LlamaSamplerHandle sampler, LlamaTokenDataArray* candidates);

    [LibraryImport(Library, EntryPoint = "llama_sampler_reset")]
    internal static partial void SamplerReset(LlamaSamplerHandle sampler);

    [LibraryImport(Library, EntryPoint = "llama_sampler_free")]
    internal static partial void SamplerFree(nint sampler);
}
