using System.Diagnostics;
using Eval.Cli.Commands;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The completion scripts in the shells they are for, with the real program behind them. A shell that is not installed is passed over.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShellCompletionTests()
    {
        _folder.Write("eval.yaml", """
            candidates:
              - id: gpt-small
                hosted: { provider: openai, model: gpt-4o-mini }
              - id: gpt-large
                hosted: { provider: openai, model: gpt-4o }
            suites: [ "*/suite.yaml" ]
            """);
        _folder.Write("sums/suite.yaml", "name: sums\n");
        _folder.Write("words/suite.yaml", "name: words\n");
        // What "dotnet" would do with an installed tool, and a published file that is called eval.
        var program = $"exec '{DotNet}' '{Path.Combine(AppContext.BaseDirectory, "eval.dll")}'";
        WriteScript("bin/dotnet", $"#!/bin/sh\nif [ \"$1\" = eval ]; then shift; {program} \"$@\"; fi\necho build\n");
        WriteScript("bin/eval", $"#!/bin/sh\n{program} \"$@\"\n");
        foreach (var shell in new[] { "bash", "zsh", "fish" })
        {
            _folder.Write($"completion.{shell}", CompletionCommand.ScriptOf(shell));
        }
    }

    private static string DotNet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "/usr/bin/dotnet";

    public void Dispose() => _folder.Dispose();

    [ShellTheory("bash")]
    [InlineData("sums words", 3, "dotnet", "eval", "run", "")]
    [InlineData("sums", 3, "dotnet", "eval", "run", "su")]
    [InlineData("gpt-small", 3, "bin/eval", "run", "-m", "gpt-s")]
    [InlineData("gpt-small", 4, "bin/eval", "run", "--candidate", "=", "gpt-s")]
    [InlineData("--max-concurrency", 2, "bin/eval", "run", "--max-c")]
    [InlineData("samples", 1, "bin/eval", "sam")]
    [InlineData("eval.yaml", 2, "bin/eval", "-c", "eval.y")]
    [InlineData("build", 1, "dotnet", "bu")]
    public void Bash_Word_IsCompleted(string expected, int at, params string[] words) => Run("bash", $$"""
        source completion.bash
        COMP_WORDS=({{string.Join(' ', words.Select(w => $"'{w}'"))}}); COMP_CWORD={{at}}; COMP_LINE='{{string.Join(' ', words)}}'; COMP_POINT=${#COMP_LINE}
        _dotnet_eval "${COMP_WORDS[0]}" "${COMP_WORDS[at]}" "${COMP_WORDS[at - 1]}"
        echo "${COMPREPLY[@]}"
        """).ShouldBe(expected);

    [ShellTheory("bash")]
    [InlineData(@"it\'s\ \$5", "it", "")]
    [InlineData(@"it\'s\ \$5", @"it\'s\ ", "")]
    [InlineData(@"it'\''s $5", "'it", "'")]
    [InlineData(@"it's \$5", "\"it", "\"")]
    [InlineData(@"it's \$5", "\"it's \\$", "\"")]
    public void Bash_NameThatTheShellWouldReadOtherwise_IsWrittenSoThatItStandsForItself(string expected, string typed, string quote)
    {
        _folder.Write("eval.yaml", "candidates:\n  - id: \"it's $5\"\n");
        _folder.Write("line.txt", typed);
        Run("bash", $$"""
            source completion.bash
            COMP_WORDS=(bin/eval run -m "$(cat line.txt; echo x)"); COMP_WORDS[3]=${COMP_WORDS[3]%x}; COMP_CWORD=3; COMP_LINE="bin/eval run -m ${COMP_WORDS[3]}"; COMP_POINT=${#COMP_LINE}
            _dotnet_eval "${COMP_WORDS[0]}" "${COMP_WORDS[3]}" -m
            printf '%s\n' "${COMPREPLY[@]}"
            """).ShouldBe(expected);

        // What the shell makes of it.
        var start = typed.StartsWith(quote, StringComparison.Ordinal) ? quote : "";
        _folder.Write("read.sh", $"printf %s {start}{expected}{quote}\n");
        Run("bash", "source read.sh").ShouldBe("it's $5");
    }

    [ShellTheory("fish")]
    [InlineData("sums words", "dotnet eval run ")]
    [InlineData("gpt-small", "bin/eval run -m gpt-s")]
    [InlineData("--candidate=gpt-small", "bin/eval run --candidate=gpt-s")]
    [InlineData("samples", "bin/eval sam")]
    public void Fish_Word_IsCompleted(string expected, string line) =>
        Run("fish", $"source completion.fish; complete -C '{line.Replace("bin/eval", _folder.PathOf("bin/eval"))}' | string replace -r '\\t.*' '' | string join ' '").ShouldBe(expected);

    [ShellTheory("zsh")]
    [InlineData("sums words", "dotnet eval run ")]
    [InlineData("gpt-small", "bin/eval run -m gpt-s")]
    [InlineData("--candidate=gpt-small", "bin/eval run --candidate=gpt-s")]
    [InlineData("samples", "bin/eval sam")]
    public void Zsh_Word_IsCompleted(string expected, string line) => Run("zsh", $$$"""
        autoload -Uz compinit && compinit -D -u
        source completion.zsh
        # Outside the line editor nothing can be inserted: what would be offered is written instead.
        _describe() { local -a _values=(${(P)${@[$#]}}); print -r -- ${_values%%:*}; }
        compset() { :; }
        words=({{{line}}} {{{(line.EndsWith(' ') ? "''" : "")}}}); CURRENT=${#words}; PREFIX=${words[-1]}
        _dotnet_eval
        """).ShouldBe(expected);

    private string Run(string shell, string script)
    {
        var start = new ProcessStartInfo(shell, shell == "zsh" ? ["-f", "-c", script] : shell == "bash" ? ["--norc", "-c", script] : ["--no-config", "-c", script])
        {
            WorkingDirectory = _folder.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder.Root;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        error.GetAwaiter().GetResult().ShouldBeEmpty();
        return string.Join(' ', output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private void WriteScript(string name, string text)
    {
        var path = _folder.Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

/// <summary>A theory that needs a shell; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, shell))))
        {
            Skip = $"{shell} is not installed";
        }
    }
}
