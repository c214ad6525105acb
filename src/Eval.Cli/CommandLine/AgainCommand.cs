using System.CommandLine;
using System.CommandLine.Parsing;

namespace Eval.Cli.CommandLine;

/// <summary>The arguments that go on with what was interrupted: those that were typed, less the ones that would start anew.</summary>
internal static class AgainCommand
{
    private const string Latest = "latest";

    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal) { "--fresh" };
    private static readonly HashSet<string> Earlier = new(StringComparer.Ordinal) { "--filter-failing", "--filter-errors" };

    /// <summary>What goes on with something that had begun.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="latest">The run that <c>latest</c> was for a filter when it was typed; null where it was not: by now it is the interrupted one.</param>
    public static string Of(ParseResult parse, string? latest = null)
    {
        var words = new List<string>();
        Token? before = null;
        foreach (var token in parse.Tokens)
        {
            if (!Dropped.Contains(token.Value))
            {
                words.Add(latest is not null && before is { Type: TokenType.Option } option && Earlier.Contains(option.Value)
                    ? Settled(token.Value, latest)
                    : token.Value);
            }

            before = token;
        }

        return Joined(words);
    }

    /// <summary>The same once more: nothing had begun, so that what would start anew still must.</summary>
    public static string OfNothingBegun(ParseResult parse) => Joined(parse.Tokens.Select(t => t.Value));

    private static string Settled(string reference, string latest) =>
        reference == Latest || reference.StartsWith(Latest + "/", StringComparison.Ordinal) ? latest + reference[Latest.Length..] : reference;

    private static string Joined(IEnumerable<string> words) => string.Join(' ', words.Select(Invocation.Quote));
}
