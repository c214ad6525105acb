using System.CommandLine;
using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Storage.Queries;
using Spectre.Console;

namespace Eval.Cli.Commands;

/// <summary><c>samples</c>: the stored answers of a run, filtered.</summary>
internal static class SamplesCommand
{
    private const int DefaultLimit = 20;

    private static readonly Argument<string?> Run = new("run")
    {
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Number or name of a run [default: the newest]",
    };

    private static readonly Option<string[]> Suites = OptionKinds.Many("--suite", ["-s"], "NAME", "Only these suites (names or quoted wildcards)");
    private static readonly Option<string[]> Candidates = OptionKinds.Many("--candidate", ["-m", "--model"], "ID", "Only these candidates (ids or quoted wildcards)");
    private static readonly Option<bool> Wrong = OptionKinds.Flag("--wrong", [], "Only answers that scored 0");
    private static readonly Option<bool> Failed = OptionKinds.Flag("--failed", [], "Only samples that were not answered and scored: refusals, cut answers, errors, skipped ones");
    private static readonly Option<bool> Errors = OptionKinds.Flag("--errors", [], "Only errors of providers and scorers, and time-outs");
    private static readonly Option<string[]> Slices = OptionKinds.Many("--slice", [], "FIELD=VALUE", "Only samples of this slice");
    private static readonly Option<string?> Id = OptionKinds.Text("--id", "ID", "Only the sample of this id");
    private static readonly Option<string?> Search = OptionKinds.Text("--search", "TEXT", "Only samples whose id, prompt, answer, target or reason has this text");
    private static readonly Option<int?> Limit = OptionKinds.Whole("--limit", ["-n"], "N", $"At most this many [default: {DefaultLimit}; all with --jsonl]", min: 1);
    private static readonly Option<bool> Full = OptionKinds.Flag("--full", [], "Whole texts and every detail");
    private static readonly Option<bool> Lines = OptionKinds.Flag("--jsonl", [], "One JSON object a line for each sample, streamed");

    private static readonly Option<string?> Diff = OptionKinds.Text(
        "--diff", "OLD", "Only samples that scored otherwise than in another run, candidate, RUN/CANDIDATE or exported file, or are wrong in both");

    public static Command Create() => new EvalCommand("samples", "Show the stored answers of a run")
    {
        Examples =
        [
            new("samples --wrong -m tiny-large", "what the newest run's tiny-large got wrong"),
            new("samples 12 --suite demo-facts --id fact-0017 --full", "one sample with everything that is known of it"),
            new("samples 12 --slice category=colour --limit 5", "a few of a slice"),
            new("samples --diff tiny-medium -m tiny-large", "what tiny-large broke and fixed, with both answers"),
            new("samples 12 --jsonl > samples.jsonl", "all of them, for a script"),
        ],
        Arguments = { Run },
        Options = { Suites, Candidates, Wrong, Failed, Errors, Slices, Id, Search, Limit, Full, Lines, Diff },
        Work = WorkAsync,
    };

    private static async Task<int> WorkAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var asLines = parse.GetValue(Lines);
        var limit = parse.GetValue(Limit) ?? (asLines ? int.MaxValue : DefaultLimit);
        var slices = ReadSlices(parse);
        await using var database = await Composition.OpenForReadingAsync(context, cancellationToken);
        var run = await StoredRuns.FindAsync(database, parse.GetValue(Run), context, cancellationToken);
        if (parse.GetValue(Diff) is { } old)
        {
            CheckDiff(parse);
            return await SamplesDiff.WriteAsync(context, database, run, [.. Choose(run, parse)], old, limit, parse.GetValue(Full), cancellationToken);
        }

        var filters = Choose(run, parse).Select(c => Filter(run, c, parse, slices)).OfType<SampleFilter>().ToList();
        long matched = 0;
        foreach (var filter in filters)
        {
            matched += await database.SampleQueries.CountAsync(filter, cancellationToken);
        }

        var samples = ReadAsync(database.SampleQueries, filters, limit, cancellationToken);
        if (asLines)
        {
            await foreach (var sample in samples)
            {
                JsonOutput.Write(context.Surroundings.Out, SampleEntry.Of(sample.CandidateId, sample.SuiteName, sample.Result), SampleLineContext.Default.SampleEntry);
            }
        }
        else if (context.Json)
        {
            var entries = new List<SampleEntry>();
            await foreach (var sample in samples)
            {
                entries.Add(SampleEntry.Of(sample.CandidateId, sample.SuiteName, sample.Result));
            }

            JsonOutput.Write(context.Surroundings.Out, new SamplesDocument(1, run.Id, entries.Count, matched, entries), DocumentContext.Default.SamplesDocument);
        }
        else
        {
            await ShowAsync(context, run, samples, matched, cancellationToken);
        }

        // A filter that lets nothing through is more often a slip than an answer: scripts must notice.
        return matched > 0 ? ExitCodes.Done : ExitCodes.Usage;
    }

    private static async Task ShowAsync(
        CommandContext context, StoredRun run, IAsyncEnumerable<StoredSample> samples, long matched, CancellationToken cancellationToken)
    {
        var shown = 0;
        foreach (var filter in Choose(run, context.Parse).Select(c => c.Filter).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            context.Out.WriteLine(TerminalText.OneLine(RunWords.Selected(filter)), new Style(Color.Yellow));
        }

        await foreach (var sample in samples.WithCancellation(cancellationToken))
        {
            SampleReport.Write(context.Out, sample, context.Parse.GetValue(Full));
            shown++;
        }

        if (matched == 0)
        {
            context.Surroundings.Error.WriteLine($"no sample of run {run.Id} matches");
            return;
        }

        context.Hint(shown < matched
            ? $"{Figures.Count(shown)} of {Figures.Count(matched)} samples; --limit shows more, --full whole texts"
            : $"{Figures.Count(matched)} samples; --full shows whole texts");
    }

    private static async IAsyncEnumerable<StoredSample> ReadAsync(
        SampleQueries queries, IReadOnlyList<SampleFilter> filters, int limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = limit;
        foreach (var filter in filters)
        {
            if (left == 0)
            {
                yield break;
            }

            await foreach (var sample in queries.ReadAsync(filter with { Take = left == int.MaxValue ? null : left }, cancellationToken))
            {
                left -= left == int.MaxValue ? 0 : 1;
                yield return sample;
            }
        }
    }

    private static IEnumerable<StoredCell> Choose(StoredRun run, ParseResult parse)
    {
        var candidates = NameFilter.Choose("candidate of this run", [.. run.Cells.Select(c => c.CandidateId).Distinct()], parse.GetValue(Candidates) ?? []);
        var suites = NameFilter.Choose("suite of this run", [.. run.Cells.Select(c => c.SuiteName).Distinct()], parse.GetValue(Suites) ?? []);
        return run.Cells.Where(c => candidates.Contains(c.CandidateId) && suites.Contains(c.SuiteName));
    }

    // Null for a cell where nothing can match: a suite without right and wrong.
    private static SampleFilter? Filter(StoredRun run, StoredCell cell, ParseResult parse, IReadOnlyDictionary<string, string> slices)
    {
        var wrongBy = parse.GetValue(Wrong) ? cell.Estimates.Select(e => e.MetricId).FirstOrDefault(MetricNames.IsShare) : null;
        return parse.GetValue(Wrong) && wrongBy is null ? null : new SampleFilter
        {
            RunId = run.Id,
            CellId = cell.Id,
            WrongBy = wrongBy,
            Outcomes = [.. Enum.GetValues<SampleOutcome>().Where(o =>
                parse.GetValue(Errors) ? o.IsError() : parse.GetValue(Failed) && o != SampleOutcome.Completed)],
            Slices = slices,
            SampleId = parse.GetValue(Id),
            Text = parse.GetValue(Search),
        };
    }

    private static void CheckDiff(ParseResult parse)
    {
        var others = new Option[] { Wrong, Failed, Errors, Slices, Id, Search, Lines }.Where(o => parse.GetResult(o) is { Implicit: false }).ToList();
        if (others.Count > 0)
        {
            throw new EvalConfigurationException(null, $"--diff does not go with {string.Join(", ", others.Select(o => o.Name))}", "it goes with --suite, --candidate, --limit, --full and --json");
        }
    }

    private static Dictionary<string, string> ReadSlices(ParseResult parse)
    {
        var slices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in parse.GetValue(Slices) ?? [])
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
            {
                throw new EvalConfigurationException(null, $"--slice needs FIELD=VALUE, not \"{text}\"");
            }

            slices[text[..equals]] = text[(equals + 1)..];
        }

        return slices;
    }
}
