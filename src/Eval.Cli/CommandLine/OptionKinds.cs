using System.CommandLine;
using System.Globalization;

namespace Eval.Cli.CommandLine;

/// <summary>Options of the usual kinds, with messages a person understands.</summary>
internal static class OptionKinds
{
    /// <summary>A whole number of at least <paramref name="min"/>; null where not given.</summary>
    public static Option<int?> Whole(string name, string[] aliases, string helpName, string description, int min) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens.Single().Value, out var number) && number >= min)
            {
                return number;
            }

            result.AddError($"{name} needs a whole number{(min == int.MinValue ? "" : $" of at least {min}")}, not \"{result.Tokens.Single().Value}\"");
            return null;
        },
    };

    /// <summary>An amount of US dollars; null where not given.</summary>
    public static Option<decimal?> Money(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (decimal.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return amount;
            }

            result.AddError($"{name} needs an amount of US dollars such as 2.50, not \"{text}\"");
            return null;
        },
    };

    /// <summary>The number of a run; null where not given.</summary>
    public static Option<long?> RunId(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ID",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (long.TryParse(text.TrimStart('#'), out var number) && number > 0)
            {
                return number;
            }

            result.AddError($"{name} needs the number of a run, not \"{text}\"");
            return null;
        },
    };

    /// <summary>A text that may be given several times, or once with commas.</summary>
    public static Option<string[]> Many(string name, string[] aliases, string helpName, string description) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    public static Option<bool> Flag(string name, string[] aliases, string description) => new(name, aliases) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
