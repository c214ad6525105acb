using Eval.Core.Models;
using Eval.LlamaCpp.Hosting;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Hosting;

public sealed class ModelHostCommandTests
{
    [Fact]
    public void Resolve_OwnExecutable_StartsItAgain()
    {
        // Published, single-file or not, and the launcher of an installed tool.
        ModelHostCommand.Resolve("/opt/eval/eval", "eval", "/opt/eval/eval.dll", "/opt/eval/").FileName.ShouldBe("/opt/eval/eval");
        ModelHostCommand.Resolve("/opt/eval/eval", "eval", "", "/opt/eval/").Arguments.ShouldBe(["model-host"]);
        ModelHostCommand.Resolve("/home/u/.dotnet/tools/dotnet-eval", "eval", "/x/eval.dll", "/x/").FileName.ShouldBe("/home/u/.dotnet/tools/dotnet-eval");
    }

    [Fact]
    public void Resolve_UnderDotnet_NamesTheAssembly()
    {
        using var folder = Folder();
        var assembly = folder.PathOf("eval.dll");
        var command = ModelHostCommand.Resolve("/usr/bin/dotnet", "eval", assembly, "/elsewhere/");
        command.FileName.ShouldBe("/usr/bin/dotnet");
        command.Arguments.ShouldBe([assembly, "model-host"]);
    }

    [Fact]
    public void Resolve_AnotherProgram_FindsEvalBesideIt()
    {
        using var folder = Folder();
        var command = ModelHostCommand.Resolve("/usr/bin/testhost", "testhost", "/usr/bin/testhost.dll", folder.Root);
        command.FileName.ShouldBe("dotnet");
        command.Arguments.ShouldBe([folder.PathOf("eval.dll"), "model-host"]);
    }

    [Fact]
    public void Resolve_NoEval_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var error = Should.Throw<ModelUnavailableException>(() => ModelHostCommand.Resolve("/usr/bin/dotnet", "testhost", "/t.dll", folder.Root));
        error.IsPermanent.ShouldBeTrue();
        error.Message.ShouldContain("eval.dll");
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        folder.Write("eval.dll", "");
        folder.Write("eval.runtimeconfig.json", "{}");
        return folder;
    }
}
