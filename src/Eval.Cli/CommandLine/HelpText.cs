using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Eval.Cli.CommandLine;

/// <summary>Help for a command: usage as it is typed here, arguments, options with their variables, examples that can be pasted.</summary>
internal static class HelpText
{
    private const int Indent = 2;

    public static void Write(CommandResult result, TextWriter output, int width, Invocation invocation)
    {
        var command = result.Command;
        var path = UsageProblems.CommandPath(result);
        var text = new HelpWriter(output, Math.Clamp(width, 30, 110));
        text.Paragraph(command.Description ?? "", 0);
        if (command is EvalCommand { Details.Length: > 0 } described)
        {
            output.WriteLine();
            text.Paragraph(described.Details, 0);
        }

        text.Heading("Usage");
        text.Paragraph(invocation.Of(Usage(command, path)), Indent);
        Commands(command, text);
        Section(text, "Arguments", [.. command.Arguments.Where(a => !a.Hidden).Select(a => new HelpRow(ArgumentName(a), a.Description ?? ""))]);
        var groups = (command as EvalCommand)?.Groups ?? [];
        Section(text, "Options", [.. command.Options.Where(IsOwn).Except(groups.SelectMany(g => g.Options)).Select(Row)]);
        foreach (var group in groups)
        {
            Section(text, group.Title, [.. group.Options.Select(Row)]);
        }

        Section(text, "Shared options", [.. SharedOptions.All.Select(Row)]);
        Examples(command, text, output, invocation);
        Footer(command, text, output, invocation, path);
    }

    private static void Commands(Command command, HelpWriter text) => Section(
        text,
        "Commands",
        [.. command.Subcommands.Where(c => !c.Hidden).Select(c => new HelpRow(string.Join(", ", c.Aliases.Prepend(c.Name)), c.Description ?? ""))]);

    private static void Examples(Command command, HelpWriter text, TextWriter output, Invocation invocation)
    {
        if (command is not EvalCommand { Examples.Count: > 0 } shown)
        {
            return;
        }

        text.Heading("Examples");
        foreach (var example in shown.Examples)
        {
            text.Paragraph($"# {example.Purpose}", Indent);
            // Never wrapped: a broken line could not be pasted.
            output.WriteLine(new string(' ', Indent) + invocation.Of(example.Arguments));
        }
    }

    private static void Footer(Command command, HelpWriter text, TextWriter output, Invocation invocation, string path)
    {
        output.WriteLine();
        if (command.Subcommands.Count > 0)
        {
            text.Paragraph("Help for one command:", 0);
            output.WriteLine(new string(' ', Indent) + invocation.Of($"{path} COMMAND --help".TrimStart()));
        }

        text.Paragraph("Every option can also be set as a variable: --max-concurrency is EVAL_MAX_CONCURRENCY. A file .env beside the workspace is read.", 0);
        if (path.Length == 0 || command is EvalCommand { Work: not null })
        {
            text.Paragraph(
                "Exit codes: 0 done or gate passed, 1 gate failed, 2 usage or configuration error, 3 inconclusive, 4 broken, 5 stopped by a budget or limit, 130 interrupted.",
                0);
        }
    }

    private static void Section(HelpWriter text, string title, IReadOnlyList<HelpRow> rows)
    {
        if (rows.Count > 0)
        {
            text.Heading(title);
            text.Table(rows);
        }
    }

    private static string Usage(Command command, string path)
    {
        var words = new List<string>();
        if (path.Length > 0)
        {
            words.Add(path);
        }

        words.AddRange(!command.Subcommands.Any(c => !c.Hidden) ? [] : command is EvalCommand { Work: not null } ? ["[COMMAND]"] : ["COMMAND"]);
        words.AddRange(command.Arguments.Where(a => !a.Hidden).Select(a => a.Arity.MinimumNumberOfValues > 0 ? ArgumentName(a) : $"[{ArgumentName(a)}]"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string ArgumentName(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static bool IsOwn(Option option) => !option.Hidden && !SharedOptions.All.Contains(option) && option is not HelpOption;

    private static HelpRow Row(Option option)
    {
        var names = option.Aliases.Prepend(option.Name).OrderBy(n => n.StartsWith("--", StringComparison.Ordinal) ? 1 : 0);
        var value = option.HelpName is { } name && option.ValueType != typeof(bool) ? option.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}" : "";
        return new HelpRow(string.Join(", ", names) + value, option.Description ?? "");
    }
}
