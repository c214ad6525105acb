using System.Text;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// What of a streamed answer was passed on. A host that crashed in the middle is replaced and generates the same text again; what the
/// listener has heard is left out.
/// </summary>
internal sealed class StreamCursor
{
    private readonly StringBuilder _passedOn = new();
    private int _position;

    /// <summary>The answer begins again.</summary>
    public void Restart() => _position = 0;

    /// <summary>Takes a piece and gives what of it is new. Throws <see cref="ModelUnavailableException"/> where a repetition differs.</summary>
    public string Advance(string text)
    {
        var heard = Math.Min(text.Length, _passedOn.Length - _position);
        for (var i = 0; i < heard; i++)
        {
            if (_passedOn[_position + i] != text[i])
            {
                throw new ModelUnavailableException(
                    "The model's process crashed while an answer was streamed, and another one came when it was repeated.", isPermanent: false);
            }
        }

        var fresh = text[heard..];
        _passedOn.Append(fresh);
        _position += text.Length;
        return fresh;
    }
}
