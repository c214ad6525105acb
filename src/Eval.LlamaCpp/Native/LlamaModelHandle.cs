using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>A loaded model. Contexts keep it alive.</summary>
internal sealed class LlamaModelHandle : SafeHandle
{
    public LlamaModelHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LlamaApi.ModelFree(handle);
        return true;
    }
}
