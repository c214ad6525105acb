using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>An addition to the logit of one token (<c>llama_logit_bias</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaLogitBias
{
    public int Token;
    public float Bias;
}
