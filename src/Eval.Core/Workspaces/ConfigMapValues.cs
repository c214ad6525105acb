using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Core.Workspaces;

/// <summary>Reads the rarer kinds of values from a <see cref="ConfigMap"/>, with the same rule: report what is wrong, return null, go on.</summary>
public static partial class ConfigMapValues
{
    /// <summary>An amount of money or another exact decimal number, or null where the key is absent.</summary>
    public static decimal? OptionalDecimal(this ConfigMap map, string key, decimal min = 0, decimal max = decimal.MaxValue)
    {
        if (!map.Has(key))
        {
            return null;
        }

        if (decimal.TryParse(map.PlainScalar(key), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        map.Report(key, $"\"{key}\" must be a number, {min} or more{(max < decimal.MaxValue ? $", at most {max}" : "")}");
        return null;
    }

    /// <summary>A day as <c>2026-11-01</c>, or null where the key is absent.</summary>
    public static DateOnly? OptionalDate(this ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        map.Report(key, $"\"{key}\" must be a day such as 2026-11-01");
        return null;
    }

    /// <summary>A SHA-256 in hex, given in lower case, or null where the key is absent.</summary>
    public static string? OptionalSha256(this ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text)
        {
            return null;
        }

        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        {
            return text.ToLowerInvariant();
        }

        map.Report(key, $"\"{key}\" must be a SHA-256: 64 hexadecimal digits");
        return null;
    }

    /// <summary>An absolute http or https address, or null where the key is absent.</summary>
    public static string? OptionalUrl(this ConfigMap map, string key)
    {
        if (map.OptionalString(key) is not { } text)
        {
            return null;
        }

        // A server asked for "{{host}}" would be looked for again and again.
        if (Placeholder().Match(text) is { Success: true, Value: var placeholder })
        {
            map.Report(key, $"\"{key}\" holds {placeholder}, which nothing fills in here", "write the whole address");
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0)
        {
            return text;
        }

        map.Report(key, $"\"{key}\" must be an address that begins with http:// or https://");
        return null;
    }

    /// <summary>One of some words, or null where the key is absent.</summary>
    public static string? OptionalChoice(this ConfigMap map, string key, params IReadOnlyCollection<string> words)
    {
        if (map.OptionalString(key) is not { } word || words.Contains(word))
        {
            return map.OptionalString(key);
        }

        map.Report(key, $"\"{word}\" is not a valid {key}", NearestName.Hint(word, words));
        return null;
    }

    /// <summary>
    /// A name that must be there: letters, digits and <c>. _ - : @ +</c>, not beginning with a sign, so that it can stand in wildcards, keys
    /// and file names.
    /// </summary>
    public static string RequiredName(this ConfigMap map, string key)
    {
        var name = map.RequiredString(key);
        if (name.Length > 0 && !Name().IsMatch(name))
        {
            map.Report(key, $"\"{name}\" is not a valid {key}", "letters, digits and . _ - : @ + only, beginning with a letter or digit");
        }

        return name;
    }

    /// <summary>A free map (names chosen by the user) of numbers; empty where the key is absent.</summary>
    public static IReadOnlyDictionary<string, double> OptionalNumbers(this ConfigMap map, string key, double min, double max)
    {
        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        if (map.OptionalMap(key) is { } numbers)
        {
            foreach (var name in numbers.Keys)
            {
                if (numbers.OptionalDouble(name, min, max) is { } number)
                {
                    result[name] = number;
                }
            }
        }

        return result;
    }

    // Braces are no characters of an address; a dollar may be.
    [GeneratedRegex(@"\$?\{+[^{}]*\}+|<[A-Za-z_-]+>|\$[A-Z][A-Z0-9_]+")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._:@+\-]*\z")]
    private static partial Regex Name();
}
