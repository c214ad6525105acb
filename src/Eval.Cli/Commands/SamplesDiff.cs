using Eval.Cli.CommandLine;
using Eval.Cli.Documents;
using Eval.Cli.Rendering;
using Eval.Core.Comparisons;
using Eval.Core.Running;
using Eval.Core.Workspaces;
using Eval.Service.Comparisons;
using Eval.Storage;

namespace Eval.Cli.Commands;

/// <summary><c>samples --diff</c>: the samples of a run that another side answered otherwise.</summary>
internal static class SamplesDiff
{
    public static async Task<int> WriteAsync(
        CommandContext context, EvalDatabase database, StoredRun run, IReadOnlyList<StoredCell> cells, string reference, int most, bool full,
        CancellationToken cancellationToken)
    {
        await using var finder = new SideFinder(token => Composition.OpenForReadingAsync(context, token), context.Surroundings.CurrentDirectory);
        var old = await finder.FindAsync(reference, cancellationToken);
        var @new = new ComparedSide($"run {run.Id}", [.. cells.Select(c => new ComparedCell(run, c, database.Runs))]);
        var pairings = new List<CellPairing>();
        foreach (var (a, b) in SidePairs.Of(old, @new).Pairs)
        {
            pairings.Add(await CellPairing.ReadAsync(a, b, null, cancellationToken));
        }

        var refusals = pairings.Select(ComparisonWords.Refusal).OfType<string>().Distinct().Select(r => new ConfigProblem(null, r)).ToList();
        if (refusals.Count > 0)
        {
            throw new EvalConfigurationException(refusals);
        }

        var diffs = await ItemDiffs.ReadAsync(pairings, most, full, cancellationToken);
        if (diffs.Count == 0)
        {
            throw new EvalConfigurationException(
                null, "no suite of both sides has a metric that is paired sample by sample", $"see: {context.Command($"compare {Invocation.Quote(reference)} {run.Id}")}");
        }

        if (context.Json)
        {
            JsonOutput.Write(
                context.Surroundings.Out,
                new ItemDiffDocument(1, [.. diffs.Select(d => SuiteDiffEntry.Of(d.Pairing, d.Diff))]),
                DocumentContext.Default.ItemDiffDocument);
            return ExitCodes.Done;
        }

        diffs.ForEach(d => ItemDiffReport.Write(context.Out, d));
        var changed = diffs.Sum(d => d.Diff.Counts.Values.Sum());
        context.Hint($"{Figures.Count(diffs.Sum(d => d.Diff.Items.Count))} of {Figures.Count(changed)} samples that are not right on both sides; --limit shows more, --full whole texts");
        return ExitCodes.Done;
    }
}
