using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Workspaces;

public class PathGlobTests
{
    [Theory]
    [InlineData("*.txt", "a.txt b.txt")]
    [InlineData("?.txt", "a.txt b.txt")]
    [InlineData("**/*.txt", "a.txt b.txt sub/c.txt sub/deep/d.txt")]
    [InlineData("sub/**", "sub/c.txt sub/deep/d.txt")]
    [InlineData("s*/*.txt", "sub/c.txt")]
    [InlineData("sub/../a.txt", "a.txt")]
    [InlineData(".*.txt", ".h.txt")]
    [InlineData("none*.txt", "")]
    [InlineData("A.txt", "")]
    public void Files_Pattern_MatchesWithinFolders(string pattern, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "b.txt", "a.txt", "sub/c.txt", "sub/deep/d.txt", ".h.txt", ".git/e.txt", "a.md" })
        {
            if (name != "a.md")
            {
                folder.Write(name, "");
            }
        }

        string.Join(' ', PathGlob.Files(folder.Root, pattern).Select(f => Path.GetRelativePath(folder.Root, f))).ShouldBe(expected);
    }

    [Fact]
    public void Files_LinkToAFolderAbove_IsNotFollowed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/x.txt", "");
        Directory.CreateSymbolicLink(folder.PathOf("a/loop"), folder.Root);
        PathGlob.Files(folder.Root, "**/*.txt").ShouldBe([folder.PathOf("a/x.txt")]);
    }
}
