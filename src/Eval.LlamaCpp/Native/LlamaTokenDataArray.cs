using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Candidates that a sampler works on (<c>llama_token_data_array</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaTokenDataArray
{
    public LlamaTokenData* Data;
    public nuint Size;
    public long Selected;
    public bool Sorted;
}
