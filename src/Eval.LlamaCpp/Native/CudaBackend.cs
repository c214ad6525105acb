using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Chooses among the builds of the CUDA backend and loads the one that runs here.</summary>
/// <param name="Build">The one that was loaded, or null.</param>
/// <param name="Problem">Why none was, with what to do; null where one was, and where no build is there at all.</param>
internal sealed record CudaBackend(CudaBuild? Build, string? Problem)
{
    /// <summary>Loads the best build of a folder. No card, no driver and no runtime are no errors in themselves: asking for a GPU is.</summary>
    /// <param name="folder">The folder of the libraries.</param>
    public static CudaBackend Load(string folder)
    {
        var builds = CudaBuild.All.Where(b => File.Exists(Path.Combine(folder, b.File))).ToList();
        return builds.Count == 0 ? new CudaBackend(null, null) : Load(folder, builds, CudaDriver.Find());
    }

    /// <summary>Why a build does not run with a driver, or null.</summary>
    internal static string? Unsuitable(CudaBuild build, CudaDriver driver) =>
        driver.Capabilities.Where(c => !build.RunsOn(driver.Version, c)).Select(c => (int?)c).FirstOrDefault() is not { } card ? null
        : driver.Version < build.Toolkit && build.RunsOn(build.Toolkit, card)
            ? $"its kernels for a card of compute capability {card / 10}.{card % 10} need a driver for CUDA {CudaDriver.NameOf(build.Toolkit)}, and this one is for {driver.Name}: update the driver"
            : $"it holds no kernels for a card of compute capability {card / 10}.{card % 10}";

    private static CudaBackend Load(string folder, IReadOnlyList<CudaBuild> builds, CudaDriver? driver)
    {
        if (driver is null)
        {
            return new CudaBackend(null, "there is no NVIDIA driver that works (libcuda.so.1); nvidia-smi must list the GPU");
        }

        if (driver.Capabilities.Count == 0)
        {
            return new CudaBackend(null, "the NVIDIA driver shows no card; see nvidia-smi and CUDA_VISIBLE_DEVICES");
        }

        var problems = new List<string>();
        foreach (var build in builds)
        {
            if ((Unsuitable(build, driver) ?? LoadOne(Path.Combine(folder, build.File), build)) is not { } problem)
            {
                return new CudaBackend(build, null);
            }

            problems.Add($"the build for {build.Name}: {problem}");
        }

        return new CudaBackend(null, string.Join("; ", problems));
    }

    private static string? LoadOne(string path, CudaBuild build)
    {
        try
        {
            // For its message: llama.cpp's own loader keeps the reason to itself.
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            var missing = e.Message.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Contains(".so", StringComparison.Ordinal) && l.Contains("cannot open", StringComparison.Ordinal));
            return $"{missing ?? e.Message} (install the runtime of {build.Name}, libcudart.so.{build.Major} and libcublas.so.{build.Major}, and put it on the loader's path)";
        }

        return GgmlApi.BackendLoad(path) != 0 ? null : "llama.cpp refused it";
    }
}
