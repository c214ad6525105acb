using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Core.Workspaces;

namespace Eval.Cli.Commands;

/// <summary>The options of <c>rate</c> that only a stored run understands.</summary>
internal static class RateRunOptions
{
    public static readonly Option<string?> Suite = OptionKinds.Text("--suite", "NAME", "Of a run with several arenas: which", "-s");
    public static readonly Option<string?> Judge = OptionKinds.Text("--judge", "NAME", "Only this judge's verdicts");
    public static readonly Option<bool> VotesOnly = OptionKinds.Flag("--votes-only", [], "Rate by people's votes in place of the judges' verdicts");
    public static readonly Option<bool> WithVotes = OptionKinds.Flag("--with-votes", [], "Rate by judges and people together");
    public static readonly Option<string?> Export = OptionKinds.Text("--export-battles", "FILE", "Also write the rated battles as .csv or .tsv, or as .jsonl with everything that is stored of them (what judges wrote, undecided battles and why); rate FILE reads all three");

    public static readonly Option<string?> ExportBlind = OptionKinds.Text("--export-blind", "FILE", "Write pairs of answers for people to vote on, as a page (.html) or a table (.csv, .tsv): who answered and what judges said stay hidden");
    public static readonly Option<int?> Rows = OptionKinds.Whole("--rows", ["-n"], "N", "With --export-blind: so many pairs, all candidates alike [default: all]", 1);
    public static readonly Option<string?> Votes = OptionKinds.Text("--votes", "FILE", "Read a filled sheet, or what the page saved; keep its votes with the run, and rate by people's votes");

    public static OptionGroup Group { get; } = new("Of a stored run's arena", [Suite, Judge, VotesOnly, WithVotes, Export, ExportBlind, Rows, Votes]);

    /// <summary>Refuses what goes with a sheet that is neither written nor read.</summary>
    public static void CheckVoting(ParseResult parse, string? blind, string? votes)
    {
        if (blind is not null && votes is not null)
        {
            throw new EvalConfigurationException(null, "--export-blind and --votes: one writes a sheet, the other reads it back", "choose one");
        }

        if (votes is null)
        {
            Refuse(parse, [RateColumns.RaterOption], "who filled a sheet, and none is read", "--votes FILE reads one; --raters compares those whose votes are stored");
        }

        if (blind is null)
        {
            Refuse(parse, [Rows], "how many pairs a sheet has, and none is written", "--export-blind FILE writes one");
        }
    }

    /// <summary>Refuses them beside a file.</summary>
    public static void RefuseWithFile(ParseResult parse, string file) => Refuse(parse, Group.Options, $"of a stored run, and {file} is a file");

    /// <summary>Refuses options that belong together with something else.</summary>
    public static void Refuse(ParseResult parse, IEnumerable<Option> options, string why, string? hint = null)
    {
        var given = options.Where(o => parse.GetResult(o) is { Implicit: false }).Select(o => o.Name).ToList();
        if (given.Count > 0)
        {
            throw new EvalConfigurationException(null, $"{string.Join(", ", given)}: {why}", hint);
        }
    }
}
