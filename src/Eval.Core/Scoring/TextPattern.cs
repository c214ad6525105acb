using System.Text.RegularExpressions;
using Eval.Core.Workspaces;

namespace Eval.Core.Scoring;

/// <summary>
/// Regular expressions that users and data write, run over text that models write: in linear time where the pattern allows it, else with a
/// limit of one second, after which the scorer has failed.
/// </summary>
public static class TextPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Compiles a pattern. Throws <see cref="ArgumentException"/> where it is malformed.</summary>
    public static Regex Compile(string pattern, RegexOptions options = RegexOptions.None)
    {
        options |= RegexOptions.CultureInvariant;
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, Limit);
        }
    }

    /// <summary>The pattern under a key, or null where the key is absent; a malformed one is reported at its place.</summary>
    public static Regex? OptionalPattern(this ConfigMap map, string key, RegexOptions options = RegexOptions.None) =>
        map.OptionalString(key) is { } text ? Read(map, key, 0, text, options) : null;

    /// <summary>The patterns under a key; a single one counts as a list of one.</summary>
    public static IReadOnlyList<Regex> OptionalPatterns(this ConfigMap map, string key, RegexOptions options = RegexOptions.None) =>
        [.. map.OptionalStrings(key).Select((text, i) => Read(map, key, i, text, options)).OfType<Regex>()];

    private static Regex? Read(ConfigMap map, string key, int index, string text, RegexOptions options)
    {
        try
        {
            return Compile(text, options);
        }
        catch (ArgumentException e)
        {
            map.Report(map.PositionOf(key, index), $"\"{text}\" is not a regular expression: {e.Message}");
            return null;
        }
    }
}
