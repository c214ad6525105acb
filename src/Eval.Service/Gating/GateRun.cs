using Eval.Core.Gates;
using Eval.Core.Suites;

namespace Eval.Service.Gating;

/// <summary>One gate on its way from what is stored to a decision: runs what is missing, all at once or look by look, and decides.</summary>
internal sealed class GateRun(GateRequest request, GateParty baseline, GateParty candidate, MissingRuns missing, EvidenceFinder finder, JudgeEvidence judges)
{
    private readonly GatePolicy _policy = request.Policy;
    private readonly EvidenceReader _reader = new(request.Policy, baseline, candidate, judges);

    /// <summary>Goes on until there is a decision, or a reason to stop without one.</summary>
    public async Task<GateEnd> ToEndAsync(CancellationToken cancellationToken)
    {
        // Without runs too: what an early end has left is stored step by step, and read as it was then.
        var open = request.NoRun && _policy.EarlyStopping is null ? [] : _policy.Suites.Select(s => s.Name).Where(CanBeCompleted).ToList();
        var lacking = open.ToDictionary(s => s, s => (IReadOnlyList<GateParty>)[.. Lacking(s)], StringComparer.Ordinal);
        var power = request is { PowerCheck: true, NoRun: false } ? await new PaidPower(_policy, baseline).CheckAsync(lacking, cancellationToken) : [];
        if (power.Any(p => !p.IsEnough))
        {
            return new GateEnd(new GateOutcome { ExitCode = 3, Power = power });
        }

        var looks = Looks(lacking);
        while (true)
        {
            if (await RunAsync(open, lacking, looks, cancellationToken) is { } stopped)
            {
                return new GateEnd(stopped);
            }

            var evidence = await _reader.ReadAsync(looks, cancellationToken);
            var decision = Gate.Decide(_policy, evidence);
            open = [.. open.Where(s => looks.TryGetValue(s, out var steps) && !steps.IsLast && decision.Suites.Any(d => d.SuiteName == s && !d.IsFinal))];
            if (open.Count == 0 || !decision.CanContinue)
            {
                return new GateEnd(decision, evidence, [.. _reader.Notes], power);
            }
        }
    }

    // Somebody lacks results of it, and everybody who does can be asked. Where the other side's will never come, nothing is paid for.
    private bool CanBeCompleted(string suite) =>
        Lacking(suite).Any() && new[] { baseline, candidate }.All(p => p.Find(suite) is not null || CanRun(p, suite));

    private IEnumerable<GateParty> Lacking(string suite) => new[] { baseline, candidate }.Where(p => p.Find(suite) is null && CanRun(p, suite));

    private static bool CanRun(GateParty party, string suite) =>
        party is { CanRun: true, Problem: null } && party.Planned.TryGetValue(suite, out var cell) && cell.SkipReason is null;

    private Dictionary<string, SuiteLooks> Looks(Dictionary<string, IReadOnlyList<GateParty>> lacking) => _policy.EarlyStopping is { } early
        ? lacking.ToDictionary(l => l.Key, l => new SuiteLooks(early, l.Value.Max(p => p.Planned[l.Key].Samples)), StringComparer.Ordinal)
        : [];

    private async Task<GateOutcome?> RunAsync(
        List<string> open,
        Dictionary<string, IReadOnlyList<GateParty>> lacking,
        Dictionary<string, SuiteLooks> looks,
        CancellationToken cancellationToken)
    {
        if (open.Count == 0)
        {
            return null;
        }

        var ranges = open.ToDictionary(s => s, s => looks.TryGetValue(s, out var steps) ? steps.Next(finder.LimitOf(s)) : finder.LimitOf(s), StringComparer.Ordinal);
        var asked = new[] { baseline, candidate }
            .Select(p => (Party: p, Ranges: (IReadOnlyDictionary<string, SampleRange>)ranges.Where(r => lacking[r.Key].Contains(p)).ToDictionary(StringComparer.Ordinal)))
            .ToList();
        var look = looks.Count == 0 ? 0 : open.Max(s => looks[s].Asked);
        var name = $"gate {_policy.Name}" + (look > 0 ? $", look {look} of {_policy.EarlyStopping!.Looks}" : "");
        return await missing.RunAsync(asked, name, cancellationToken) is { } stopped
            ? new GateOutcome { ExitCode = stopped.ExitCode, Reasons = stopped.Reasons }
            : null;
    }
}
