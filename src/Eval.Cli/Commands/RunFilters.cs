using System.CommandLine;
using System.Text.RegularExpressions;
using Eval.Cli.CommandLine;
using Eval.Core.Datasets;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Comparisons;
using Eval.Service.Running;

namespace Eval.Cli.Commands;

/// <summary>The <c>--filter-…</c> options: which suites, and which of their samples, a run asks.</summary>
internal static class RunFilters
{
    private static readonly Option<string[]> Suites = OptionKinds.Many(
        "--filter-suite", [], "NAME", "Only these suites (names or quoted wildcards); the same as SUITE...");

    private static readonly Option<string[]> Tags = OptionKinds.Many("--filter-tag", [], "TAG", "Only suites that have one of these tags");

    private static readonly Option<string[]> Samples = OptionKinds.Many(
        "--filter-sample", ["--sample-id"], "ID", "Only samples of these ids (or quoted wildcards)");

    private static readonly Option<string[]> Slices = OptionKinds.Many(
        "--filter-slice", ["--filter-metadata"], "FIELD=VALUE", "Only samples whose field has this value");

    private static readonly Option<string?> Pattern = OptionKinds.Text(
        "--filter-pattern", "REGEX", "Only samples of which the id or a field matches this regular expression");

    private static readonly Option<string?> Failing = OptionKinds.Text(
        "--filter-failing", "RUN", "Only samples that were wrong, refused, cut off or in error in this run, RUN/CANDIDATE or exported file");

    private static readonly Option<string?> Errors = OptionKinds.Text(
        "--filter-errors", "RUN", "Only samples that ended in an error in this run, RUN/CANDIDATE or exported file");

    public static IReadOnlyList<Option> All { get; } = [Suites, Tags, Samples, Slices, Pattern, Failing, Errors];

    public static IReadOnlyList<string> SuitesOf(ParseResult parse) => parse.GetValue(Suites) ?? [];

    public static IReadOnlyList<string> TagsOf(ParseResult parse) => parse.GetValue(Tags) ?? [];

    /// <summary>The samples that the options name; null where they name none. The earlier run is read from the database or its file.</summary>
    public static async Task<SampleSelection?> SelectionAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var (failing, errors) = (parse.GetValue(Failing), parse.GetValue(Errors));
        if (failing is not null && errors is not null)
        {
            throw new EvalConfigurationException(null, "--filter-failing includes the samples of --filter-errors", "give one of them");
        }

        var selection = new SampleSelection
        {
            Ids = parse.GetValue(Samples) ?? [],
            Fields = Fields(parse.GetValue(Slices) ?? []),
            Pattern = parse.GetValue(Pattern) is { } text ? Expression(text) : null,
            Earlier = failing is null && errors is null ? null : await EarlierAsync(context, failing, errors, cancellationToken),
        };
        return selection.IsEmpty ? null : selection;
    }

    private static async Task<EarlierSamples> EarlierAsync(CommandContext context, string? failing, string? errors, CancellationToken cancellationToken)
    {
        await using var sides = new SideFinder(token => Composition.OpenForReadingAsync(context, token), context.Surroundings.CurrentDirectory);
        var finder = new EarlierSampleFinder(sides);
        return failing is not null ? await finder.FailingAsync(failing, cancellationToken) : await finder.ErroredAsync(errors!, cancellationToken);
    }

    private static Dictionary<string, string> Fields(string[] pairs)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (field, value) = OptionKinds.Pair(Slices.Name, pair);
            fields[FieldPath.TryParse(field, out _) ? field : throw new EvalConfigurationException(
                null, $"{Slices.Name}: \"{field}\" is not a field", "write a.b for a field in a map and [Field name] for a name with spaces")] = value;
        }

        return fields;
    }

    private static Regex Expression(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new EvalConfigurationException(null, $"{Pattern.Name}: \"{text}\" is not a regular expression that can be used: {e.Message}", "back-references and look-arounds are not");
        }
    }
}
