using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>What the user calls a run: its name, a note, tags.</summary>
internal static class RunLabels
{
    private const int LongestTag = 200;

    private static readonly Option<string?> NameOption = OptionKinds.Text("--name", "TEXT", "A name for the run; other commands find it by that");
    private static readonly Option<string?> Note = OptionKinds.Text("--note", "TEXT", "A note that is kept with the run and shown with it", "--description");

    private static readonly Option<string[]> TagsOption = OptionKinds.Many(
        "--tag", [], "KEY=VALUE", "A tag of the run; repeat it or use commas. show --list --tag KEY=VALUE finds it");

    public static IReadOnlyList<Option> All { get; } = [NameOption, Note, TagsOption];

    public static string? NameOf(ParseResult parse) => parse.GetValue(NameOption);

    public static string? NoteOf(ParseResult parse) => parse.GetValue(Note);

    public static IReadOnlyDictionary<string, string> TagsOf(ParseResult parse)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in parse.GetValue(TagsOption) ?? [])
        {
            var (key, value) = OptionKinds.Pair(TagsOption.Name, pair);
            if (key.Length > LongestTag || value.Length > LongestTag)
            {
                throw new EvalConfigurationException(null, $"{TagsOption.Name}: a key or value of more than {LongestTag} characters", "--note takes longer texts");
            }

            tags[key] = value;
        }

        return tags;
    }
}
