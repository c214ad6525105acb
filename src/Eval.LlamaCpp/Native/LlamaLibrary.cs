using System.Reflection;
using System.Runtime.InteropServices;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Native;

/// <summary>
/// The loaded libraries of llama.cpp. <see cref="Load"/> is called once, explicitly, before anything else of this folder; a static
/// constructor's failure would reach the user as a <see cref="TypeInitializationException"/>.
/// </summary>
internal sealed unsafe class LlamaLibrary
{
    /// <summary>The one version whose structs this binding knows.</summary>
    internal const string RequiredVersion = "0.5.0";

    /// <summary>The npm packages' version that carries it.</summary>
    internal const string PackageVersion = "3.22.1";

    private static readonly Lock Gate = new();
    private static Dictionary<string, nint>? _handles;
    private static ModelUnavailableException? _failure;
    private static LlamaLibrary? _loaded;

    private LlamaLibrary(string folder) => Folder = folder;

    /// <summary>The folder the libraries came from.</summary>
    public string Folder { get; }

    /// <summary>The version, as the library tells it.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Which build of the CPU backend runs, for example <c>zen4</c>; <c>built-in</c> where the library holds one itself.</summary>
    public string CpuVariant { get; private set; } = "";

    /// <summary>Everything that can compute, the processor included.</summary>
    public IReadOnlyList<LlamaDevice> Devices { get; private set; } = [];

    /// <summary>The CUDA backend, or why there is none.</summary>
    public CudaBackend Cuda { get; private set; } = new(null, null);

    /// <summary>Name and version for results: the CPU variant, the card and the CUDA version change the last digits of numbers.</summary>
    public string EngineName =>
        $"llama.cpp {RequiredVersion} cpu-{CpuVariant}" + string.Concat(Devices.Where(d => d.IsGpu).Select(d => $" {d.Name.ToLowerInvariant()} ({d.Description})"))
        + (Cuda.Build is { } build ? $" {build.Name}" : "");

    /// <summary>
    /// Loads the libraries, checks version and layout, and finds the devices. Later calls give the same instance and only replace the
    /// log. Throws <see cref="ModelUnavailableException"/> with what to install.
    /// </summary>
    public static LlamaLibrary Load(LlamaLibraryOptions options)
    {
        lock (Gate)
        {
            LlamaLog.Sink = options.Log ?? LlamaLog.Sink;
            if (_loaded is not null)
            {
                return _loaded;
            }

            // What is in the process stays there: libraries that turned out to be wrong cannot be replaced by others.
            if (_failure is not null)
            {
                throw new ModelUnavailableException(_failure.Message, _failure.IsPermanent, _failure);
            }

            var library = new LlamaLibrary(options.ResolveFolder());
            var handles = Open(library.Folder);
            try
            {
                _handles = handles;
                NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => _handles.GetValueOrDefault(name));
                library.Start();
            }
            catch (ModelUnavailableException e)
            {
                _failure = e;
                throw;
            }

            return _loaded = library;
        }
    }

    /// <summary>Loads the libraries of a folder in the order of their dependencies.</summary>
    internal static Dictionary<string, nint> Open(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw Unavailable("Local models run on Linux (x64 and arm64) only; on this system use hosted models.");
        }

        if (!File.Exists(Path.Combine(folder, "libggml-base.so")))
        {
            throw Unavailable(
                $"llama.cpp's libraries were not found in {folder}. Local models need them: install Node.js with npm and build again, "
                + $"or set {LlamaLibraryOptions.FolderVariable} to a folder that holds those of @node-llama-cpp/linux-x64 (or linux-arm64) "
                + $"{PackageVersion}. Hosted models work without.");
        }

        // In the order of their dependencies and by full path: their RUNPATH also names the current directory, which is never asked
        // where a library of that name is loaded already.
        Dictionary<string, nint> handles = new(StringComparer.Ordinal);
        handles[GgmlApi.BaseLibrary] = OpenOne(folder, "libggml-base.so");
        handles[GgmlApi.Library] = OpenOne(folder, $"libggml.v{RequiredVersion}.so", $"libggml.cuda.v{RequiredVersion}.so", "libggml.so");
        handles[LlamaApi.Library] = OpenOne(folder, $"libllama.v{RequiredVersion}.so", $"libllama.cuda.v{RequiredVersion}.so", "libllama.so");
        return handles;
    }

    private static nint OpenOne(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
            {
                continue;
            }

            try
            {
                return NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw Unavailable($"{path} cannot be loaded: {e.Message}", e);
            }
        }

        throw Unavailable(
            $"{folder} holds no {names[0]}: its libraries are not those of llama.cpp {RequiredVersion} "
            + $"(@node-llama-cpp {PackageVersion}).");
    }

    private void Start()
    {
        Version = NativeText.Read(LlamaApi.Version()) ?? "";
        // The prebuilt libraries of that release call themselves a development build of it.
        if (Version is not (RequiredVersion or RequiredVersion + "-dev"))
        {
            throw Unavailable(
                $"{Folder} holds llama.cpp {Version}; this program is made for {RequiredVersion} and no other, because the library's "
                + "structures change between versions. Build again, or unset " + LlamaLibraryOptions.FolderVariable + ".");
        }

        if (LlamaLayout.Problem() is { } problem)
        {
            throw Unavailable($"{Folder} says it is llama.cpp {Version}, but {problem}: it is not the build this program is made for.");
        }

        LlamaLog.Attach();
        CpuVariant = CpuBackend.Load(Folder);
        Cuda = CudaBackend.Load(Folder);
        LlamaApi.BackendInit();
        Devices = LlamaDevice.List();
        if (!Devices.Any(d => d.Type == GgmlDeviceType.Cpu))
        {
            throw Unavailable($"{Folder} holds no CPU backend (libggml-cpu-*.so) that runs on this processor.");
        }
    }

    private static ModelUnavailableException Unavailable(string message, Exception? cause = null) => new(message, isPermanent: true, cause);
}
