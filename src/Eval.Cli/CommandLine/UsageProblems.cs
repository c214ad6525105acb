using System.CommandLine;
using System.CommandLine.Parsing;
using Eval.Core.Workspaces;

namespace Eval.Cli.CommandLine;

/// <summary>Turns the parser's complaints into problems with the nearest valid name.</summary>
internal static class UsageProblems
{
    /// <summary>Everything wrong with the arguments; empty where they are fine.</summary>
    public static IReadOnlyList<ConfigProblem> Of(ParseResult parse, Surroundings surroundings)
    {
        var problems = new List<ConfigProblem>();
        var command = parse.CommandResult;
        var path = CommandPath(command);
        foreach (var token in OptionsTakenForArguments(parse).Concat(parse.UnmatchedTokens))
        {
            problems.Add(Unmatched(token, command, path));
        }

        foreach (var error in parse.Errors)
        {
            if (problems.Count > 0 && (error.SymbolResult is null or CommandResult || parse.UnmatchedTokens.Any(t => error.Message.Contains($"'{t}'"))))
            {
                continue;
            }

            problems.Add(new ConfigProblem(null, Blame(error, parse, surroundings) + Message(error, command, path)));
        }

        if (problems.Count > 0 && problems[^1].Hint is null)
        {
            problems[^1] = problems[^1] with { Hint = $"see: {surroundings.Invocation.Of($"{path} --help".TrimStart())}" };
        }

        return problems;
    }

    public static string CommandPath(CommandResult command)
    {
        var names = new List<string>();
        for (var at = command; at.Parent is CommandResult parent; at = parent)
        {
            names.Insert(0, at.Command.Name);
        }

        return string.Join(' ', names);
    }

    // A command with free arguments swallows a misspelt option as one of them; only after "--" is that meant.
    private static IEnumerable<string> OptionsTakenForArguments(ParseResult parse)
    {
        var beforeEnd = parse.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
            .Where(t => t.Value.Length > 1 && t.Value[0] == '-' && beforeEnd.Contains(t)).Select(t => t.Value);
    }

    private static ConfigProblem Unmatched(string token, CommandResult command, string path)
    {
        var where = path.Length == 0 ? "" : $" of \"{path}\"";
        if (token.StartsWith('-'))
        {
            var name = token.Split('=', ':')[0];
            var names = EnvironmentOptions.OptionsOf(command).Where(o => !o.Hidden).SelectMany(o => o.Aliases.Where(a => a.StartsWith("--")).Prepend(o.Name));
            return new(null, $"unknown option \"{name}\"{where}", Near(name, names));
        }

        var commands = command.Command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Aliases.Prepend(c.Name)).ToList();
        return commands.Count > 0
            ? new(null, $"unknown command \"{token}\"{where}", NearestName.Hint(token, commands))
            : new(null, $"unexpected \"{token}\" after \"{path}\"");
    }

    private static string? Near(string name, IEnumerable<string> names) =>
        NearestName.Find(name, names) is { } nearest ? $"did you mean \"{nearest}\"?" : null;

    private static string Message(ParseError error, CommandResult command, string path) => error.SymbolResult switch
    {
        CommandResult when command.Command.Subcommands.Count > 0 =>
            $"a command is missing{(path.Length == 0 ? "" : $" after \"{path}\"")}: {string.Join(", ", command.Command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}",
        OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} needs a value",
        OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } option => $"{option.Option.Name} was given more than once",
        _ => error.Message.TrimEnd('.'),
    };

    private static string Blame(ParseError error, ParseResult parse, Surroundings surroundings) =>
        error.SymbolResult is OptionResult { Tokens: [var token] } option
        && surroundings.Set(EnvironmentOptions.VariableOf(option.Option)) == token.Value
        && !parse.Tokens.Take(1).Any(t => t.Value == option.Option.Name)
            ? $"{EnvironmentOptions.VariableOf(option.Option)}: "
            : "";
}
