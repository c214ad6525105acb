using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using HandlebarsDotNet;

namespace Eval.Core.Prompts;

/// <summary>
/// The helpers of templates.
/// <list type="table">
/// <item><term><c>{{letter i}}</c></term><description>0 gives A, 1 gives B … (up to 25)</description></item>
/// <item><term><c>{{letterIndex x}}</c></term><description>A, (A) or a. gives 0, B gives 1 …</description></item>
/// <item><term><c>{{join list ", "}}</c></term><description>the items, with the text between them (default a comma and a space)</description></item>
/// <item><term><c>{{item list i}}</c></term><description>the item at a place, from 0</description></item>
/// <item><term><c>{{trim x}}</c></term><description>without white space at both ends</description></item>
/// <item><term><c>{{match x 'pattern' 'group'}}</c></term><description>the part that a regular expression finds: the named group, else the first
/// group, else the whole match. No match is an error. (Linear time: no look-around or back-references.)</description></item>
/// <item><term><c>(has "field")</c></term><description>true where the row has the field, for <c>{{#if (has "field")}}</c></description></item>
/// </list>
/// A field of the same name is reached as <c>{{letter}}</c> without arguments or as <c>{{this.letter}}</c>.
/// </summary>
internal static class TemplateHelpers
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    public static void Register(IHandlebars handlebars)
    {
        Add(handlebars, "letter", 1, 1, a => Letter(a[0]));
        Add(handlebars, "letterIndex", 1, 1, a => LetterIndex(a[0]));
        Add(handlebars, "join", 1, 2, a => Join(a[0], a.Length > 1 ? Text(a[1]) : ", "));
        Add(handlebars, "item", 2, 2, a => Item(a[0], Text(a[1])));
        Add(handlebars, "trim", 1, 1, a => Text(a[0]).Trim());
        Add(handlebars, "match", 2, 3, a => Match(Text(a[0]), Text(a[1]), a.Length > 2 ? Text(a[2]) : null));
        handlebars.RegisterHelper("has", (in HelperOptions _, in Context context, in Arguments arguments) =>
            arguments.Length == 0 ? Field(context, "has")
            : arguments.Length == 1 && arguments[0] is string name ? (context.Value as Dictionary<string, object?>)?.ContainsKey(name) == true
            : throw new TemplateValueException("has takes one field name in quotes: (has \"field\")"));
    }

    private static void Add(IHandlebars handlebars, string name, int min, int max, Func<object?[], object> helper) =>
        handlebars.RegisterHelper(name, (in HelperOptions _, in Context context, in Arguments arguments) =>
        {
            if (arguments.Length == 0)
            {
                return Field(context, name);
            }

            return arguments.Length >= min && arguments.Length <= max
                ? helper([.. arguments.AsEnumerable()])
                : throw new TemplateValueException($"{name} takes {(min == max ? $"{min}" : $"{min} or {max}")} arguments, not {arguments.Length}");
        });

    // Helpers win over fields by Handlebars' rules; a data set may still have a column called "letter".
    private static object Field(Context context, string name) =>
        context.Value is Dictionary<string, object?> fields && fields.TryGetValue(name, out var value)
            ? value!
            : throw new TemplateValueException($"{name} needs arguments");

    private static string Letter(object? index) =>
        int.TryParse(Text(index), NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < 26
            ? ((char)('A' + i)).ToString()
            : throw new TemplateValueException($"letter takes a number from 0 to 25, not \"{Text(index)}\"");

    private static string LetterIndex(object? letter)
    {
        var text = Text(letter).Trim().TrimStart('(').TrimEnd(')', '.', ':');
        return text.Length == 1 && char.IsAsciiLetter(text[0])
            ? (char.ToUpperInvariant(text[0]) - 'A').ToString(CultureInfo.InvariantCulture)
            : throw new TemplateValueException($"letterIndex takes one letter, not \"{Text(letter)}\"");
    }

    private static string Join(object? list, string separator) => list is object?[] items
        ? string.Join(separator, items.Select(Text))
        : throw new TemplateValueException("join takes a list");

    private static string Item(object? list, string index) => list is not object?[] items
        ? throw new TemplateValueException("item takes a list and a place in it")
        : int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < items.Length
            ? Text(items[i])
            : throw new TemplateValueException($"item takes a place from 0 to {items.Length - 1}, not \"{index}\"");

    private static string Match(string text, string pattern, string? group)
    {
        var match = Patterns.GetOrAdd(pattern, Compile).Match(text);
        if (!match.Success)
        {
            throw new TemplateValueException($"'{pattern}' does not match \"{(text.Length > 80 ? text[..80] + "…" : text)}\"");
        }

        if (group is not null)
        {
            return match.Groups[group] is { Success: true } named
                ? named.Value
                : throw new TemplateValueException($"'{pattern}' has no group \"{group}\" in this match");
        }

        return match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new TemplateValueException($"'{pattern}' is not a usable regular expression: {e.Message}");
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        object?[] or Dictionary<string, object?> => throw new TemplateValueException("a list or map stands where a single value is needed"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
