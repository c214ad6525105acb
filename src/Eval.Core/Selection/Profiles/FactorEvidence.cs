using System.Globalization;
using Eval.Core.Models;
using Eval.Core.Selection.Simulation;
using Eval.Core.Statistics;

namespace Eval.Core.Selection.Profiles;

/// <summary>What is known of one candidate for one factor: value, error, source.</summary>
internal sealed class FactorEvidence(Dictionary<string, Dictionary<string, CellEvidence>> known, Dictionary<string, IReadOnlyDictionary<string, string>> facts)
{
    /// <summary>Runs that values came from so far.</summary>
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
}
