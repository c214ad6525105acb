using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Eval.Core.Workspaces;

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

    /// <summary>A length of time such as <c>12h</c> or <c>7d</c>; null where not given.</summary>
    public static Option<TimeSpan?> Age(string name, string description)
    {
        var option = new Option<TimeSpan?>(name)
        {
            Description = description,
            HelpName = "AGE",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (UnitOf(text) is { } unit
                    && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit.TotalDays <= 36_500)
                {
                    return number * unit;
                }

                result.AddError($"{name} needs an age such as 30m, 12h, 7d or 2w, not \"{text}\"");
                return null;
            },
        };
        option.CompletionSources.Add("12h", "1d", "7d", "30d");
        return option;
    }

    /// <summary>A text that may be given several times, or once with commas.</summary>
    public static Option<string[]> Many(string name, string[] aliases, string helpName, string description) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            string[] values = [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            if (values.Length == 0)
            {
                // A variable of a script that is not set must not mean everything.
                result.AddError($"{name} was given an empty value; leave it out for all");
            }

            return values;
        },
    };

    /// <summary>One of some words; null where not given.</summary>
    public static Option<string?> Choice(string name, string description, IReadOnlyList<string> words)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result => OneOf(result, name, null, words),
        };
        option.CompletionSources.Add([.. words]);
        return option;
    }

    /// <summary>The word that was given, however its letters are cased; an error where it is none of them.</summary>
    /// <param name="result">Where the word stands.</param>
    /// <param name="name">The option's or argument's name, for the message.</param>
    /// <param name="instead">What the word means, where it is another name for one; null to take it as it stands.</param>
    /// <param name="words">The words that are allowed.</param>
    public static string? OneOf(ArgumentResult result, string name, string? instead, IReadOnlyList<string> words)
    {
        var text = instead ?? result.Tokens.Single().Value;
        if (words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } word)
        {
            return word;
        }

        result.AddError($"{name} is one of {string.Join(", ", words)}, not \"{text}\"{(NearestName.Find(text, words) is { } near ? $": did you mean \"{near}\"?" : "")}");
        return null;
    }

    public static Option<bool> Flag(string name, string[] aliases, string description) => new(name, aliases) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };

    /// <summary>The two sides of <c>KEY=VALUE</c>.</summary>
    /// <exception cref="EvalConfigurationException">There is no equals sign, or nothing before it.</exception>
    public static (string Key, string Value) Pair(string option, string text) => text.IndexOf('=') is > 0 and var equals
        ? (text[..equals].Trim(), text[(equals + 1)..].Trim())
        : throw new EvalConfigurationException(null, $"{option} needs KEY=VALUE, not \"{text}\"");

    private static TimeSpan? UnitOf(string age) => age.Length < 2 ? null : age[^1] switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}
