using System.Globalization;
using System.Text;
using Eval.Core.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Reports;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("\e[2Jgone", "\\x1b[2Jgone")]
    [InlineData("a\u009b31mb", "a\\x9b31mb")]
    [InlineData("bell\a back\b", "bell\\x07 back\\x08")]
    [InlineData("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree")]
    [InlineData("rtl \u202etxt.exe", "rtl \\u{202e}txt.exe")]
    [InlineData("Grüße, 你好, 👩‍🔬", "Grüße, 你好, 👩‍🔬")]
    [InlineData("[red]not markup[/]", "[red]not markup[/]")]
    [InlineData("a ##vso[task.setvariable variable=PATH]/tmp", "a # #vso[task.setvariable variable=PATH]/tmp")]
    [InlineData("##[error]no", "# #[error]no")]
    [InlineData(" ::set-output name=a::b", " : :set-output name=a::b")]
    [InlineData("## A title, std::vector", "## A title, std::vector")]
    public void OneLine_HostileText_BecomesVisible(string text, string shown) => TerminalText.OneLine(text).ShouldBe(shown);

    [Fact]
    public void Lines_LineBreaks_AreKept() => TerminalText.Lines("a\nb\r\n\tc\e]0;title\a").ShouldBe("a\nb\\r\n    c\\x1b]0;title\\x07");

    [Fact]
    public void Lines_CommandsOfBuildServers_AreBroken() =>
        TerminalText.Lines("a\n::error::b\n##VSO[task.complete result=Succeeded;]").ShouldBe("a\n: :error::b\n# #VSO[task.complete result=Succeeded;]");

    [Fact]
    public void Lines_AnyText_HoldsNoControlCharacterAfterwards() => Prop.ForAll<string?>(text =>
    {
        var shown = TerminalText.Lines(text ?? "");
        return shown.EnumerateRunes().All(r => r.Value == '\n' || Rune.GetUnicodeCategory(r) != UnicodeCategory.Control);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneLine_LoneSurrogate_BecomesTheReplacementCharacter() => TerminalText.OneLine("a\ud800b").ShouldBe("a\ufffdb");
}
