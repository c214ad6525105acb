using System.Xml.Linq;
using Eval.TestSupport;

namespace Eval.Core.Tests;

public class ArchitectureTests
{
    // Core ← {Providers, LlamaCpp, Storage} ← Service ← Cli
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Eval.Core"] = [],
        ["Eval.Providers"] = ["Eval.Core"],
        ["Eval.LlamaCpp"] = ["Eval.Core"],
        ["Eval.Storage"] = ["Eval.Core"],
        ["Eval.Service"] = ["Eval.Providers", "Eval.LlamaCpp", "Eval.Storage"],
        ["Eval.Cli"] = ["Eval.Service"],
    };

    [Fact]
    public void Projects_References_FollowTheDesign()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(SharedFolder.RepositoryRoot, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
            references.ShouldBeSubsetOf(Allowed[Path.GetFileNameWithoutExtension(file)]);
        }
    }

    [Fact]
    public void Core_Packages_HaveNoHttpNoEfNoNativeCode()
    {
        var names = typeof(Core.Suites.Suite).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        names.ShouldNotContain(n => n.StartsWith("Microsoft.EntityFrameworkCore") || n.StartsWith("Microsoft.Data.") || n == "System.Net.Http"
            || n.StartsWith("Microsoft.AspNetCore") || n.StartsWith("Eval."));
    }

    [Fact]
    public void TopLevel_Folders_AreThoseOfTheDesign()
    {
        var folders = Directory.GetDirectories(SharedFolder.RepositoryRoot).Select(d => Path.GetFileName(d)!)
            .Where(d => !d.StartsWith('.') && d is not ("artifacts" or "node_modules"));
        folders.ShouldBeSubsetOf(["src", "tests", "suites", "rubrics", "results"]);
    }
}
