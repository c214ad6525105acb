using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>A chain of samplers; it owns the samplers that were added.</summary>
internal sealed class LlamaSamplerHandle : SafeHandle
{
    public LlamaSamplerHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaApi.SamplerFree(handle);
        return true;
    }
}
