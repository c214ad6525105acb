using Eval.Core.Models;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>What a profile asks for that no stored result and no candidate has: found before anything is weighed, all of it together.</summary>
internal static class ProfileCheck
{
    public static void Run(
        DecisionProfile profile, IReadOnlyList<Candidate> candidates, Dictionary<string, Dictionary<string, CellEvidence>> known, Dictionary<string, IReadOnlyDictionary<string, string>> facts)
    {
        var suites = known.Values.SelectMany(k => k.Keys).Distinct(StringComparer.Ordinal).ToList();
        var names = facts.Values.SelectMany(f => f.Keys).Concat(CandidateFacts.Known).Distinct(StringComparer.Ordinal).ToList();
        var problems = new List<ConfigProblem>();
        foreach (var factor in profile.Factors)
        {
            foreach (var suite in FactorSuites.Of(factor.Input).Where(s => !suites.Contains(s)))
            {
                problems.Add(new(factor.At, $"factor {factor.Factor.Id}: no result of the suite \"{suite}\" is stored for any of {string.Join(", ", candidates.Select(c => c.Id))}", NearestName.Hint(suite, suites) ?? $"run {suite}"));
            }

            if (factor.Input is MetricInput { MetricId: { } metric } input)
            {
                var there = known.Values.SelectMany(k => input.Suites.Select(k.GetValueOrDefault)).OfType<CellEvidence>().SelectMany(c => c.Cell.Cell.Estimates).Select(e => e.MetricId).Distinct().ToList();
                if (there.Count > 0 && !there.Contains(metric))
                {
                    problems.Add(new(factor.At, $"factor {factor.Factor.Id}: no stored result of {string.Join(", ", input.Suites)} has the metric \"{metric}\"", NearestName.Hint(metric, there)));
                }
            }

            var read = known.Values.SelectMany(k => FactorSuites.Of(factor.Input).Select(k.GetValueOrDefault)).OfType<CellEvidence>().ToList();
            if (factor.Input is MetricInput { Slice: { } slice } && read.Count > 0)
            {
                var slices = read.SelectMany(c => c.Cell.Cell.Estimates).Select(e => e.Slice).OfType<string>().Distinct().ToList();
                if (!slices.Contains(slice))
                {
                    problems.Add(new(factor.At, $"factor {factor.Factor.Id}: no stored result has the slice \"{slice}\"", slices.Count == 0 ? "its suite has no slices" : NearestName.Hint(slice, slices)));
                }
            }

            if (factor.Input is MetricInput several)
            {
                var metrics = read.Select(c => c.MetricOf(several.MetricId)).OfType<string>().Distinct().ToList();
                if (metrics.Count > 1)
                {
                    problems.Add(new(factor.At, $"factor {factor.Factor.Id}: a mean of {string.Join(" and ", metrics)} means nothing", "metric names one that all of its suites have"));
                }

                if (metrics.Exists(m => m.StartsWith("best_", StringComparison.Ordinal) || m.StartsWith("rank_", StringComparison.Ordinal)))
                {
                    problems.Add(new(factor.At, $"factor {factor.Factor.Id}: {metrics[0]} depends on who else took part, and has no error of its own", "metric: arena_score, or the rating"));
                }

                if (metrics.Exists(m => m.StartsWith("rating_", StringComparison.Ordinal)) && read.Select(c => c.Cell.Run.Id).Distinct().Skip(1).Any())
                {
                    problems.Add(new(factor.At, $"factor {factor.Factor.Id}: ratings of runs {string.Join(", ", read.Select(c => c.Cell.Run.Id).Distinct().Order())} come from several tournaments, whose scales differ", "run the arena once with all candidates"));
                }
            }

            if (factor.Input is FactInput { Fact: var fact } && !names.Contains(fact))
            {
                problems.Add(new(factor.At, $"factor {factor.Factor.Id}: no candidate states the fact \"{fact}\"", NearestName.Hint(fact, names)));
            }
        }

        foreach (var rule in profile.MustHaves)
        {
            var asked = rule switch { FactRule f => f.Fact, DateRule d => d.Fact, LimitRule { IsFactor: false } l => l.Quantity, _ => null };
            if (asked is not null && !names.Contains(asked))
            {
                problems.Add(new(profile.DefinedAt, $"must-have {rule.Id}: no candidate states the fact \"{asked}\"", NearestName.Hint(asked, names)));
            }
        }

        if (problems.Count > 0)
        {
            throw new EvalConfigurationException(problems);
        }
    }
}
