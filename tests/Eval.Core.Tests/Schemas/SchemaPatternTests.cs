using System.Text.RegularExpressions;
using Eval.Core.Schemas;

namespace Eval.Core.Tests.Schemas;

public class SchemaPatternTests
{
    [Theory]
    [InlineData("es", "expression", true)]
    [InlineData("^es", "expression", false)]
    [InlineData("^$", "", true)]
    [InlineData("$^", "", true)]
    [InlineData("a$b", "ab", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^\\s$", "\u00a0", true)]
    [InlineData("^\\s$", "\u200b", false)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^[\\w.-]+$", "a.b-c_1", true)]
    [InlineData("^[a\\]-]$", "]", true)]
    [InlineData("^\\u{1F600}$", "😀", true)]
    [InlineData("^\\uD83D\\uDE00$", "😀", true)]
    [InlineData("^[😀-😃]$", "😁", true)]
    [InlineData("^a{2,3}?$", "aaaa", false)]
    [InlineData("^(?<year>\\d{4})-(?:0[1-9]|1[0-2])$", "2026-11", true)]
    [InlineData("^\\cA\\x41\\0$", "\u0001A\0", true)]
    [InlineData("^[]$", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^(|a)+$", "aa", true)]
    public void IsMatch_Syntax_FollowsEcmaScript(string pattern, string text, bool matches) =>
        SchemaPattern.Parse(pattern).IsMatch(text).ShouldBe(matches);

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("(a*)*b")]
    public void IsMatch_PatternsThatMakeBacktrackersHang_TakeLinearTime(string pattern) =>
        SchemaPattern.Parse(pattern).IsMatch(new string('a', 50_000) + "!").ShouldBeFalse();

    [Fact]
    public void IsMatch_RandomPatterns_AgreeWithDotNet()
    {
        // On ASCII without line ends both dialects mean the same by these operators.
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var pattern = Pattern(random, 3);
            var ours = SchemaPattern.Parse(pattern);
            for (var j = 0; j < 8; j++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => "ab1"[random.Next(3)]));
                ours.IsMatch(text).ShouldBe(Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(30)), $"{pattern} on \"{text}\"");
            }
        }
    }

    private static string Pattern(Random random, int depth) => random.Next(depth > 0 ? 10 : 4) switch
    {
        0 => "a",
        1 => "[^a]",
        2 => "\\d",
        3 => ".",
        4 or 5 => Pattern(random, depth - 1) + Pattern(random, depth - 1),
        6 => $"(?:{Pattern(random, depth - 1)}|{Pattern(random, depth - 1)})",
        7 => $"({Pattern(random, depth - 1)}){new[] { "*", "+", "?", "{2}", "{1,2}", "{0,}" }[random.Next(6)]}",
        8 => $"(?:^{Pattern(random, depth - 1)})",
        _ => $"(?:{Pattern(random, depth - 1)}$)",
    };
}
