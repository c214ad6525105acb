using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Gguf;

public sealed class ArchitecturesTests
{
    [Fact]
    public void Supported_EachOfThem_IsKnownToTheLibrary()
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        using var folder = new TemporaryFolder();
        foreach (var architecture in Architectures.Supported)
        {
            LibraryRefuses(folder, architecture).ShouldBeFalse(architecture);
        }

        LibraryRefuses(folder, "llama9000").ShouldBeTrue();
        Architectures.Problem("llama9000").ShouldNotBeNull().ShouldContain("llama9000");
        Architectures.Problem("llama").ShouldBeNull();
        Architectures.Problem("bert").ShouldNotBeNull();
        Architectures.WithoutNextToken.ShouldBeSubsetOf(Architectures.Supported);
    }

    private static bool LibraryRefuses(TemporaryFolder folder, string architecture)
    {
        var path = folder.PathOf("architecture.gguf");
        File.WriteAllBytes(path, new GgufBytes(3, 0, 1).Text("general.architecture").Type(8).Text(architecture).ToArray());
        LlamaLog.ForgetProblems();
        using var model = LlamaApi.ModelLoadFromFile(path, LlamaApi.ModelDefaultParams());
        model.IsInvalid.ShouldBeTrue(); // nothing but a name
        return LlamaLog.ProblemsAsText().Contains("unknown model architecture", StringComparison.Ordinal);
    }
}
