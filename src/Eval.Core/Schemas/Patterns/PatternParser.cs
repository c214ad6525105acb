using System.Globalization;

namespace Eval.Core.Schemas.Patterns;

/// <summary>
/// Reads the subset of ECMA-262 regular expressions (Unicode mode) that describes regular languages: literals, <c>.</c>, classes,
/// <c>\d \w \s</c> and their opposites, groups, <c>|</c>, quantifiers, <c>^</c> and <c>$</c>. What is not regular (look-around,
/// back-references) or needs tables that differ between engines (<c>\p</c>, <c>\b</c>) is refused.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxRepeat = 10_000;
    private const int MaxDepth = 200;

    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Word = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet Space = CodePointSet.Of(
        (0x09, 0x0D), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
        (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    private static readonly CodePointSet NotNewLine = CodePointSet.Of((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)).Complement();

    private readonly int[] _source;
    private int _at;
    private int _depth;

    private PatternParser(string source)
    {
        _source = [.. source.EnumerateRunes().Select(r => r.Value)];
    }

    /// <summary>Reads a pattern. Throws <see cref="FormatException"/> with the reason where it is not in the subset.</summary>
    public static PatternNode Parse(string source)
    {
        var parser = new PatternParser(source);
        var node = parser.Choice();
        return parser._at == parser._source.Length ? node : throw parser.Bad("unmatched )");
    }

    private PatternNode Choice()
    {
        if (++_depth > MaxDepth)
        {
            throw Bad("groups are nested too deeply");
        }

        List<PatternNode> options = [Sequence()];
        while (Take('|'))
        {
            options.Add(Sequence());
        }

        _depth--;
        return options.Count == 1 ? options[0] : new PatternNode.Choice(options);
    }

    private PatternNode.Sequence Sequence()
    {
        var parts = new List<PatternNode>();
        while (_at < _source.Length && Peek is not ('|' or ')'))
        {
            var part = Atom();
            parts.Add(Quantified(part));
        }

        return new PatternNode.Sequence(parts);
    }

    private PatternNode Quantified(PatternNode part)
    {
        int min;
        int? max;
        switch (Peek)
        {
            case '*':
                (min, max) = (0, null);
                _at++;
                break;
            case '+':
                (min, max) = (1, null);
                _at++;
                break;
            case '?':
                (min, max) = (0, 1);
                _at++;
                break;
            case '{':
                _at++;
                min = Count();
                max = !Take(',') ? min : Peek == '}' ? null : Count();
                Expect('}');
                if (max < min)
                {
                    throw Bad("the numbers of {n,m} are out of order");
                }

                break;
            default:
                return part;
        }

        if (part is PatternNode.Edge)
        {
            throw Bad("^ and $ cannot be repeated");
        }

        // A lazy quantifier finds another match, but never decides whether there is one.
        Take('?');
        return Peek is '*' or '+' or '?' or '{' ? throw Bad("nothing to repeat") : new PatternNode.Repeat(part, min, max);
    }

    private PatternNode Atom()
    {
        var c = _source[_at++];
        switch (c)
        {
            case '^':
                return new PatternNode.Edge(IsStart: true);
            case '$':
                return new PatternNode.Edge(IsStart: false);
            case '.':
                return new PatternNode.Characters(NotNewLine);
            case '(':
                return Group();
            case '[':
                return new PatternNode.Characters(Class());
            case '\\':
                return new PatternNode.Characters(Escape(inClass: false));
            case '*' or '+' or '?':
                throw Bad("nothing to repeat");
            case '{' or '}' or ']':
                throw Bad($"write \\{(char)c} for the character itself");
            default:
                return new PatternNode.Characters(Single(c));
        }
    }

    private PatternNode Group()
    {
        if (Take('?') && !Take(':'))
        {
            if (!Take('<') || Peek is '=' or '!')
            {
                throw Bad("look-around and inline flags are not supported");
            }

            while (Peek is not ('>' or -1))
            {
                _at++;
            }

            Expect('>');
        }

        var inner = Choice();
        Expect(')');
        return inner;
    }

    private CodePointSet Class()
    {
        var negated = Take('^');
        var set = CodePointSet.Empty;
        while (Peek != ']')
        {
            var first = ClassAtom();
            if (Peek == '-' && _at + 1 < _source.Length && _source[_at + 1] != ']')
            {
                _at++;
                var last = ClassAtom();
                set = set.Union(Range(first, last));
            }
            else
            {
                set = set.Union(first);
            }
        }

        Expect(']');
        return negated ? set.Complement() : set;
    }

    private CodePointSet ClassAtom()
    {
        if (Peek == -1)
        {
            throw Bad("[ is never closed");
        }

        var c = _source[_at++];
        return c == '\\' ? Escape(inClass: true) : Single(c);
    }

    private CodePointSet Range(CodePointSet first, CodePointSet last)
    {
        if (first.Ranges is not [var a] || a.First != a.Last || last.Ranges is not [var b] || b.First != b.Last || a.First > b.First)
        {
            throw Bad("a range in [ ] must run from one character to a later one");
        }

        return CodePointSet.Of((a.First, b.First));
    }

    private CodePointSet Escape(bool inClass)
    {
        if (Peek == -1)
        {
            throw Bad("\\ at the end");
        }

        var c = _source[_at++];
        switch (c)
        {
            case 'd':
                return Digits;
            case 'D':
                return Digits.Complement();
            case 'w':
                return Word;
            case 'W':
                return Word.Complement();
            case 's':
                return Space;
            case 'S':
                return Space.Complement();
            case 't':
                return Single('\t');
            case 'n':
                return Single('\n');
            case 'r':
                return Single('\r');
            case 'f':
                return Single('\f');
            case 'v':
                return Single('\v');
            case 'b' when inClass:
                return Single('\b');
            case '0' when Peek is < '0' or > '9':
                return Single(0);
            case 'c' when Peek is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                return Single(_source[_at++] % 32);
            case 'x':
                return Single(Hex(2));
            case 'u':
                return Single(UnicodeEscape());
            case >= '!' and <= '/' or >= ':' and <= '@' or >= '[' and <= '`' or >= '{' and <= '~':
                return Single(c);
            case >= '0' and <= '9' or 'k':
                throw Bad("back-references are not supported");
            case 'p' or 'P':
                throw Bad("\\p{…} is not supported; write the characters as ranges");
            case 'b' or 'B':
                throw Bad("\\b and \\B are not supported");
            default:
                throw Bad($"\\{char.ConvertFromUtf32(c)} means nothing");
        }
    }

    private int UnicodeEscape()
    {
        if (Take('{'))
        {
            var end = Array.IndexOf(_source, '}', _at);
            var value = end > _at && end - _at <= 6 ? Hex(end - _at) : throw Bad("\\u{…} needs one to six hexadecimal digits");
            Expect('}');
            return value is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) ? throw Bad("\\u{…} names no character") : value;
        }

        var unit = Hex(4);
        if (unit is < 0xD800 or > 0xDFFF)
        {
            return unit;
        }

        if (unit < 0xDC00 && Take('\\') && Take('u') && Hex(4) is >= 0xDC00 and <= 0xDFFF and var low)
        {
            return char.ConvertToUtf32((char)unit, (char)low);
        }

        throw Bad("\\u names half of a surrogate pair");
    }

    private int Hex(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var c = Peek;
            if (c is < 0 or > 'f' || !char.IsAsciiHexDigit((char)c))
            {
                throw Bad($"{digits} hexadecimal digits are wanted");
            }

            value = (value * 16) + int.Parse(((char)c).ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _at++;
        }

        return value;
    }

    private int Count()
    {
        var start = _at;
        var value = 0;
        while (Peek is >= '0' and <= '9')
        {
            value = Math.Min(MaxRepeat + 1, (value * 10) + _source[_at++] - '0');
        }

        return _at == start ? throw Bad("write \\{ for the character itself")
            : value > MaxRepeat ? throw Bad($"more than {MaxRepeat} repetitions") : value;
    }

    private static CodePointSet Single(int c) => CodePointSet.Of((c, c));

    private int Peek => _at < _source.Length ? _source[_at] : -1;

    private bool Take(int c)
    {
        if (Peek != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw Bad($"{c} is missing");
        }
    }

    private FormatException Bad(string reason) => new($"{reason} (at character {Math.Min(_at, _source.Length)} of the pattern)");
}
