using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Core.Imports.LmEval.Tasks;

/// <summary>
/// Translates the plain part of Jinja into our templates: texts with fields (<c>{{question}}</c>, <c>{{doc.a['b']}}</c>, <c>{{choices[0]}}</c>),
/// <c>trim</c> and <c>join</c>. Statements, other filters, arithmetic and calls are code; they are refused by name, never guessed.
/// </summary>
internal static partial class JinjaText
{
    private const int MostCharacters = 100_000;

    /// <summary>Translates a template.</summary>
    /// <param name="jinja">The template.</param>
    /// <param name="template">Ours.</param>
    /// <param name="why">What of it is not plain.</param>
    public static bool TryTranslate(string jinja, [NotNullWhen(true)] out string? template, [NotNullWhen(false)] out string? why)
    {
        (template, why) = (null, null);
        if (jinja.Length > MostCharacters)
        {
            why = $"it is longer than {MostCharacters} characters";
            return false;
        }

        var result = new StringBuilder();
        var position = 0;
        foreach (Match part in Parts().Matches(jinja))
        {
            var literal = jinja[position..part.Index];
            position = part.Index + part.Length;
            if (HasBraces(literal))
            {
                why = "braces are opened and not closed";
                return false;
            }

            result.Append(literal);
            if (part.Value.StartsWith("{#", StringComparison.Ordinal))
            {
                continue;
            }

            if (part.Value.StartsWith("{%", StringComparison.Ordinal))
            {
                why = $"the statement {part.Value} is code";
                return false;
            }

            // A backslash before braces makes them text in our templates.
            if (literal.EndsWith('\\'))
            {
                why = "a backslash stands before braces";
                return false;
            }

            if (!TryExpression(part.Groups["inner"].Value.Trim(), out var expression))
            {
                why = $"{part.Value} is more than a field";
                return false;
            }

            result.Append(expression.Replace("{{", part.Groups["left"].Length > 0 ? "{{~" : "{{", StringComparison.Ordinal)
                .Replace("}}", part.Groups["right"].Length > 0 ? "~}}" : "}}", StringComparison.Ordinal));
        }

        if (HasBraces(jinja[position..]))
        {
            why = "braces are opened and not closed";
            return false;
        }

        template = result.Append(jinja, position, jinja.Length - position).ToString();
        return true;
    }

    /// <summary>The field that a template is, where it is nothing but one: <c>question</c> or <c>{{ question }}</c>; as our suites write it.</summary>
    public static bool TryField(string jinja, [NotNullWhen(true)] out string? field)
    {
        var match = Parts().Match(jinja.Trim());
        return match is { Success: true, Index: 0 } && match.Length == jinja.Trim().Length && match.Groups["inner"].Success
            ? TryPath(match.Groups["inner"].Value.Trim(), out field)
            : TryPath(BareName().IsMatch(jinja) ? jinja : "", out field);
    }

    /// <summary>The items of a list that is written out: <c>{{[a, 'b']}}</c> or <c>['no', "yes"]</c>; each as one of our templates.</summary>
    public static bool TryList(string jinja, [NotNullWhen(true)] out IReadOnlyList<string>? items)
    {
        items = null;
        var text = jinja.Trim();
        if (Parts().Match(text) is { Success: true, Index: 0 } match && match.Length == text.Length && match.Groups["inner"].Success)
        {
            text = match.Groups["inner"].Value.Trim();
        }

        if (text.Length < 2 || text[0] != '[' || text[^1] != ']')
        {
            return false;
        }

        var found = new List<string>();
        foreach (var item in ListItems().Matches(text[1..^1]).Select(m => m.Value.Trim()).Where(i => i.Length > 0))
        {
            if (!TryExpression(item, out var expression))
            {
                return false;
            }

            found.Add(expression);
        }

        items = found;
        return found.Count > 1;
    }

    private static bool TryExpression(string inner, [NotNullWhen(true)] out string? expression)
    {
        expression = null;
        if (Quoted().Match(inner) is { Success: true } quoted)
        {
            expression = Unquote(quoted);
            return !expression.Contains("{{", StringComparison.Ordinal);
        }

        if (Number().IsMatch(inner))
        {
            expression = inner;
            return true;
        }

        if (Trimmed().Match(inner) is { Success: true } trimmed && TryPath(trimmed.Groups["path"].Value.Trim(), out var trim))
        {
            expression = $"{{{{trim {trim}}}}}";
            return true;
        }

        if (Joined().Match(inner) is { Success: true } joined && TryPath(joined.Groups["path"].Value.Trim(), out var list))
        {
            var separator = Unquote(Quoted().Match(joined.Groups["separator"].Value));
            expression = $"{{{{join {list} \"{separator}\"}}}}";
            return !separator.Contains('"') && !separator.Contains('}');
        }

        if (!TryPath(inner, out var path))
        {
            return false;
        }

        expression = $"{{{{{path}}}}}";
        return true;
    }

    private static bool HasBraces(string literal) =>
        literal.Contains("{{", StringComparison.Ordinal) || literal.Contains("{%", StringComparison.Ordinal);

    private static string Unquote(Match quoted) => quoted.Groups["text"].Value
        .Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
        .Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    // a.b, a['b c'], a[0], doc["a"]: as a, a.b, a.[b c], a.[0].
    private static bool TryPath(string text, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (Path().Match(text) is not { Success: true } match || match.Groups["first"].Value is "loop" or "true" or "false" or "none" or "True" or "False" or "None")
        {
            return false;
        }

        var segments = new List<string>();
        // "doc" is the row itself where a template says doc["field"]; alone it may be a field of that name.
        if (match.Groups["first"].Value != "doc" || match.Groups["rest"].Captures.Count == 0)
        {
            segments.Add(match.Groups["first"].Value);
        }

        foreach (var capture in match.Groups["rest"].Captures.Select(c => c.Value))
        {
            var name = capture[0] == '.' ? capture[1..] : capture[1..^1].Trim().Trim('\'', '"');
            if (name.Contains(']'))
            {
                return false;
            }

            segments.Add(BareName().IsMatch(name) ? name : $"[{name}]");
        }

        path = string.Join('.', segments);
        return true;
    }

    [GeneratedRegex(@"\{\{(?<left>-?)(?<inner>(?:[^{}'""]|'[^']*'|""[^""]*"")*?)(?<right>-?)\}\}|\{%.*?%\}|\{#.*?#\}", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[A-Za-z_]\w*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BareName();

    [GeneratedRegex(@"^(?<first>[A-Za-z_]\w*)(?<rest>\.[A-Za-z_]\w*(?!\w|\()|\[\s*(?:\d+|'[^'\]]+'|""[^""\]]+"")\s*\])*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Path();

    [GeneratedRegex(@"^(?:'(?<text>(?:[^'\\]|\\.)*)'|""(?<text>(?:[^""\\]|\\.)*)"")\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^-?\d+(\.\d+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<path>.+?)(?:\s*\|\s*trim(?:\(\))?|\.strip\(\))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Trimmed();

    [GeneratedRegex(@"^(?:(?<path>.+?)\s*\|\s*join\(\s*(?<separator>'[^']*'|""[^""]*"")\s*\)|(?<separator>'[^']*'|""[^""]*"")\.join\((?<path>.+?)\))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Joined();

    [GeneratedRegex(@"(?:[^,'""\[\]()]|'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*""|\[[^\]]*\]|\([^)]*\))+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ListItems();
}
