using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>A token with its logit and probability (<c>llama_token_data</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaTokenData
{
    public int Id;
    public float Logit;
    public float P;
}
