using System.Globalization;
using Eval.Core.Running;

namespace Eval.Core.Judging.Protection;

/// <summary>
/// The only place where a text to be judged stands in a prompt: between two lines that bear a mark which the text cannot hold. The mark is cut from
/// a SHA-256 over all texts of the task, so that a text which holds it would have to hold its own hash; and the same request has the same mark, so
/// that it is cached and can be replayed.
/// </summary>
internal sealed class Fence
{
    /// <summary>Characters of a text that are shown; of a longer one the first two thirds of that and the last third.</summary>
    public const int TextLimit = 32_000;

    // 96 bits: even a text full of guesses has no chance.
    private const int NonceLength = 24;

    private Fence(string nonce) => Nonce = nonce;

    /// <summary>The mark: 24 lower-case hex digits.</summary>
    public string Nonce { get; }

    /// <summary>The fence of one request.</summary>
    /// <param name="task">All texts.</param>
    /// <param name="salt">What else tells this request from others: method, rubric, order, attempt.</param>
    public static Fence Of(JudgeTask task, params ReadOnlySpan<string?> salt)
    {
        using var hash = new ContentHash();
        hash.Add("fence-1");
        foreach (var turn in task.Turns)
        {
            hash.Add(turn.Question).Add(turn.Answer);
        }

        hash.Add(null);
        foreach (var other in task.Others ?? [])
        {
            hash.Add(other);
        }

        hash.Add(null).Add(task.Reference).Add(task.Context);
        foreach (var part in salt)
        {
            hash.Add(part);
        }

        return new Fence(hash.Finish()[..NonceLength]);
    }

    /// <summary>The line before a text.</summary>
    public string Begin(string name) => $"<<<BEGIN {name} {Nonce}>>>";

    /// <summary>The line behind a text.</summary>
    public string End(string name) => $"<<<END {name} {Nonce}>>>";

    /// <summary>A text with its fence: without force, and cut where it is very long.</summary>
    /// <param name="name">What it is (<c>answer A</c> …), in our own words.</param>
    /// <param name="text">The text.</param>
    public string Block(string name, string text) => $"{Begin(name)}\n{Shown(text)}\n{End(name)}";

    private string Shown(string text)
    {
        if (text.Length <= TextLimit)
        {
            return Neutraliser.Neutralise(text);
        }

        var head = TextLimit / 3 * 2;
        var tail = text.Length - (TextLimit - head);
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        var line = string.Create(CultureInfo.InvariantCulture, $"<<<CUT {Nonce}: {tail - head:N0} characters are left out here>>>");
        return $"{Neutraliser.Neutralise(text[..head])}\n{line}\n{Neutraliser.Neutralise(text[tail..])}";
    }
}
