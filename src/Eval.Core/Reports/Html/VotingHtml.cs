using System.Globalization;
using System.Text;
using Eval.Core.Running;
using Eval.Core.Running.Tournaments.Voting;

namespace Eval.Core.Reports.Html;

/// <summary>A blind sheet as one page: a pair of answers at a time, keys and buttons to vote, and a file of votes at the end. It needs no server; nothing leaves the page but that file.</summary>
public static class VotingHtml
{
    /// <summary>Writes the page.</summary>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="tag">What the ids of the arena's battles begin with: names the file of votes.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="at">When it was made.</param>
    public static async Task WriteAsync(Stream target, string tag, IReadOnlyList<VotingPair> pairs, DateTimeOffset at)
    {
        // A page keeps votes that were not saved yet: another sheet of the same arena must not show them as its own.
        var sheet = ContentHash.Of([tag, .. pairs.Select(p => p.Id)])[..16];
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        var html = new HtmlWriter(text);
        HtmlPage.Voting.Begin(text, "Which answer is better?");
        html.Line($"""<header><h1>Which answer is better?</h1>""");
        html.Line($"""<p>Read the question and both answers, then choose. Who answered is hidden. Choose <b>tie</b> where both are equally good, and <b>both bad</b> where neither will do.</p>""");
        html.Line($"""<p class="quiet">Your votes stay in this browser until you save them: send the saved file back. Texts are shown as they were written.</p></header>""");
        html.Line($"""<noscript><p class="warn">Voting on this page needs JavaScript, which is off. The same sheet can be had as .csv.</p></noscript>""");
        html.Line($"""<div id="votes" data-sheet="{sheet}" data-tag="{tag}">""");
        for (var i = 0; i < pairs.Count; i++)
        {
            Write(html, pairs[i], i + 1, pairs.Count);
        }

        html.Line($"""</div>""");
        html.Line($"""<div id="bar" class="bar" hidden><p id="said" class="said" role="status"></p><div class="choices">""");
        foreach (var (verdict, key, words) in new[] { ("A", "A", "A is better"), ("B", "B", "B is better"), ("tie", "T", "Tie"), ("both bad", "X", "Both bad") })
        {
            html.Line($"""<button type="button" data-verdict="{verdict}" aria-pressed="false" aria-keyshortcuts="{key}">{words} <kbd>{key}</kbd></button>""");
        }

        html.Line($"""</div><div class="tools"><button type="button" id="back" aria-keyshortcuts="ArrowLeft">← Back</button><button type="button" id="next" aria-keyshortcuts="ArrowRight">Next →</button><button type="button" id="open">Next open pair</button>""");
        html.Line($"""<label>Your name <input id="rater" maxlength="60" autocomplete="off" spellcheck="false"></label><button type="button" id="save">Save votes</button></div></div>""");
        HtmlPage.Voting.End(text, at);
    }

    private static void Write(HtmlWriter html, VotingPair pair, int number, int count)
    {
        html.Line($"""<article id="p{number}" data-id="{pair.Id}" tabindex="-1" aria-label="Pair {number} of {count}">""");
        html.Line($"""<h2>Pair {number.ToString("N0", CultureInfo.InvariantCulture)} of {count.ToString("N0", CultureInfo.InvariantCulture)}</h2>""");
        if (pair.Question is { } question)
        {
            Block(html, "Question", question, "");
        }

        html.Line($"""<div class="answers">""");
        Block(html, "Answer A", pair.AnswerA, "a");
        Block(html, "Answer B", pair.AnswerB, "b");
        html.Line($"""</div></article>""");
    }

    private static void Block(HtmlWriter html, string head, string words, string side)
    {
        // The line break after the tag is layout: one that the text begins with is kept.
        html.Line($"""<section class="{side}"><h3>{head}</h3><pre>""");
        if (words.Length == 0)
        {
            html.Write($"""<span class="quiet">(nothing)</span>""");
        }
        else
        {
            html.Text(words);
        }

        html.Line($"""</pre></section>""");
    }
}
