using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>
/// CPU threads of ggml that stay between graphs. Without one, a context makes and ends its threads for every graph, which costs tiny
/// models a factor of 2 to 3. Detach it from its contexts (or free them) before it is disposed.
/// </summary>
internal sealed unsafe class ThreadPoolHandle : SafeHandle
{
    // The parameters are 528 bytes in 0.5.0; they are filled by the library itself and never looked into here.
    private const int ParameterBytes = 1024;

    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    private ThreadPoolHandle(nint pool, delegate* unmanaged[Cdecl]<nint, void> free)
        : base(0, ownsHandle: true)
    {
        handle = pool;
        _free = free;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Makes a pool, or gives null where the CPU backend offers none.</summary>
    public static ThreadPoolHandle? Create(int threads)
    {
        for (nuint i = 0; i < GgmlApi.DeviceCount(); i++)
        {
            var device = GgmlApi.DeviceGet(i);
            if (GgmlApi.DeviceType(device) != GgmlDeviceType.Cpu)
            {
                continue;
            }

            var backend = GgmlApi.DeviceBackend(device);
            var create = (delegate* unmanaged[Cdecl]<void*, nint>)GgmlApi.BackendProcedure(backend, "ggml_threadpool_new");
            var free = (delegate* unmanaged[Cdecl]<nint, void>)GgmlApi.BackendProcedure(backend, "ggml_threadpool_free");
            if (create is null || free is null)
            {
                return null;
            }

            var parameters = stackalloc byte[ParameterBytes];
            GgmlApi.ThreadPoolParamsInit(parameters, threads);
            var pool = create(parameters);
            return pool == 0 ? null : new ThreadPoolHandle(pool, free);
        }

        return null;
    }

    /// <summary>Makes a context use this pool for prompts and for single tokens.</summary>
    public void AttachTo(LlamaContextHandle context) => LlamaApi.AttachThreadPool(context, handle, handle);

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
