using Eval.Core.Reports.Html;

namespace Eval.Core.Tests.Reports;

public class ClippedTextTests
{
    [Fact]
    public void Of_LongText_KeepsBothEndsAndSaysWhatIsMissing()
    {
        var text = new string('a', 500) + new string('b', 500);
        var clipped = ClippedText.Of(text, 100)!;
        clipped.ShouldStartWith(new string('a', 25) + " [… 900 characters …] ");
        clipped.ShouldEndWith(new string('b', 75));
        ClippedText.Of("short", 100).ShouldBe("short");
        ClippedText.Of(null, 100).ShouldBeNull();
    }

    [Fact]
    public void Of_Emoji_AreNotCutInTwo()
    {
        var clipped = ClippedText.Of(string.Concat(Enumerable.Repeat("😀", 300)), 101)!;
        clipped.EnumerateRunes().ShouldAllBe(r => r.Value != 0xfffd);
    }
}
