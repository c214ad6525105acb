using Eval.Core.Imports.Inspect;
using Eval.Core.Imports.LmEval;
using Eval.Core.Imports.OpenAiEvals;
using Eval.Core.Imports.Own;
using Eval.Core.Imports.Promptfoo;
using Eval.Core.Workspaces;

namespace Eval.Core.Imports;

/// <summary>The formats that ship with the program. A new tool is a folder here and one line.</summary>
public static class ImportFormats
{
    /// <summary>All formats, in the order in which they are asked whether they know a file.</summary>
    public static IReadOnlyList<IImportFormat> All { get; } =
    [
        new RunArchiveFormat(),
        new LmEvalFormat(),
        new InspectFormat(),
        new PromptfooFormat(),
        new OpenAiEvalsFormat(),
    ];

    /// <summary>The format that a source is in.</summary>
    /// <param name="source">The file or folder.</param>
    /// <param name="tool">The tool that the user named, or null to find out.</param>
    /// <exception cref="EvalConfigurationException">No format knows it, or there is no tool of that name.</exception>
    public static (IImportFormat Format, string What) Find(ImportSource source, string? tool)
    {
        if (tool is not null)
        {
            var named = All.FirstOrDefault(f => string.Equals(f.Tool, tool, StringComparison.OrdinalIgnoreCase)) ?? throw new EvalConfigurationException(
                null, $"there is no format \"{tool}\"", NearestName.Hint(tool, All.Select(f => f.Tool)));
            return (named, named.Recognise(source) ?? $"read as a file of {named.Tool}, as asked");
        }

        foreach (var format in All)
        {
            if (format.Recognise(source) is { } what)
            {
                return (format, what);
            }
        }

        throw new EvalConfigurationException(
            null, $"{source.Path} is nothing that can be taken in", $"understood: {string.Join("; ", All.Select(f => $"{f.Tool} ({f.Understands})"))}");
    }
}
