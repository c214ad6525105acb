using System.CommandLine;

namespace Eval.Cli.CommandLine;

/// <summary>A command with what its help needs beyond its options, and the work it does.</summary>
internal sealed class EvalCommand(string name, string description) : Command(name, description)
{
    /// <summary>More than one sentence, for the command's own help; empty for none.</summary>
    public string Details { get; init; } = "";

    /// <summary>Commands worth typing.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Options that help shows under headings of their own, after the others.</summary>
    public IReadOnlyList<OptionGroup> Groups
    {
        get;
        init
        {
            field = value;
            foreach (var option in value.SelectMany(g => g.Options))
            {
                Options.Add(option);
            }
        }
    } = [];

    /// <summary>Does the work and gives the exit code; null for a command that only holds others.</summary>
    public Func<CommandContext, CancellationToken, Task<int>>? Work { get; init; }
}

/// <summary>A line of help that can be pasted.</summary>
/// <param name="Arguments">What follows the program's name.</param>
/// <param name="Purpose">What it is good for.</param>
internal sealed record Example(string Arguments, string Purpose);

/// <summary>Options that belong together.</summary>
/// <param name="Title">Their heading in help.</param>
/// <param name="Options">The options.</param>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
