namespace Eval.Cli.Completion;

/// <summary>
/// The names in a workspace file, found line by line in the layouts that people write. Reading YAML properly takes longer than a shell may wait;
/// what is laid out otherwise gives nothing here, and is then read properly.
/// </summary>
internal sealed class WorkspaceOutline
{
    public List<string> Candidates { get; } = [];

    public List<string> Gates { get; } = [];

    /// <summary>Paths and patterns of suite files.</summary>
    public List<string> Suites { get; } = [];

    public static WorkspaceOutline Of(IEnumerable<string> lines)
    {
        var outline = new WorkspaceOutline();
        var (section, depth) = ("", 0);
        foreach (var raw in lines)
        {
            var line = raw.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment ? raw[..comment] : raw;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (char.IsAsciiLetter(line[0]) && line.IndexOf(':') is > 0 and var colon)
            {
                (section, depth) = (line[..colon], 0);
                text = line[(colon + 1)..].Trim();
            }
            else
            {
                depth = depth == 0 ? line.Length - line.TrimStart().Length : depth;
            }

            outline.Take(section, text, isFirstLevel: line.Length - line.TrimStart().Length == depth && depth > 0);
        }

        return outline;
    }

    private void Take(string section, string text, bool isFirstLevel)
    {
        switch (section)
        {
            case "candidates":
                var entry = text.TrimStart('-', ' ', '{');
                if (entry.StartsWith("id:", StringComparison.Ordinal))
                {
                    Candidates.Add(Value(entry[3..].Split(',', '}')[0]));
                }

                break;
            case "gates" when isFirstLevel && text.IndexOf(':') is > 0 and var colon:
                Gates.Add(Value(text[..colon]));
                break;
            case "suites":
                Suites.AddRange(text.TrimStart('-', ' ', '[').TrimEnd(']', ' ').Split(',').Select(Value).Where(v => v.Length > 0));
                break;
        }
    }

    private static string Value(string text) => text.Trim().Trim('"', '\'');
}
