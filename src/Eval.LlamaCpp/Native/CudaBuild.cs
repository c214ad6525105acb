namespace Eval.LlamaCpp.Native;

/// <summary>
/// One build of the CUDA backend, and what its kernels run on. A driver that is older than the toolkit loads such a library without a word and ends the
/// process at the first kernel ("the provided PTX was compiled with an unsupported toolchain"), so it is decided before.
/// </summary>
/// <param name="Name">For results and messages.</param>
/// <param name="File">Its file below the folder of the libraries.</param>
/// <param name="Toolkit">Version of the toolkit that compiled it, as the driver counts: 13010 for 13.1.</param>
/// <param name="MachineCode">Compute capabilities (86 for 8.6) that it holds machine code for.</param>
/// <param name="Ptx">Compute capabilities that it holds intermediate code for, which the driver compiles.</param>
internal sealed record CudaBuild(string Name, string File, int Toolkit, IReadOnlyList<int> MachineCode, IReadOnlyList<int> Ptx)
{
    /// <summary>
    /// The builds of the npm packages, the preferred one first. Toolkits and capabilities are read off the fat binaries of version 3.22.1: PTX 9.1 is of
    /// CUDA 13.1, PTX 8.4 of 12.4.
    /// </summary>
    internal static IReadOnlyList<CudaBuild> All { get; } =
    [
        new("CUDA 13", "libggml-cuda.so", 13010, [86, 89, 120, 121], [75, 80, 90]),
        new("CUDA 12", "fallback/libggml-cuda.so", 12040, [86], [50, 61, 70, 75, 80]),
    ];

    /// <summary>What its runtime libraries end in: 13 for <c>libcudart.so.13</c>.</summary>
    public int Major => Toolkit / 1000;

    /// <summary>
    /// Whether a driver runs its kernels on a card. Machine code runs on its own capability and on higher minor ones of the same major, with any driver of
    /// the toolkit's major version (minor version compatibility); intermediate code on every later capability, with a driver as new as the toolkit
    /// (CUDA C++ Programming Guide, "Compute Capabilities"; CUDA Compatibility, "Minor Version Compatibility").
    /// </summary>
    /// <param name="driver">What the driver supports, as it counts: 13000 for CUDA 13.0.</param>
    /// <param name="capability">The card's: 90 for 9.0.</param>
    public bool RunsOn(int driver, int capability) =>
        (driver >= Major * 1000 && MachineCode.Any(c => c / 10 == capability / 10 && c <= capability))
        || (driver >= Toolkit && Ptx.Any(c => c <= capability));
}
