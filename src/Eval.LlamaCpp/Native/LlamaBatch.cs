using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Tokens to evaluate together; the arrays are owned by whoever made it (<c>llama_batch</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int NTokens;
    public int* Token;
    public float* Embd;
    public int* Pos;
    public int* NSeqId;
    public int** SeqId;
    public sbyte* Logits;
}
