using System.Globalization;
using Eval.Core.Comparisons;
using Eval.Core.Models;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Simulation;
using Eval.Core.Statistics;
using Eval.Core.Workspaces;

namespace Eval.Core.Selection.Profiles;

/// <summary>Collects what is known of each candidate for each factor of a profile. Nothing is asked of any model.</summary>
public static class ProfileEvidenceReader
{
    /// <summary>Facts that need not be stated: what the workspace's settings and files tell.</summary>
    public static IReadOnlyList<string> KnownFacts { get; } = ["kind", "contextLength", "fileMegabytes"];

    /// <summary>Reads the evidence.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="candidates">The candidates to compare, 1 or more.</param>
    /// <param name="cells">Stored results by candidate, one cell for each suite at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EvalConfigurationException">The profile asks for a suite, a metric or a fact that nobody has.</exception>
    public static async Task<ProfileEvidence> ReadAsync(
        DecisionProfile profile, IReadOnlyList<Candidate> candidates, IReadOnlyDictionary<string, IReadOnlyList<ComparedCell>> cells, CancellationToken cancellationToken)
    {
        var known = candidates.ToDictionary(
            c => c.Id, c => cells.GetValueOrDefault(c.Id, []).ToDictionary(x => x.Cell.SuiteName, x => new CellEvidence(x, c), StringComparer.Ordinal), StringComparer.Ordinal);
        var facts = candidates.ToDictionary(c => c.Id, FactsOf, StringComparer.Ordinal);
        Check(profile, candidates, known, facts);
        var reader = new Reader(candidates, known, facts);
        var evidence = new List<Evidence>();
        foreach (var factor in profile.Factors)
        {
            foreach (var candidate in candidates)
            {
                evidence.Add(await reader.ReadAsync(factor, candidate, cancellationToken) with { Candidate = candidate.Id, Factor = factor.Factor.Id });
            }
        }

        var refused = evidence.Where(e => e.Value is { } raw && ValueFunction.Of(profile.Factors.First(f => f.Factor.Id == e.Factor).Factor).Refusal(raw) is not null).ToList();
        if (refused.Count > 0)
        {
            throw new EvalConfigurationException([.. refused.Select(e => profile.Factors.First(f => f.Factor.Id == e.Factor)).Distinct().Select(f => new ConfigProblem(
                f.At, $"factor {f.Factor.Id}: {string.Join(", ", refused.Where(e => e.Factor == f.Factor.Id).Select(e => $"{e.Candidate} has {e.Value}"))}, which has no place on a logarithmic scale", "scale: linear, or points"))]);
        }

        var matrix = DecisionMatrix.Of([.. profile.Factors.Select(f => f.Factor)], [.. candidates.Select(c => c.Id)], evidence);
        var (items, notes) = await reader.ItemsAsync(profile, cancellationToken);
        return new ProfileEvidence
        {
            Matrix = matrix,
            Items = items,
            Facts = facts,
            CostFactors = [.. profile.Factors.Where(f => f.Input is CostInput).Select(f => f.Factor.Id)],
            Runs = [.. reader.Runs.Order()],
            Notes = [.. notes, .. NotesOf(profile, matrix, items)],
        };
    }

    // What would else be taken for granted: that errors of the same items go together, that a judge is right, that values lie between the anchors.
    private static IEnumerable<string> NotesOf(DecisionProfile profile, DecisionMatrix matrix, IReadOnlyList<ItemSet> items)
    {
        string Names(IEnumerable<Factor> factors) => string.Join(", ", factors.Select(f => f.Name));
        bool IsApart(ProfileFactor factor, int f) => SuitesOf(factor.Input).Count > 0 && Enumerable.Range(0, matrix.Candidates.Count).Any(c =>
            matrix.At(c, f).IsUncertain && !items.Any(i => i.Columns.Any(column => column.Factor == factor.Factor.Id && column.Scores[c] is not null)));
        var apart = profile.Factors.Where(IsApart).Select(f => f.Factor).ToList();
        if (apart.Count > 0)
        {
            yield return $"Errors of {Names(apart)} are taken as independent between candidates, where not all were resampled item by item.";
        }

        var judged = profile.Factors.Where((_, f) => Enumerable.Range(0, matrix.Candidates.Count).Any(c => matrix.At(c, f) is { Source: FactorSource.Judged, Cause: not UncertaintyCause.Stated })).Select(f => f.Factor).ToList();
        if (judged.Count > 0)
        {
            yield return $"{Names(judged)}: errors are those of sampling; how far the judge is right is not in them (agree tells it).";
        }

        foreach (var group in matrix.BeyondAnchors.GroupBy(e => e.Factor, StringComparer.Ordinal))
        {
            var factor = matrix.Factors[matrix.FactorAt(group.Key)];
            yield return $"{factor.Name} of {string.Join(", ", group.Select(e => e.Candidate))} lies beyond worst and best and counts as the nearer of them.";
        }
    }

    private static void Check(
        DecisionProfile profile, IReadOnlyList<Candidate> candidates, Dictionary<string, Dictionary<string, CellEvidence>> known, Dictionary<string, IReadOnlyDictionary<string, string>> facts)
    {
        var suites = known.Values.SelectMany(k => k.Keys).Distinct(StringComparer.Ordinal).ToList();
        var names = facts.Values.SelectMany(f => f.Keys).Concat(KnownFacts).Distinct(StringComparer.Ordinal).ToList();
        var problems = new List<ConfigProblem>();
        foreach (var factor in profile.Factors)
        {
            foreach (var suite in SuitesOf(factor.Input).Where(s => !suites.Contains(s)))
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

            var read = known.Values.SelectMany(k => SuitesOf(factor.Input).Select(k.GetValueOrDefault)).OfType<CellEvidence>().ToList();
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

    internal static IReadOnlyList<string> SuitesOf(FactorInput input) => input switch
    {
        MetricInput m => m.Suites,
        CostInput c => c.Suites,
        _ => [],
    };

    // What the user states comes before what could be looked up.
    private static IReadOnlyDictionary<string, string> FactsOf(Candidate candidate)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = candidate.Local is null ? "hosted" : "local" };
        if (candidate.Local?.Context is { } context)
        {
            facts["contextLength"] = context.ToString(CultureInfo.InvariantCulture);
        }

        if (candidate.Local is { } local && new FileInfo(local.File) is { Exists: true } file)
        {
            facts["fileMegabytes"] = (file.Length / 1e6).ToString("0.######", CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in candidate.Facts)
        {
            facts[name] = value;
        }

        return facts;
    }

    private sealed class Reader(
        IReadOnlyList<Candidate> candidates, Dictionary<string, Dictionary<string, CellEvidence>> known, Dictionary<string, IReadOnlyDictionary<string, string>> facts)
    {
        public HashSet<long> Runs { get; } = [];

        public async Task<Evidence> ReadAsync(ProfileFactor factor, Candidate candidate, CancellationToken cancellationToken) => factor.Input switch
        {
            MetricInput metric => OfMetric(metric, candidate),
            CostInput cost => await OfCostAsync(cost, factor.Factor, candidate, cancellationToken),
            FactInput fact => OfFact(fact, candidate),
            StatedInput stated => OfStatement(stated, candidate),
            _ => throw new InvalidOperationException($"factor {factor.Factor.Id} has an input of an unknown kind"),
        };

        private static Evidence Missing(string why) => new() { Candidate = "", Factor = "", Source = FactorSource.Measured, Note = why };

        private Evidence OfMetric(MetricInput input, Candidate candidate)
        {
            var found = new List<(CellEvidence Cell, Metrics.Estimate Estimate)>();
            foreach (var suite in input.Suites)
            {
                if (known[candidate.Id].GetValueOrDefault(suite) is not { } cell)
                {
                    return Missing($"no whole result of {suite} is stored");
                }

                if (cell.Estimate(input.MetricId, input.Slice) is not { Value: not null } estimate)
                {
                    return Missing($"{suite} has no {cell.MetricOf(input.MetricId) ?? "metric"}{(input.Slice is null ? "" : $" of {input.Slice}")}");
                }

                found.Add((cell, estimate));
            }

            found.ForEach(f => Runs.Add(f.Cell.Cell.Run.Id));
            var value = found.Average(f => f.Estimate.Value!.Value);
            var errors = found.ConvertAll(f => new Evidence { Candidate = "", Factor = "", Value = f.Estimate.Value, Interval = IntervalOf(f.Estimate), Confidence = f.Estimate.Confidence, StandardError = IntervalOf(f.Estimate) is null ? f.Estimate.StandardError : null }.Error);
            var only = found.Count == 1 ? found[0].Estimate : null;
            return new Evidence
            {
                Candidate = "",
                Factor = "",
                Value = value,
                Interval = only is null ? null : IntervalOf(only),
                Confidence = only?.Confidence ?? 0.95,
                StandardError = only is not null ? (IntervalOf(only) is null ? only.StandardError : null) : Math.Sqrt(errors.Sum(e => e * e)) / found.Count,
                Source = found.Exists(f => f.Cell.IsJudged) ? FactorSource.Judged : FactorSource.Measured,
                Cause = found.TrueForAll(f => f.Cell.Cell.Cell.SuiteKind == "speed") ? UncertaintyCause.Latency : UncertaintyCause.Items,
                Count = found.Sum(f => f.Estimate.N),
                Note = Remark(found),
            };
        }

        private static Interval? IntervalOf(Metrics.Estimate estimate) => estimate is { Low: { } low, High: { } high } ? new Interval(low, high) : null;

        private static string Remark(IReadOnlyList<(CellEvidence Cell, Metrics.Estimate Estimate)> found) =>
            string.Join("; ", found.Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Estimate.MetricId} of {f.Cell.Cell.Cell.SuiteName}, run {f.Cell.Cell.Run.Id}{(f.Estimate.Coverage < 1 ? $", {f.Estimate.Coverage:0.#%} of its samples" : "")}{(f.Cell.Cell.Cell.Limit is { } limit ? $", the first choice of {limit}" : "")}")));

        private async Task<Evidence> OfCostAsync(CostInput input, Factor factor, Candidate candidate, CancellationToken cancellationToken)
        {
            var (costs, scores, perHour) = (new List<double>(), new List<double>(), (decimal?)null);
            foreach (var suite in input.Suites)
            {
                if (known[candidate.Id].GetValueOrDefault(suite) is not { } cell)
                {
                    return Missing($"no whole result of {suite} is stored");
                }

                var paid = await cell.CostsAsync(input, cancellationToken);
                if (paid.Count == 0)
                {
                    return Missing(candidate.Price is null ? "no price is stated, and the factor has no perHour" : $"nothing stored of {suite} has a price");
                }

                Runs.Add(cell.Cell.Run.Id);
                perHour = cell.PerHour(input);
                var scored = input.Basis == CostBasis.CorrectAnswer && cell.MetricOf(null) is { } metric ? await cell.ScoresAsync(metric, cancellationToken) : null;
                if (input.Basis == CostBasis.CorrectAnswer && scored is null)
                {
                    return Missing($"{suite} has no score by answer");
                }

                foreach (var (id, cost) in paid)
                {
                    costs.Add(cost);
                    scores.Add(scored?.TryGetValue(id, out var score) == true ? score.Value : 0);
                }
            }

            if (input.Basis == CostBasis.CorrectAnswer && scores.Sum() <= 0)
            {
                // Not unknown: however little is paid, nothing is got for it.
                return new Evidence { Candidate = "", Factor = "", Value = factor.Worst, Source = FactorSource.Measured, Count = costs.Count, Note = "no answer was correct: counts as the worst" };
            }

            var (mean, error) = input.Basis == CostBasis.ThousandAnswers ? (1000 * Moments.MeanOf(costs.ToArray()), 1000 * Moments.StandardDeviationOf(costs.ToArray()) / Math.Sqrt(costs.Count))
                : Ratio(costs, scores);
            return new Evidence
            {
                Candidate = "",
                Factor = "",
                Value = mean,
                StandardError = double.IsFinite(error) ? error : null,
                Source = FactorSource.Measured,
                Count = costs.Count,
                Note = perHour is null ? "as paid" : string.Create(CultureInfo.InvariantCulture, $"measured time at {perHour:0.####} USD an hour"),
            };
        }

        // Ratio of two means on the same items; its error by the delta method.
        private static (double Value, double Error) Ratio(IReadOnlyList<double> costs, IReadOnlyList<double> scores)
        {
            var ratio = costs.Sum() / scores.Sum();
            double[] residuals = [.. costs.Zip(scores, (c, s) => c - (ratio * s))];
            return (ratio, Moments.StandardDeviationOf(residuals) / Math.Sqrt(residuals.Length) / scores.Average());
        }

        private Evidence OfFact(FactInput input, Candidate candidate)
        {
            if (!facts[candidate.Id].TryGetValue(input.Fact, out var text))
            {
                return Missing($"{input.Fact} is not stated") with { Source = FactorSource.Declared };
            }

            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            double? value = input.Words.Where(w => string.Equals(w.Key, text, StringComparison.OrdinalIgnoreCase)).Select(w => (double?)w.Value).FirstOrDefault() is { } word ? word : isNumber && input.Words.Count == 0 ? number : null;
            return value is null
                ? Missing(input.Words.Count == 0 ? $"{input.Fact} is \"{text}\", no number" : $"{input.Fact} is \"{text}\", which words does not list") with { Source = FactorSource.Declared }
                : new Evidence { Candidate = "", Factor = "", Value = value, Source = input.Fact == "fileMegabytes" && !candidate.Facts.ContainsKey(input.Fact) ? FactorSource.Measured : FactorSource.Declared, Note = input.Words.Count > 0 ? $"{input.Fact}: {text}" : input.Fact };
        }

        private static Evidence OfStatement(StatedInput input, Candidate candidate) =>
            input.Values.GetValueOrDefault(candidate.Id) is not { } stated ? Missing("not stated") with { Source = input.Source }
            : new Evidence
            {
                Candidate = "",
                Factor = "",
                Value = stated.Value,
                Interval = stated is { Low: { } low, High: { } high } ? new Interval(low, high) : null,
                Cause = UncertaintyCause.Stated,
                Source = input.Source,
                Note = stated.Note,
            };

        /// <summary>Items of each suite that candidates share, and what stands apart.</summary>
        public async Task<(IReadOnlyList<ItemSet> Items, IReadOnlyList<string> Notes)> ItemsAsync(DecisionProfile profile, CancellationToken cancellationToken)
        {
            var (asked, notes, clusters) = (new List<ItemSets.Asked>(), new List<string>(), new Dictionary<string, IReadOnlyDictionary<string, string?>>(StringComparer.Ordinal));
            foreach (var suite in profile.Factors.SelectMany(f => SuitesOf(f.Input)).Distinct(StringComparer.Ordinal))
            {
                var there = candidates.Select(c => known[c.Id].GetValueOrDefault(suite)).ToList();
                if (there.OfType<CellEvidence>().Select(c => c.Questions).Distinct().Skip(1).Any())
                {
                    notes.Add($"{suite}: the candidates were not asked the same questions.");
                    continue;
                }

                for (var f = 0; f < profile.Factors.Count; f++)
                {
                    if (SuitesOf(profile.Factors[f].Input).Contains(suite) && await AskedAsync(profile.Factors[f], f, suite, there, cancellationToken) is { } scores)
                    {
                        asked.Add(scores);
                    }
                }

                clusters[suite] = there.OfType<CellEvidence>().SelectMany(c => c.Clusters).GroupBy(c => c.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
            }

            return (ItemSets.Of(asked, [.. profile.Factors.Select(f => f.Factor.Id)], clusters), notes);
        }

        private static async Task<ItemSets.Asked?> AskedAsync(ProfileFactor factor, int place, string suite, IReadOnlyList<CellEvidence?> there, CancellationToken cancellationToken)
        {
            var scores = new List<IReadOnlyDictionary<string, double>?>();
            foreach (var cell in there)
            {
                scores.Add(cell is null ? null : factor.Input switch
                {
                    MetricInput { Slice: null } metric when cell.MetricOf(metric.MetricId) is { } id =>
                        (await cell.ScoresAsync(id, cancellationToken))?.ToDictionary(s => s.Key, s => s.Value.Value, StringComparer.Ordinal),
                    CostInput { Basis: CostBasis.ThousandAnswers, Suites.Count: 1 } cost => await cell.CostsAsync(cost, cancellationToken) is { Count: > 0 } costs ? costs : null,
                    _ => null,
                });
            }

            var (suites, scale) = factor.Input is MetricInput several ? (several.Suites.Count, 1.0 / several.Suites.Count) : (1, 1000);
            return scores.Exists(s => s is not null) ? new ItemSets.Asked(suite, place, scores, suites, scale) : null;
        }
    }
}
