using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>The options <c>-o</c> and <c>--format</c> of a command that writes results to files.</summary>
/// <param name="command">The command's name.</param>
/// <param name="formats">The formats that it writes.</param>
/// <param name="toStandardOutput">Whether <c>--format</c> alone writes to standard output.</param>
internal sealed class ReportOptions(string command, IReadOnlyList<ReportFormat> formats, bool toStandardOutput)
{
    public Option<string[]> Output { get; } = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = $"Write the results to a file, in the format that its ending tells: {string.Join(", ", EndingsOf(formats))}, each also .gz; repeat it for several",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<string?> Format { get; } = new("--format")
    {
        HelpName = "NAME",
        Description = $"The format where the file's name does not tell it{(toStandardOutput ? ", or of standard output" : "")}: {string.Join(", ", formats.Select(ReportFormats.NameOf))}",
        CompletionSources = { formats.Select(ReportFormats.NameOf).ToArray() },
    };

    /// <summary>What the user asked for.</summary>
    /// <exception cref="EvalConfigurationException">A format is unknown, or a file cannot be one.</exception>
    public ReportFiles Read(CommandContext context)
    {
        var outputs = context.Parse.GetValue(Output) ?? [];
        var named = context.Parse.GetValue(Format) is { } name ? Named(name) : (ReportFormat?)null;
        if (outputs.Length == 0 && named is { } alone)
        {
            return toStandardOutput ? ReportFiles.Of([(null, alone)], context) : throw new EvalConfigurationException(
                null, "--format says how a file is written, and no file is named", "add -o FILE");
        }

        if (outputs.Length > 1 && named is not null)
        {
            throw new EvalConfigurationException(null, "--format goes with one -o; several files tell their formats by their endings");
        }

        return ReportFiles.Of([.. outputs.Select(o => (IsStandardOutput(o) ? null : o, named ?? OfName(o, context)))], context);
    }

    private static IEnumerable<string> EndingsOf(IReadOnlyList<ReportFormat> formats) =>
        ReportFormats.Endings.Where(e => ReportFormats.OfFile("x" + e) is { } format && formats.Contains(format) && e is not (".htm" or ".markdown"))
            .Select(e => e switch { ".xml" => ".xml (JUnit)", ".ndjson" => ".ndjson (samples)", ".jsonl" => ".jsonl (run archive)", _ => e });

    private ReportFormat Named(string name) => ReportFormats.Find(name) is not { } format
        ? throw new EvalConfigurationException(null, $"there is no format \"{name}\"", NearestName.Hint(name, formats.Select(ReportFormats.NameOf)))
        : Allowed(format);

    // By either name, so that the report takes the place of what would be printed there.
    private static bool IsStandardOutput(string output) => output is "-" or "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1";

    private ReportFormat OfName(string output, CommandContext context) => IsStandardOutput(output)
        ? throw new EvalConfigurationException(null, $"-o {output} is standard output, whose format no name tells", "add --format NAME")
        : ReportFormats.OfFile(output) is { } format ? Allowed(format)
        : Directory.Exists(Path.GetFullPath(output, context.Surroundings.CurrentDirectory))
        ? throw new EvalConfigurationException(null, $"{output} is a folder", "-o needs the name of a file")
        : throw new EvalConfigurationException(
            null, $"-o {output}: the name tells no format",
            Path.GetExtension(output) is { Length: > 1 } ending && NearestName.Find(ending, EndingsOf(formats).Select(e => e.Split(' ')[0])) is { } near
                ? $"did you mean \"{near}\"? Or add --format NAME"
                : $"end it in {string.Join(", ", EndingsOf(formats))}, or add --format NAME");

    private ReportFormat Allowed(ReportFormat format) => formats.Contains(format) ? format : throw new EvalConfigurationException(
        null, $"{command} writes no {ReportFormats.NameOf(format)}",
        $"it writes {string.Join(", ", formats.Select(ReportFormats.NameOf))}{(format == ReportFormat.JUnit ? "; a verdict as JUnit is written by gate --junit" : "")}");
}
