using System.Text;

namespace Eval.Core.Workspaces;

/// <summary>
/// A <c>.env</c> file: <c>KEY=VALUE</c> lines, with <c>#</c> comments, an optional <c>export</c>, and values plain, in 'single quotes' (taken as
/// they are) or in "double quotes" (with \n, \t, \r, \" and \\; may span lines). Values are secrets: they appear in no message.
/// </summary>
public static class EnvironmentFile
{
    /// <summary>Reads a file; empty where there is none.</summary>
    /// <exception cref="EvalConfigurationException">A line is wrong, or the file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path)
    {
        try
        {
            return Parse(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), $"cannot be read: {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new EvalConfigurationException(new SourcePosition(path, 0, 0), "is not valid UTF-8");
        }
    }

    /// <summary>Puts a file's values into this process's environment; what is already set there wins. Gives the names that were set.</summary>
    /// <param name="folder">The workspace's folder.</param>
    public static IReadOnlyList<string> Apply(string folder)
    {
        var applied = new List<string>();
        foreach (var (key, value) in Load(Path.Combine(folder, ".env")))
        {
            if (Environment.GetEnvironmentVariable(key) is null)
            {
                Environment.SetEnvironmentVariable(key, value);
                applied.Add(key);
            }
        }

        return applied;
    }

    /// <summary>Reads text; of a key that is given twice the last value counts, as in a shell.</summary>
    internal static Dictionary<string, string> Parse(string text, string path)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var source = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var (position, line) = (0, 1);
        while (position < source.Length)
        {
            var end = source.IndexOf('\n', position) is var n and >= 0 ? n : source.Length;
            var content = source[position..end].Trim();
            if (content.Length > 0 && content[0] != '#')
            {
                var equals = source.IndexOf('=', position, end - position);
                var key = (equals < 0 ? content : source[position..equals]).Trim();
                key = key.StartsWith("export ", StringComparison.Ordinal) ? key[7..].Trim() : key;
                if (equals < 0 || key.Length == 0 || char.IsAsciiDigit(key[0]) || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                {
                    throw new EvalConfigurationException(new SourcePosition(path, line, 0), "is not of the form KEY=VALUE");
                }

                (result[key], end) = Value(source, equals + 1, end, new SourcePosition(path, line, 0));
            }

            line += source.AsSpan(position, Math.Min(end + 1, source.Length) - position).Count('\n');
            position = end + 1;
        }

        return result;
    }

    private static (string Value, int End) Value(string source, int start, int end, SourcePosition at)
    {
        while (start < end && source[start] is ' ' or '\t')
        {
            start++;
        }

        if (start >= end || source[start] is not ('"' or '\''))
        {
            var plain = source[start..end];
            var comment = plain.StartsWith('#') ? 0 : plain.IndexOf(" #", StringComparison.Ordinal);
            return ((comment >= 0 ? plain[..comment] : plain).Trim(), end);
        }

        var (quote, value) = (source[start], new StringBuilder());
        for (var i = start + 1; i < source.Length; i++)
        {
            if (source[i] == quote)
            {
                var rest = source.IndexOf('\n', i) is var n and >= 0 ? n : source.Length;
                var tail = source[(i + 1)..rest].Trim();
                return tail.Length == 0 || tail[0] == '#'
                    ? (value.ToString(), rest)
                    : throw new EvalConfigurationException(at, "has text after the closing quote");
            }

            if (source[i] == '\\' && quote == '"' && i + 1 < source.Length)
            {
                i++;
                value.Append(source[i] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '"' => "\"", '\\' => "\\", _ => "\\" + source[i] });
            }
            else
            {
                value.Append(source[i]);
            }
        }

        throw new EvalConfigurationException(at, "has a quote that is never closed");
    }
}
