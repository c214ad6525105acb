using System.CommandLine;
using Eval.Cli.CommandLine;

namespace Eval.Cli.Commands;

/// <summary><c>completion</c>: the script that makes a shell complete commands, options, suites, candidates and runs.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    private static readonly Argument<string> Shell = ShellArgument();

    public static Command Create() => new EvalCommand("completion", "Write a script that completes words in your shell")
    {
        Details = "It completes commands, options, suites, candidates, gates and runs, where the program is started as \"dotnet eval\" or by its path. "
            + "bash: add the line \"source <(PROGRAM completion bash)\" to ~/.bashrc. zsh: the same with zsh, in ~/.zshrc after compinit. fish: write the script to "
            + "~/.config/fish/completions/dotnet-eval.fish and source it in config.fish. PowerShell: add the example below to the file in $PROFILE.",
        Examples =
        [
            new("completion bash > eval-completion.bash", "a file to source from ~/.bashrc"),
            new("completion zsh > eval-completion.zsh", "a file to source from ~/.zshrc, after compinit"),
            new("completion fish > eval-completion.fish", "a file to source from config.fish"),
            new("completion powershell > eval-completion.ps1", "a file to dot-source from $PROFILE"),
        ],
        Arguments = { Shell },
        Work = (context, _) => Task.FromResult(Write(context)),
    };

    /// <summary>The script of a shell.</summary>
    public static string ScriptOf(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")
            ?? throw new InvalidOperationException($"no script for {shell}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static int Write(CommandContext context)
    {
        context.Surroundings.Out.Write(ScriptOf(context.Parse.GetValue(Shell)!));
        return ExitCodes.Done;
    }

    private static Argument<string> ShellArgument()
    {
        var argument = new Argument<string>("shell") { HelpName = "SHELL", Description = string.Join(", ", Shells[..^1]) + " or " + Shells[^1] };
        argument.CustomParser = result => OptionKinds.OneOf(result, "SHELL", result.Tokens is [var token] && token.Value == "pwsh" ? "powershell" : null, Shells)!;
        argument.CompletionSources.Add(Shells);
        return argument;
    }
}
