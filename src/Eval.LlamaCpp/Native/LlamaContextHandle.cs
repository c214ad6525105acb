using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>A context of a model: its KV cache and buffers. One thread at a time may use it.</summary>
internal sealed class LlamaContextHandle : SafeHandle
{
    private readonly LlamaModelHandle _model;

    private LlamaContextHandle(nint context, LlamaModelHandle model)
        : base(0, ownsHandle: true)
    {
        handle = context;
        _model = model;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes a context that holds on to its model; null where llama.cpp refuses (its log says why).</summary>
    public static LlamaContextHandle? Create(LlamaModelHandle model, LlamaContextParams parameters)
    {
        var held = false;
        model.DangerousAddRef(ref held);
        var context = LlamaApi.InitFromModel(model, parameters);
        if (context != 0)
        {
            return new LlamaContextHandle(context, model);
        }

        model.DangerousRelease();
        return null;
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.ContextFree(handle);
        _model.DangerousRelease();
        return true;
    }
}
