using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Settings of a chain of samplers (<c>llama_sampler_chain_params</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaSamplerChainParams
{
    public bool NoPerf;
}
