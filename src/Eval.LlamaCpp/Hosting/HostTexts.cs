using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>The host does not hold a text that is only named; the parent sends it again.</summary>
internal sealed class TextUnknownException() : Exception("the text is not here");

/// <summary>Keeps the last text whose windows were asked for: a book travels once, not with every call.</summary>
internal sealed class HostTexts
{
    private string _key = "";
    private string _text = "";

    /// <summary>The call with its text. Throws <see cref="TextUnknownException"/>.</summary>
    public TextCall Fill(TextCall call)
    {
        if (call.Text is not null)
        {
            (_key, _text) = (call.TextKey, call.Text);
            return call;
        }

        return call.TextKey == _key ? call with { Text = _text } : throw new TextUnknownException();
    }
}
