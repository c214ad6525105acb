using System.Runtime.InteropServices;
using Eval.Core.Models;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Native;

public sealed class LlamaLibraryTests
{
    [Fact]
    public void Load_RestoredLibraries_HaveTheVersionAndAProcessor()
    {
        var library = LlamaLibrary.Load(new LlamaLibraryOptions());

        library.Version.ShouldStartWith(LlamaLibrary.RequiredVersion);
        library.Devices.ShouldContain(d => d.Type == GgmlDeviceType.Cpu && d.TotalBytes > 0);
        library.EngineName.ShouldStartWith($"llama.cpp {LlamaLibrary.RequiredVersion} cpu-");
    }

    [Fact]
    public unsafe void CpuVariant_AmongAllBuildsOfTheFolder_HasTheHighestScore()
    {
        var library = LlamaLibrary.Load(new LlamaLibraryOptions());
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return; // llama.cpp itself chooses there
        }

        var scores = new Dictionary<string, int>();
        foreach (var variant in CpuBackend.PreferredVariants)
        {
            var handle = NativeLibrary.Load(CpuBackend.PathOf(library.Folder, variant));
            scores[variant] = ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "ggml_backend_score"))();
        }

        scores[library.CpuVariant].ShouldBe(scores.Values.Max());
        Directory.GetFiles(library.Folder, "libggml-cpu-*.so").Length.ShouldBe(CpuBackend.PreferredVariants.Count);
    }

    [Fact]
    public void ThreadPool_FromTheCpuBackend_CanBeMade()
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        using var pool = ThreadPoolHandle.Create(2).ShouldNotBeNull();
        pool.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void ModelLoad_MissingFile_GivesAnInvalidHandleAndTheReasonInTheLog()
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        LlamaLog.ForgetProblems();
        using var model = LlamaApi.ModelLoadFromFile("/nowhere/ünknown.gguf", LlamaApi.ModelDefaultParams());
        model.IsInvalid.ShouldBeTrue();
        LlamaLog.ProblemsAsText().ShouldContain("ünknown.gguf");
    }

    [Fact]
    public void Examine_ThisMachine_FindsNoProblem()
    {
        var doctor = LlamaDoctor.Examine();
        doctor.Problem.ShouldBeNull();
        doctor.Devices.ShouldNotBeEmpty();
    }

    [Fact]
    public void Open_FolderWithoutLibraries_SaysWhatToInstall()
    {
        using var folder = new TemporaryFolder();
        var problem = Should.Throw<ModelUnavailableException>(() => LlamaLibrary.Open(folder.Root));
        problem.IsPermanent.ShouldBeTrue();
        problem.Message.ShouldContain(folder.Root);
        problem.Message.ShouldContain("npm");
        problem.Message.ShouldContain(LlamaLibraryOptions.FolderVariable);

        folder.Write("libggml-base.so", "no library");
        Should.Throw<ModelUnavailableException>(() => LlamaLibrary.Open(folder.Root)).Message.ShouldContain("cannot be loaded");

        var libraries = LlamaLibrary.Load(new LlamaLibraryOptions()).Folder;
        File.Copy(Path.Combine(libraries, "libggml-base.so"), folder.PathOf("libggml-base.so"), overwrite: true);
        Should.Throw<ModelUnavailableException>(() => LlamaLibrary.Open(folder.Root)).Message.ShouldContain("0.5.0");
    }
}
