using System.Text.RegularExpressions;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.Service.Comparisons;

namespace Eval.Service.Running;

/// <summary>Finds the samples that an earlier run, one of its candidates, or a run's file has left wrong or in error.</summary>
/// <param name="sides">Finds what the user means.</param>
public sealed partial class EarlierSampleFinder(SideFinder sides)
{
    private const string Latest = "latest";


    /// <summary>Samples that any candidate of it was wrong on, refused, cut off or could not be read, and those that ended in an error.</summary>
    /// <exception cref="EvalConfigurationException">There is nothing of that name.</exception>
    public Task<EarlierSamples> FailingAsync(string reference, CancellationToken cancellationToken) =>
        FindAsync("failing", reference, IsFailing, cancellationToken);

    /// <summary>Samples that ended in an error of a provider or scorer, or in a time-out.</summary>
    /// <exception cref="EvalConfigurationException">There is nothing of that name.</exception>
    public Task<EarlierSamples> ErroredAsync(string reference, CancellationToken cancellationToken) =>
        FindAsync("errors", reference, (sample, _) => sample.Outcome.IsError(), cancellationToken);

    private async Task<EarlierSamples> FindAsync(
        string what, string reference, Func<SampleResult, string?, bool> isWanted, CancellationToken cancellationToken)
    {
        var bySuite = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        reference = await SettledAsync(reference, cancellationToken);
        var side = await sides.FindAsync(reference, cancellationToken);
        foreach (var (_, cell, samples, _) in side.Cells)
        {
            var share = cell.Metrics.FirstOrDefault(m => BuiltInMetrics.Find(m) is { Format: MetricFormat.Share, HigherIsBetter: true });
            await foreach (var sample in samples.ReadSamplesAsync(cell.Id, texts: false, cancellationToken))
            {
                if (isWanted(sample, share))
                {
                    (bySuite.TryGetValue(cell.SuiteName, out var ids) ? ids : bySuite[cell.SuiteName] = new(StringComparer.Ordinal)).Add(sample.SampleId);
                }
            }
        }

        var text = $"{what} in {Name(reference, side)}";
        return bySuite.Count > 0
            ? new EarlierSamples(text, bySuite.ToDictionary(s => s.Key, s => (IReadOnlySet<string>)s.Value, StringComparer.Ordinal))
            : throw new EvalConfigurationException(null, $"no sample matches: {text}", "nothing is left to ask");
    }

    /// <summary>The number of the earlier run that a filter was taken from (<see cref="StoredCell.Filter"/>), or null.</summary>
    public static string? EarlierRunOf(StoredRun run) =>
        run.Cells.Select(c => c.Filter).OfType<string>().Select(f => EarlierRun().Match(f)).FirstOrDefault(m => m.Success)?.Groups[1].Value;

    [GeneratedRegex("^(?:failing|errors) in run ([0-9]+)")]
    private static partial Regex EarlierRun();

    // A run of the latest run's failures is itself the latest from its first moment on. Whoever types the same command again after an interruption means
    // the run that it meant then, and goes on.
    private async Task<string> SettledAsync(string reference, CancellationToken cancellationToken) =>
        (reference == Latest || reference.StartsWith(Latest + "/", StringComparison.Ordinal))
        && await sides.FindRunAsync(Latest, cancellationToken) is { Import: null, Status: not RunStatus.Finished } own
        && EarlierRunOf(own) is { } earlier
            ? earlier + reference[Latest.Length..]
            : reference;

    private static bool IsFailing(SampleResult sample, string? share) =>
        sample.Outcome is SampleOutcome.Refused or SampleOutcome.Truncated or SampleOutcome.Unparsed || sample.Outcome.IsError()
        || (share is not null && sample.Measures.TryGetValue(share, out var value) && value == 0);

    // "latest" is another run tomorrow.
    private static string Name(string reference, ComparedSide side) =>
        side.Cells.Select(c => c.File).FirstOrDefault() is { } file ? Path.GetFileName(file)
        : side.Cells.Select(c => c.Run.Id).Distinct().ToList() is [var run]
            ? $"run {run}{(reference.Contains('/') ? $"/{side.Cells[0].Cell.CandidateId}" : "")}"
            : reference;
}
