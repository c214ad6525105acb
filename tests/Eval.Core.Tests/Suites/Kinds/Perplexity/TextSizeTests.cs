using Eval.Core.Suites.Kinds.Perplexity;

namespace Eval.Core.Tests.Suites.Kinds.Perplexity;

public class TextSizeTests
{
    [Theory] // research/benchmark-harnesses.md 2.2: len(re.split(r"\s+", text))
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("a b", 2)]
    [InlineData(" a  b\n", 4)] // the empty pieces at both ends count
    [InlineData(" ", 2)]
    [InlineData("a\u00a0b\u2003c", 3)]
    [InlineData("a\u001cb", 2)] // white space for Python, not for .NET
    [InlineData("a\u200bb", 1)]
    public void Words_Text_CountsPiecesAsTheHarness(string text, int words) => TextSize.Words(text).ShouldBe(words);

    [Fact]
    public void Bytes_Text_AreUtf8() => TextSize.Bytes("aä😀").ShouldBe(7);
}
