using System.CommandLine;

namespace Eval.Cli.CommandLine;

/// <summary>The arguments that go on with what was interrupted: those that were typed, less the ones that would start anew.</summary>
internal static class AgainCommand
{
    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal) { "--fresh" };

    public static string Of(ParseResult parse) =>
        string.Join(' ', parse.Tokens.Select(t => t.Value).Where(t => !Dropped.Contains(t)).Select(Invocation.Quote));
}
