using System.Security.Cryptography;
using System.Text;

namespace Eval.Core.Reports.Html;

/// <summary>
/// The frame of a page that needs nothing else. Its content security policy lets this very style and script run, by their hashes, and nothing from
/// anywhere: should a text ever become markup, it could neither run nor call home.
/// </summary>
internal sealed class HtmlPage
{
    private readonly string _style;
    private readonly string _script;
    private readonly string _policy;
    private readonly string _skip;

    private HtmlPage(string skip, string[] styles, string[] scripts)
    {
        (_skip, _style, _script) = (skip, string.Concat(styles.Select(Resource)), string.Concat(scripts.Select(Resource)));
        _policy = $"default-src 'none'; style-src '{HashOf(_style)}'; script-src '{HashOf(_script)}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
    }

    /// <summary>Results to read.</summary>
    public static HtmlPage Report { get; } = new("To the results", ["report.css"], ["theme.js", "report.js"]);

    /// <summary>Pairs of answers to vote on.</summary>
    public static HtmlPage Voting { get; } = new("To the answers", ["report.css", "voting.css"], ["theme.js", "voting.js"]);

    /// <summary>A decision to read and to sign.</summary>
    public static HtmlPage Decision { get; } = new("To the decision", ["report.css", "decision.css"], ["theme.js", "decision.js"]);

    /// <summary>Everything before the content.</summary>
    public void Begin(TextWriter target, string title)
    {
        var html = new HtmlWriter(target);
        html.Line($"""<!DOCTYPE html>""");
        html.Line($"""<html lang="en">""");
        html.Line($"""<head>""");
        html.Line($"""<meta charset="utf-8">""");
        html.Write($"""<meta http-equiv="Content-Security-Policy" content="{_policy}">""");
        html.Line($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">""");
        html.Line($"""<meta name="color-scheme" content="light dark"><title>{title}</title>""");
        target.Write("<style>");
        target.Write(_style);
        target.Write("</style>\n</head>\n");
        html.Line($"""<body><a class="skip" href="#main">{_skip}</a>""");
        html.Line($"""<button type="button" id="theme" class="theme" hidden>Light or dark</button><main id="main">""");
    }

    /// <summary>Everything after the content.</summary>
    public void End(TextWriter target, DateTimeOffset at)
    {
        var html = new HtmlWriter(target);
        html.Line($"""<footer>Written {Figures.Time(at)}. This page needs no network, no server and no other file.</footer></main>""");
        target.Write("<script>");
        target.Write(_script);
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
