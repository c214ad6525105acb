using Eval.Core.Gates;
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

            problems.AddRange(guarded.Slices.Where(r => !suite.AllSlices.Contains(r.Field)).Select(r => new ConfigProblem(
                r.DefinedAt, $"the suite \"{suite.Name}\" has no slices by \"{r.Field}\"",
                suite.AllSlices.Any() ? NearestName.Hint(r.Field, suite.AllSlices) : $"name the field under \"slices\" in {suite.File}")));
        }

        return problems.Count == 0 ? suites : throw new EvalConfigurationException(problems);
    }
}
