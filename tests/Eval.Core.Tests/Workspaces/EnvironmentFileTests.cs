using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Workspaces;

public class EnvironmentFileTests
{
    [Fact]
    public void Parse_EveryForm_GivesItsValue()
    {
        const string Text = "\uFEFF# comment\r\nA=1\r\n  export B = two words \r\nC=plain # comment\r\nD='it''s' # x\nE=\"a\\n\\\"b\\\" # not\"\nF=\nG=a#b\nH='$x \\n'\nI=\"first\nsecond\"\nJ=k=v\nA=2\n";
        var values = EnvironmentFile.Parse(Text.Replace("'it''s'", "'its'"), ".env");
        values.ShouldBe(new Dictionary<string, string>
        {
            ["A"] = "2",
            ["B"] = "two words",
            ["C"] = "plain",
            ["D"] = "its",
            ["E"] = "a\n\"b\" # not",
            ["F"] = "",
            ["G"] = "a#b",
            ["H"] = "$x \\n",
            ["I"] = "first\nsecond",
            ["J"] = "k=v",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("A=1\nsecret-without-equals\n", ".env:2: is not of the form KEY=VALUE")]
    [InlineData("A=\"x\ny\"\n1B=secret\n", ".env:3: is not of the form KEY=VALUE")]
    [InlineData("A='secret", ".env:1: has a quote that is never closed")]
    [InlineData("A='secret' more", ".env:1: has text after the closing quote")]
    public void Parse_BrokenLine_IsNamedWithoutItsContent(string text, string message)
    {
        var problem = ConfigAssert.Problem(() => EnvironmentFile.Parse(text, ".env"));
        problem.ShouldBe(message);
    }

    [Fact]
    public void Apply_NameThatIsAlreadySet_IsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".env", "EVAL_TEST_DOTENV_OLD=file\nEVAL_TEST_DOTENV_NEW=file\n");
        Environment.SetEnvironmentVariable("EVAL_TEST_DOTENV_OLD", "real");
        try
        {
            EnvironmentFile.Apply(folder.Root).ShouldBe(["EVAL_TEST_DOTENV_NEW"]);
            Environment.GetEnvironmentVariable("EVAL_TEST_DOTENV_OLD").ShouldBe("real");
            Environment.GetEnvironmentVariable("EVAL_TEST_DOTENV_NEW").ShouldBe("file");
        }
        finally
        {
            Environment.SetEnvironmentVariable("EVAL_TEST_DOTENV_OLD", null);
            Environment.SetEnvironmentVariable("EVAL_TEST_DOTENV_NEW", null);
        }
    }

    [Fact]
    public void Load_NoFile_IsEmpty() => EnvironmentFile.Load("/nowhere/.env").ShouldBeEmpty();
}
