using System.CommandLine;
using System.CommandLine.Completions;

namespace Eval.Cli.Completion;

/// <summary>Finds what may stand at the cursor of a command line that is not finished.</summary>
/// <param name="root">All commands.</param>
/// <param name="names">Names that the workspace and the database hold; asked only where one is wanted.</param>
internal sealed class Completer(Command root, INames names)
{
    /// <summary>The words that may stand in place of <paramref name="current"/>.</summary>
    /// <param name="before">The words before the cursor, the program's own left out.</param>
    /// <param name="current">The word at the cursor, as far as it is typed; may be empty.</param>
    public IEnumerable<Offer> Complete(IReadOnlyList<string> before, string current)
    {
        var at = CommandLinePlace.Of(root, before);
        if (at.Pending is { } pending)
        {
            return Values(pending, current, "");
        }

        if (at.IsAfterDoubleDash || !current.StartsWith('-'))
        {
            return Words(at, current);
        }

        return current.IndexOf('=') is > 0 and var equals && at.Find(current[..equals]) is { } option
            ? Values(option, current[(equals + 1)..], current[..(equals + 1)])
            : Starting(current, at.Options.Where(o => !o.Hidden && (o.AllowsSeveral() || !at.Given.Contains(o))).SelectMany(Names));
    }

    private static IEnumerable<Offer> Names(Option option) => option.Aliases.Prepend(option.Name)
        .Where(n => n.StartsWith("--", StringComparison.Ordinal)).Select(n => new Offer(n, option.Description ?? ""));

    private IEnumerable<Offer> Words(CommandLinePlace at, string current)
    {
        var commands = at.Arguments > 0 || at.IsAfterDoubleDash ? [] : at.Command.Subcommands.Where(c => !c.Hidden);
        var argument = at.Command.Arguments.Count == 0 ? null
            : at.Arguments < at.Command.Arguments.Count ? at.Command.Arguments[at.Arguments]
            : at.Command.Arguments[^1] is { Arity.MaximumNumberOfValues: > 1 } last ? last : null;
        var values = argument is null ? [] : Of(CompletionSubjects.Of(argument)).Concat(Choices(argument));
        return Starting(current, commands.Select(c => new Offer(c.Name, c.Description ?? "")).Concat(values));
    }

    // Where a list with commas is allowed, the part after the last comma is completed.
    private IEnumerable<Offer> Values(Option option, string typed, string prefix)
    {
        var comma = option.AllowsSeveral() ? typed.LastIndexOf(',') + 1 : 0;
        var taken = typed[..comma].Split(',');
        return Starting(typed[comma..], Of(CompletionSubjects.Of(option)).Concat(Choices(option)).Where(c => !taken.Contains(c.Value)))
            .Select(c => c.Value[0] == ':' ? c : c with { Value = prefix + typed[..comma] + c.Value });
    }

    private IEnumerable<Offer> Of(CompletionSubject subject) => subject switch
    {
        CompletionSubject.File => [Offer.Files],
        CompletionSubject.Folder => [Offer.Folders],
        CompletionSubject.Suite => names.Suites(),
        CompletionSubject.Candidate => names.Candidates(),
        CompletionSubject.Rubric => [.. names.Rubrics(), Offer.Files],
        CompletionSubject.Labels => [.. names.Runs(), Offer.Files],
        CompletionSubject.Gate => [.. names.Gates(), Offer.Files],
        CompletionSubject.Run => [new Offer("latest", "the newest run"), .. names.Runs()],
        CompletionSubject.Results => [.. names.Candidates(), .. names.Runs(), Offer.Files],
        _ => [],
    };

    private static IEnumerable<Offer> Choices(Symbol symbol) =>
        (symbol is Option { ValueType: var type } && type == typeof(bool) ? [] : symbol.GetCompletions(CompletionContext.Empty))
        .Select(c => new Offer(c.InsertText ?? c.Label, ""));

    private static IEnumerable<Offer> Starting(string typed, IEnumerable<Offer> all) =>
        all.Where(c => c.Value[0] == ':' || c.Value.StartsWith(typed, StringComparison.Ordinal)).DistinctBy(c => c.Value, StringComparer.Ordinal);
}
