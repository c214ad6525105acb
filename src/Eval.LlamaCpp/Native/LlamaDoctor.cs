using Eval.Core.Models;

namespace Eval.LlamaCpp.Native;

/// <summary>What there is to tell about local models on this machine.</summary>
/// <param name="Folder">Where the libraries are, or would be.</param>
/// <param name="Version">llama.cpp's version, or null where it could not be loaded.</param>
/// <param name="CpuVariant">Which build of the CPU backend runs, or null.</param>
/// <param name="Devices">What can compute.</param>
/// <param name="Problem">Why local models cannot run, with what to do; or null.</param>
/// <param name="GpuProblem">Why the CUDA library that is there cannot be used, with what to do; or null.</param>
public sealed record LlamaDoctor(
    string Folder, string? Version, string? CpuVariant, IReadOnlyList<LlamaDeviceFact> Devices, string? Problem, string? GpuProblem = null)
{
    /// <summary>
    /// Loads the libraries into this process and looks around; never throws. A GPU driver that crashes would take the process along, so
    /// commands ask a child process.
    /// </summary>
    public static LlamaDoctor Examine()
    {
        var options = new LlamaLibraryOptions();
        try
        {
            var library = LlamaLibrary.Load(options);
            return new LlamaDoctor(
                library.Folder,
                library.Version,
                library.CpuVariant,
                [.. library.Devices.Select(d => new LlamaDeviceFact(d.Name, d.Description, d.IsGpu, d.FreeBytes, d.TotalBytes))],
                Problem: null,
                library.Cuda.Problem);
        }
        catch (ModelUnavailableException e)
        {
            return new LlamaDoctor(options.ResolveFolder(), null, null, [], e.Message);
        }
    }
}

/// <summary>One device, for display.</summary>
/// <param name="Name">Short name, for example <c>CPU</c> or <c>CUDA0</c>.</param>
/// <param name="Description">The processor's or card's name.</param>
/// <param name="IsGpu">True where layers can be put on it.</param>
/// <param name="FreeBytes">Free memory in bytes.</param>
/// <param name="TotalBytes">Memory in bytes.</param>
public sealed record LlamaDeviceFact(string Name, string Description, bool IsGpu, long FreeBytes, long TotalBytes);
