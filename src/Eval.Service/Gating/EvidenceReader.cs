using Eval.Core.Comparisons;
using Eval.Core.Gates;

namespace Eval.Service.Gating;

/// <summary>Reads two parties' results into a gate's evidence.</summary>
internal sealed class EvidenceReader(GatePolicy policy, GateParty baseline, GateParty candidate, JudgeEvidence judges)
{
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    /// <summary>What else differs between the two sides, as found by the last reading.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>Reads everything that is there.</summary>
    /// <param name="looks">What was seen at earlier looks, by suite; the last of each is the reading to come. Absent for a suite that is seen once.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<GateEvidence> ReadAsync(IReadOnlyDictionary<string, SuiteLooks> looks, CancellationToken cancellationToken)
    {
        _notes.Clear();
        var suites = new Dictionary<string, SuiteEvidence>(StringComparer.Ordinal);
        var amounts = new AmountsReader(policy);
        foreach (var guarded in policy.Suites)
        {
            var (evidence, sides) = await ReadAsync(guarded, cancellationToken);
            if (evidence.Scores is { } scores && looks.TryGetValue(guarded.Name, out var seen))
            {
                evidence = evidence with { Looks = seen.Seen(scores.Count) };
            }

            suites[guarded.Name] = evidence;
            // A suite that decides nothing about scores says nothing about money and time either: the few that were answered are not like the rest.
            if (evidence.Scores is { } paired && sides is { } both && paired.Coverage >= policy.MinCoverage - 1e-9)
            {
                await amounts.AddAsync(paired, both.Old, both.New, cancellationToken);
            }
        }

        return new GateEvidence
        {
            Baseline = baseline.Name,
            Candidate = candidate.Name,
            Suites = suites,
            Cost = amounts.Cost,
            Latency = amounts.Latency,
            Facts = candidate.Candidate?.Facts ?? new Dictionary<string, string>(),
            ContextLength = candidate.Planned.Values.Select(c => c.Model.Capabilities.ContextLength).FirstOrDefault(),
        };
    }

    private async Task<(SuiteEvidence Evidence, (ComparedCell Old, ComparedCell New)? Sides)> ReadAsync(GuardedSuite suite, CancellationToken cancellationToken)
    {
        if (baseline.Find(suite.Name) is not { } old || candidate.Find(suite.Name) is not { } @new)
        {
            return (new SuiteEvidence { Problem = Missing(suite.Name) }, null);
        }

        if ((old.Cell.Filter ?? @new.Cell.Filter) is { } filter)
        {
            return (new SuiteEvidence { Problem = $"only some samples of {suite.Name} were asked ({filter}): they decide nothing about the suite" }, null);
        }

        var pairing = await CellPairing.ReadAsync(old, @new, suite.MetricId is { } id ? [id] : null, cancellationToken);
        if (!pairing.Comparability.IsAllowed)
        {
            return (new SuiteEvidence
            {
                Problem = $"{suite.Name} was not asked alike on both sides: {string.Join("; ", pairing.Comparability.Refusals)}",
            }, null);
        }

        // Two candidates differ in their settings: that is what is compared. What else differs may explain a difference.
        if (ReferenceEquals(old.Run, @new.Run) ? old.Cell.Id == @new.Cell.Id : old.File is null && @new.File is null && old.Cell.Id == @new.Cell.Id)
        {
            _notes.Add($"{suite.Name}: both sides are the same stored results (run {@new.Run.Id}): nothing new was measured (--fresh asks the candidate anew)");
        }

        _notes.UnionWith(pairing.Comparability.Notes.Where(n => n.Key is "machine" or "engine" or "seed" or "epochs").Select(n => n.ToString()));
        _notes.UnionWith(pairing.Remarks);
        _notes.UnionWith(new[] { baseline, candidate }.Select(p => p.Problems.GetValueOrDefault(suite.Name)).OfType<string>());
        var metric = pairing.Metrics.FirstOrDefault(m => m.Scores is not null) ?? (pairing.Metrics.Count > 0 ? pairing.Metrics[0] : null);
        return metric switch
        {
            { Scores: { } scores } => (
                new SuiteEvidence { Scores = scores, InformsOnly = await judges.WhyNotBlockAsync(scores.MetricId, old, @new, cancellationToken) }, (old, @new)),
            { WhyNot: { } why } => (new SuiteEvidence { Problem = Joined(suite.Name, $"{metric.MetricId} of {suite.Name}: {why}") }, null),
            _ => (new SuiteEvidence { Problem = Joined(suite.Name, $"the two sides report no common metric of {suite.Name}") }, null),
        };
    }

    // Where nothing was scored because the endpoint went away, that is what the reader must know.
    private string Joined(string suite, string why) =>
        string.Join("; ", ((string?[])[why, candidate.Problems.GetValueOrDefault(suite), baseline.Problems.GetValueOrDefault(suite)]).OfType<string>());

    // Why somebody's results are missing says more than that they are: nobody asks the one side where the other will not answer.
    private string Missing(string suite)
    {
        var lacking = new[] { baseline, candidate }.Where(p => p.Find(suite) is null).ToList();
        var why = lacking.Select(p => p.Problem ?? p.Problems.GetValueOrDefault(suite)).OfType<string>().ToList();
        return why.Count > 0 ? string.Join("; ", why) : $"there are no results of {string.Join(" and ", lacking.Select(p => p.Name))} on {suite}";
    }
}
