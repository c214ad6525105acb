using System.Globalization;
using System.Text;

namespace Eval.Core.Judging.Protection;

/// <summary>
/// A text as a careless reader sees it: look-alikes of ASCII letters, digits, brackets and signs are folded to ASCII, what is invisible is left
/// out. Every character of it knows where it came from, so that what is found here can be changed there.
/// </summary>
/// <remarks>Own tables: the program runs without ICU, whose normalisation would do a part of this.</remarks>
internal sealed class TextSkeleton
{
    // Null where the text is its own skeleton.
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    private TextSkeleton(string text, int[]? starts, int[]? ends) => (Text, _starts, _ends) = (text, starts, ends);

    /// <summary>The folded text.</summary>
    public string Text { get; }

    public static TextSkeleton Of(string original)
    {
        if (System.Text.Ascii.IsValid(original))
        {
            return new TextSkeleton(original, starts: null, ends: null);
        }

        var text = new StringBuilder(original.Length);
        var starts = new List<int>(original.Length);
        var ends = new List<int>(original.Length);
        for (var i = 0; i < original.Length;)
        {
            Rune.DecodeFromUtf16(original.AsSpan(i), out var rune, out var length);
            foreach (var c in Fold(rune))
            {
                text.Append(c);
                starts.Add(i);
                ends.Add(i + length);
            }

            i += length;
        }

        return new TextSkeleton(text.ToString(), [.. starts], [.. ends]);
    }

    /// <summary>The part of the original that a part of the skeleton stands for; what is invisible within it belongs to it.</summary>
    public (int Start, int End) Original(int start, int length) =>
        _starts is null ? (start, start + length) : (_starts[start], _ends![start + length - 1]);

    /// <summary>What a character looks like; empty where it cannot be seen.</summary>
    public static string Fold(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
        {
            return Plain[value];
        }

        if (LookAlikes.Of(value) is { } alike)
        {
            return alike;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => "",
            UnicodeCategory.SpaceSeparator => " ",
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "\n",
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber when CharUnicodeInfo.GetDigitValue(rune.ToString(), 0) is var digit and >= 0 => Plain['0' + digit],
            _ => value <= char.MaxValue ? rune.ToString() : "\uFFFD",
        };
    }

    private static readonly string[] Plain = [.. Enumerable.Range(0, 0x80).Select(c => ((char)c).ToString())];
}
