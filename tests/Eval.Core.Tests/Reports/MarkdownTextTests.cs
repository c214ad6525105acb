using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class MarkdownTextTests
{
    // What GitHub looks for in the text as it shows, so after entities and backslashes are gone.
    [Theory]
    [InlineData("see https://evil.example/x", "https://")]
    [InlineData("HTTP://evil.example", "HTTP://")]
    [InlineData("ftp://evil.example", "://")]
    [InlineData("www.evil.example", "www.")]
    [InlineData("Www.evil.example", "Www.")]
    [InlineData("cc @everyone", "@everyone")]
    [InlineData("a@b.example", "@b")]
    [InlineData("mailto:a@b.example", "@b")]
    [InlineData("fixes #12", "#12")]
    [InlineData("owner/repo#12", "#12")]
    [InlineData("GH-12", "GH-12")]
    public void Escape_WhatGitHubWouldLink_IsBrokenByAnInvisibleSpace(string text, string linked)
    {
        var shown = System.Net.WebUtility.HtmlDecode(MarkdownText.Escape(text)).Replace("\\", "");
        shown.ShouldNotContain(linked);
        shown.Replace("\u200b", "").ShouldBe(text);
    }

    [Fact]
    public void Escape_OrdinaryText_IsLeftAlone() => MarkdownText.Escape("a: b, 10:30, x/y, e.g. www").ShouldBe("a: b, 10:30, x/y, e.g. www");
}
