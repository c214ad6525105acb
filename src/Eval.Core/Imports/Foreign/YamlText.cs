using System.Globalization;
using System.Text;

namespace Eval.Core.Imports.Foreign;

/// <summary>Writes YAML of ours: maps, lists and values, block by block, every text in quotes unless it is a plain word. What comes from strangers stays a text.</summary>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();

    /// <summary>A line of comment; line breaks in it become spaces.</summary>
    public YamlText Comment(string text)
    {
        _text.Append("# ").Append(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))).Append('\n');
        return this;
    }

    /// <summary>A key with a value: a text, a number, a truth value, a list or a map of those. A null value writes nothing.</summary>
    public YamlText Key(string key, object? value)
    {
        if (value is not null)
        {
            Write(key, value, 0);
        }

        return this;
    }

    /// <summary>A value on one line.</summary>
    public static string Inline(object value) => value switch
    {
        string text => Scalar(text),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> map => map.Count == 0 ? "{}"
            : "{ " + string.Join(", ", map.Where(p => p.Value is not null).Select(p => $"{Scalar(p.Key)}: {Inline(p.Value!)}")) + " }",
        System.Collections.IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(Inline)) + "]",
        _ => throw new ArgumentException($"a {value.GetType().Name} cannot be written", nameof(value)),
    };

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Write(string key, object value, int indent)
    {
        _text.Append(' ', indent).Append(Scalar(key)).Append(':');
        switch (value)
        {
            case IReadOnlyList<IReadOnlyDictionary<string, object?>> { Count: > 0 } maps:
                _text.Append('\n');
                foreach (var map in maps)
                {
                    _text.Append(' ', indent + 2).Append("- ").Append(Inline(map)).Append('\n');
                }

                break;
            case IReadOnlyDictionary<string, object?> { Count: > 0 } map when Inline(map).Length > 100:
                _text.Append('\n');
                foreach (var (name, inner) in map)
                {
                    if (inner is not null)
                    {
                        Write(name, inner, indent + 2);
                    }
                }

                break;
            default:
                _text.Append(' ').Append(Inline(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(string text) =>
        text.Length is > 0 and <= 60 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                quoted.Append(c).Append(text[++i]);
            }
            else
            {
                quoted.Append(c switch
                {
                    '"' => "\\\"",
                    '\\' => @"\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsSurrogate(c) => "\uFFFD",
                    _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' => $"\\u{(int)c:X4}",
                    _ => c.ToString(),
                });
            }
        }

        return quoted.Append('"').ToString();
    }
}
