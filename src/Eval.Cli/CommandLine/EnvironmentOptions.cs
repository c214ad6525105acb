using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Eval.Core.Workspaces;

namespace Eval.Cli.CommandLine;

/// <summary>Every option can also be set as a variable: <c>--max-concurrency</c> is <c>EVAL_MAX_CONCURRENCY</c>. The command line wins.</summary>
internal static class EnvironmentOptions
{
    /// <summary>The variable of an option.</summary>
    public static string VariableOf(Option option) => "EVAL_" + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>Options a command understands, the shared ones included.</summary>
    public static IEnumerable<Option> OptionsOf(CommandResult command)
    {
        foreach (var option in command.Command.Options)
        {
            yield return option;
        }

        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            foreach (var option in parent.Command.Options.Where(o => o.Recursive))
            {
                yield return option;
            }
        }
    }

    /// <summary>The arguments with those that the environment adds.</summary>
    public static IReadOnlyList<string> Complete(ParseResult parse, IReadOnlyList<string> arguments, Func<string, string?> variable)
    {
        var added = new List<string>();
        foreach (var option in OptionsOf(parse.CommandResult).Where(o => o is not (HelpOption or VersionOption)))
        {
            if (parse.GetResult(option) is null or { Implicit: true } && variable(VariableOf(option)) is { Length: > 0 } value)
            {
                if (option.ValueType != typeof(bool))
                {
                    added.Add($"{option.Name}={value}");
                }
                else if (IsOn(value, option))
                {
                    // A switch that is off is the same as none, also for rules such as "--diff does not go with --wrong".
                    added.Add(option.Name);
                }
            }
        }

        var end = arguments.TakeWhile(a => a != "--").Count();
        return added.Count == 0 ? arguments : [.. arguments.Take(end), .. added, .. arguments.Skip(end)];
    }

    private static bool IsOn(string value, Option option) => value.ToLowerInvariant() switch
    {
        "1" or "yes" or "on" or "true" => true,
        "0" or "no" or "off" or "false" => false,
        _ => throw new EvalConfigurationException(null, $"{VariableOf(option)} is true or false, not \"{value}\""),
    };
}
