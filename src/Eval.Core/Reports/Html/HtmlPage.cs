using System.Security.Cryptography;
using System.Text;

namespace Eval.Core.Reports.Html;

/// <summary>
/// The frame of a page that needs nothing else. Its content security policy lets this very style and script run, by their hashes, and nothing from
/// anywhere: should a text ever become markup, it could neither run nor call home.
/// </summary>
internal static class HtmlPage
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    public static string Policy { get; } =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

    /// <summary>Everything before the content.</summary>
    public static void Begin(TextWriter target, string title)
    {
        var html = new HtmlWriter(target);
        html.Line($"""<!DOCTYPE html>""");
        html.Line($"""<html lang="en">""");
        html.Line($"""<head>""");
        html.Line($"""<meta charset="utf-8">""");
        html.Write($"""<meta http-equiv="Content-Security-Policy" content="{Policy}">""");
        html.Line($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">""");
        html.Line($"""<meta name="color-scheme" content="light dark"><title>{title}</title>""");
        target.Write("<style>");
        target.Write(Style);
        target.Write("</style>\n</head>\n");
        html.Line($"""<body><a class="skip" href="#main">To the results</a>""");
        html.Line($"""<button type="button" id="theme" class="theme" hidden>Light or dark</button><main id="main">""");
    }

    /// <summary>Everything after the content.</summary>
    public static void End(TextWriter target, DateTimeOffset at)
    {
        var html = new HtmlWriter(target);
        html.Line($"""<footer>Written {Figures.Time(at)}. This page needs no network, no server and no other file.</footer></main>""");
        target.Write("<script>");
        target.Write(Script);
        target.Write("</script>\n</body>\n</html>\n");
    }

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Line breaks are made uniform: browsers do so too before they hash.
    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
