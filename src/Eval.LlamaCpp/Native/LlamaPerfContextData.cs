using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>What a context has done since its counters were reset (<c>llama_perf_context_data</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaPerfContextData
{
    public double TStartMs;
    public double TLoadMs;
    public double TPEvalMs;
    public double TEvalMs;
    public int NPEval;
    public int NEval;
    public int NReused;
}
