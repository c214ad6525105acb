using Eval.Cli.CommandLine;
using Eval.TestSupport;

namespace Eval.Cli.Tests.CommandLine;

public class InvocationTests
{
    [Theory]
    [InlineData("/home/ann/.dotnet/tools/dotnet-eval", "/home/ann/.dotnet/tools/.store/eval/0.1.0/tools/net10.0/any/")]
    [InlineData("/usr/bin/dotnet", "/home/ann/.dotnet/tools/.store/eval/0.1.0/tools/net10.0/any/")]
    public void Detect_InstalledTool_IsDotnetEval(string process, string folder) =>
        Invocation.Detect(process, folder, "/home/ann").Prefix.ShouldBe("dotnet eval");

    [Fact]
    public void Detect_BuildOutputOfClone_IsDotnetRun()
    {
        using var clone = Clone();
        var folder = clone.PathOf("artifacts/bin/Eval.Cli/release/");
        Invocation.Detect(folder + "eval", folder, clone.Root).Of("run").ShouldBe("dotnet run -c Release --project src/Eval.Cli -- run");
    }

    [Fact]
    public void Detect_CloneSeenFromSubfolder_NamesProjectFromThere()
    {
        using var clone = Clone();
        var folder = clone.PathOf("artifacts/bin/Eval.Cli/release/");
        Invocation.Detect(folder + "eval", folder, clone.PathOf("suites")).Prefix.ShouldBe("dotnet run -c Release --project ../src/Eval.Cli --");
    }

    [Fact]
    public void Detect_PublishedFile_IsItsPath()
    {
        Invocation.Detect("/opt/eval/eval", "/opt/eval/", "/opt/eval").Prefix.ShouldBe("./eval");
        Invocation.Detect("/opt/eval/eval", "/opt/eval/", "/opt").Prefix.ShouldBe("eval/eval");
        Invocation.Detect("/opt/eval/eval", "/opt/eval/", "/srv/data/today").Prefix.ShouldBe("/opt/eval/eval");
    }

    [Fact]
    public void Detect_AssemblyStartedByDotnet_NamesTheAssembly() =>
        Invocation.Detect("/usr/bin/dotnet", "/opt/my tools/", "/srv/data/today").Prefix.ShouldBe("dotnet '/opt/my tools/eval.dll'");

    [Theory]
    [InlineData("tiny-*", "'tiny-*'")]
    [InlineData("plain/path.yaml", "plain/path.yaml")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Quote_Word_CanBePasted(string word, string quoted) => Invocation.Quote(word).ShouldBe(quoted);

    private static TemporaryFolder Clone()
    {
        var folder = new TemporaryFolder();
        folder.Write("src/Eval.Cli/Eval.Cli.csproj", "<Project/>");
        return folder;
    }
}
