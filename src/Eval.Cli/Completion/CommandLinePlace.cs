using System.CommandLine;
using System.CommandLine.Help;

namespace Eval.Cli.Completion;

/// <summary>Where on a command line the next word stands. Read leniently: what is being typed need not be right.</summary>
internal sealed class CommandLinePlace
{
    private CommandLinePlace(Command root) => Command = root;

    /// <summary>The command so far.</summary>
    public Command Command { get; private set; }

    /// <summary>Options that the command understands, the shared ones included.</summary>
    public List<Option> Options { get; } = [];

    /// <summary>Options that stand on the line already.</summary>
    public HashSet<Option> Given { get; } = [];

    /// <summary>The option whose value comes next, or null.</summary>
    public Option? Pending { get; private set; }

    /// <summary>How many arguments stand on the line already.</summary>
    public int Arguments { get; private set; }

    public bool IsAfterDoubleDash { get; private set; }

    public static CommandLinePlace Of(Command root, IEnumerable<string> words)
    {
        var at = new CommandLinePlace(root);
        at.Options.AddRange(root.Options);
        foreach (var word in words)
        {
            at.Pass(word);
        }

        return at;
    }

    public Option? Find(string name) => Options.Find(o => o.Name == name || o.Aliases.Contains(name));

    private void Pass(string word)
    {
        if (Pending is not null)
        {
            Pending = null;
        }
        else if (!IsAfterDoubleDash && word == "--")
        {
            IsAfterDoubleDash = true;
        }
        else if (!IsAfterDoubleDash && word.Length > 1 && word[0] == '-')
        {
            var equals = word.IndexOf('=');
            if (Find(equals < 0 ? word : word[..equals]) is { } option)
            {
                Given.Add(option);
                Pending = equals < 0 && option.TakesValue() ? option : null;
            }
        }
        else if (!IsAfterDoubleDash && Arguments == 0 && Command.Subcommands.FirstOrDefault(c => c.Name == word || c.Aliases.Contains(word)) is { } inner)
        {
            Options.RemoveAll(o => !o.Recursive && o is not HelpOption);
            Options.InsertRange(0, inner.Options);
            Command = inner;
        }
        else
        {
            Arguments++;
        }
    }
}

/// <summary>Questions asked of an option.</summary>
internal static class OptionShapes
{
    public static bool TakesValue(this Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0 && option is not (HelpOption or VersionOption);

    public static bool AllowsSeveral(this Option option) => option.Arity.MaximumNumberOfValues > 1;
}
