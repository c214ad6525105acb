using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>The functions of ggml that are used here: backends, devices, logging.</summary>
internal static unsafe partial class GgmlApi
{
    internal const string Library = "ggml";
    internal const string BaseLibrary = "ggml-base";

    /// <summary>Null where the library cannot be loaded or does not suit this processor.</summary>
    [LibraryImport(Library, EntryPoint = "ggml_backend_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint BackendLoad(string path);

    /// <summary>Loads the best library of each backend in a folder.</summary>
    [LibraryImport(Library, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void BackendLoadAllFromPath(string folder);

    [LibraryImport(Library, EntryPoint = "ggml_backend_dev_count")]
    internal static partial nuint DeviceCount();

    [LibraryImport(Library, EntryPoint = "ggml_backend_dev_get")]
    internal static partial nint DeviceGet(nuint index);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_name")]
    internal static partial byte* DeviceName(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_description")]
    internal static partial byte* DeviceDescription(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_memory")]
    internal static partial void DeviceMemory(nint device, nuint* free, nuint* total);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_type")]
    internal static partial GgmlDeviceType DeviceType(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_dev_backend_reg")]
    internal static partial nint DeviceBackend(nint device);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_backend_reg_get_proc_address", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint BackendProcedure(nint backend, string name);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_threadpool_params_init")]
    internal static partial void ThreadPoolParamsInit(void* parameters, int threads);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_type_name")]
    internal static partial byte* TypeName(int type);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_type_size")]
    internal static partial nuint TypeSize(int type);

    [LibraryImport(BaseLibrary, EntryPoint = "ggml_blck_size")]
    internal static partial long BlockSize(int type);
}
