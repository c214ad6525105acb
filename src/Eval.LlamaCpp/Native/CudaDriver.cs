using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>What NVIDIA's driver says of itself and its cards.</summary>
/// <param name="Version">The CUDA version that it supports, as it counts: 13000 for 13.0.</param>
/// <param name="Capabilities">The compute capability of each card that may be used: 90 for 9.0.</param>
internal sealed record CudaDriver(int Version, IReadOnlyList<int> Capabilities)
{
    private const int Success = 0;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    /// <summary>The version as people write it.</summary>
    public string Name => NameOf(Version);

    /// <summary>Asks the driver; null where there is none, or none that works.</summary>
    public static unsafe CudaDriver? Find()
    {
        if (!NativeLibrary.TryLoad("libcuda.so.1", out var library)
            || !NativeLibrary.TryGetExport(library, "cuInit", out var start)
            || !NativeLibrary.TryGetExport(library, "cuDriverGetVersion", out var version)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out var count)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetAttribute", out var attribute))
        {
            return null;
        }

        int supported = 0, cards = 0;
        if (((delegate* unmanaged<uint, int>)start)(0) != Success
            || ((delegate* unmanaged<int*, int>)version)(&supported) != Success
            || ((delegate* unmanaged<int*, int>)count)(&cards) != Success)
        {
            return null;
        }

        var capabilities = new List<int>();
        for (var card = 0; card < cards; card++)
        {
            int major = 0, minor = 0;
            var ask = (delegate* unmanaged<int*, int, int, int>)attribute;
            if (ask(&major, CapabilityMajor, card) == Success && ask(&minor, CapabilityMinor, card) == Success)
            {
                capabilities.Add((major * 10) + minor);
            }
        }

        return new CudaDriver(supported, capabilities);
    }

    /// <summary>13.1 for 13010.</summary>
    public static string NameOf(int version) => $"{version / 1000}.{version % 1000 / 10}";
}
