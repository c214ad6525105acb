using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Eval.Core.Workspaces;

/// <summary>
/// Keeps YAML to the part that reads the same to everybody: no anchors, aliases, merge keys or tags, and no absurd depth. An alias can hold
/// itself or grow without bound, and these files may come from strangers; a value that is written out also has one position in the file.
/// </summary>
internal static class YamlGuard
{
    private const int MaxDepth = 64;

    /// <summary>Throws <see cref="EvalConfigurationException"/> at the first thing that is not allowed.</summary>
    public static void Check(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            if (Why(current) is { } why)
            {
                throw new EvalConfigurationException(At(file, current.Start), why);
            }

            depth += current.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new EvalConfigurationException(At(file, current.Start), $"is nested more than {MaxDepth} levels deep");
            }
        }
    }

    /// <summary>Where a syntax error is. The scanner reports a tab as an error of the map around it; the line with the tab is what helps.</summary>
    public static SourcePosition Locate(string text, string file, YamlException e)
    {
        if (e.Message.Contains("tab", StringComparison.Ordinal))
        {
            var line = 0;
            foreach (var content in text.EnumerateLines())
            {
                line++;
                var indent = content.Length - content.TrimStart().Length;
                if (content[..indent].IndexOf('\t') is >= 0 and var column && line >= e.Start.Line)
                {
                    return new SourcePosition(file, line, column + 1);
                }
            }
        }

        return At(file, e.Start);
    }

    private static string? Why(ParsingEvent e) => e switch
    {
        AnchorAlias alias => $"the alias *{alias.Value} is not supported: write the value out",
        NodeEvent { Anchor.IsEmpty: false } node => $"the anchor &{node.Anchor.Value} is not supported: write the value out where it is used",
        NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } => $"the tag {tag.Value} is not supported: quote a value to make it a text",
        Scalar { Value: "<<", Style: ScalarStyle.Plain } => "the merge key << is not supported: write the keys out",
        _ => null,
    };

    private static SourcePosition At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}
