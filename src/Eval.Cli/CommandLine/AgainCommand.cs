using System.CommandLine;

namespace Eval.Cli.CommandLine;

/// <summary>The arguments that go on with what was interrupted: those that were typed, less the ones that would start anew.</summary>
internal static class AgainCommand
{
    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal) { "--fresh" };

    /// <param name="parse">What was typed.</param>
    /// <param name="latest">The run that <c>latest</c> was when it was typed; null where it was not: by now it is the interrupted one.</param>
    public static string Of(ParseResult parse, string? latest = null) => string.Join(
        ' ', parse.Tokens.Select(t => t.Value).Where(t => !Dropped.Contains(t)).Select(t => t == "latest" ? latest ?? t : t).Select(Invocation.Quote));
}
