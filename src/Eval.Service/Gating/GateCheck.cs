using Eval.Core.Gates;
using Eval.Core.Metrics;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Service.Gating;

/// <summary>Checks a policy against the suites that it guards, so that a slip in a name is told with its place before anything is asked.</summary>
internal static class GateCheck
{
    /// <summary>The guarded suites, in the policy's order.</summary>
    /// <exception cref="EvalConfigurationException">A suite, a metric or a slice does not exist; all mistakes are told.</exception>
    public static IReadOnlyList<Suite> Suites(GatePolicy policy, Workspace workspace)
    {
        var all = SuiteLoader.LoadAll(workspace.SuiteFiles);
        var problems = new List<ConfigProblem>();
        var suites = new List<Suite>();
        foreach (var guarded in policy.Suites)
        {
            if (all.FirstOrDefault(s => s.Name == guarded.Name) is not { } suite)
            {
                problems.Add(new ConfigProblem(
                    guarded.DefinedAt, $"the gate \"{policy.Name}\" guards \"{guarded.Name}\", which is no suite of the workspace",
                    NearestName.Hint(guarded.Name, all.Select(s => s.Name))));
                continue;
            }

            suites.Add(suite);
            if (guarded.MetricId is { } metric && !suite.Metrics.Contains(metric))
            {
                problems.Add(new ConfigProblem(
                    guarded.DefinedAt, $"the suite \"{suite.Name}\" does not report \"{metric}\"", NearestName.Hint(metric, suite.Metrics)));
            }

            else if (WhyNotCompared(guarded, suite) is var (why, hint))
            {
                problems.Add(new ConfigProblem(guarded.DefinedAt, why, hint));
            }

            problems.AddRange(guarded.Slices.Where(r => !suite.AllSlices.Contains(r.Field)).Select(r => new ConfigProblem(
                r.DefinedAt, $"the suite \"{suite.Name}\" has no slices by \"{r.Field}\"",
                suite.AllSlices.Any() ? NearestName.Hint(r.Field, suite.AllSlices) : $"name the field under \"slices\" in {suite.File}")));
        }

        return problems.Count == 0 ? suites : throw new EvalConfigurationException(problems);
    }

    /// <summary>Refuses a tournament of which only one side would have to be run: it cannot be played alone.</summary>
    /// <exception cref="EvalConfigurationException">There is one.</exception>
    public static void Together(IReadOnlyList<Suite> suites, GateRequest request, GateParty baseline, GateParty candidate)
    {
        var problems = new List<ConfigProblem>();
        foreach (var suite in request.NoRun ? [] : suites.Where(s => SuiteKinds.Find(s.Kind)!.IsTournament))
        {
            if (new[] { baseline, candidate }.Where(p => p.Find(suite.Name) is null).ToList() is [{ CanRun: true } only])
            {
                problems.Add(new ConfigProblem(
                    request.Policy.Suites.First(s => s.Name == suite.Name).DefinedAt,
                    $"the arena \"{suite.Name}\" has no results of {only.Name} that could be taken, and one side alone cannot play it",
                    "run both sides in one run and gate with --no-run, or guard a suite that scores answers singly"));
            }
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }
    }

    // A gate pairs the scores of single samples; what only a whole run has can never be decided.
    private static (string Why, string Hint)? WhyNotCompared(GuardedSuite guarded, Suite suite)
    {
        string[] paired = [.. suite.Metrics.Where(m => BuiltInMetrics.Find(m) is IPairedMetric)];
        if (guarded.MetricId is { } metric ? paired.Contains(metric) || BuiltInMetrics.Find(metric) is null : paired.Length > 0)
        {
            return null;
        }

        var first = guarded.MetricId ?? suite.Metrics.FirstOrDefault(m => BuiltInMetrics.Find(m) is not null);
        var why = first is null ? "" : $": {BuiltInMetrics.Find(first)!.WhyNotPaired}";
        return guarded.MetricId is null
            ? ($"the suite \"{suite.Name}\" has no metric that a gate can compare{why}", "guard a suite that scores answers singly, or take the suite out of \"margin\"")
            : ($"a gate cannot compare \"{guarded.MetricId}\" of the suite \"{suite.Name}\"{why}",
                paired.Length > 0 ? $"metric: {{ {suite.Name}: {paired[0]} }} compares what each answer scored" : "guard a suite that scores answers singly, or take the suite out of \"margin\"");
    }
}
