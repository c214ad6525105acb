using System.Globalization;
using Eval.Core.Selection;
using Eval.Core.Selection.Explanation;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Profiles;
using Eval.Core.Selection.Simulation;
using Eval.Core.Selection.Weights;

namespace Eval.Core.Reports.Decisions;

/// <summary>A decision in sentences, the same on a terminal, in Markdown and on a page. Texts of the user stand in them as they are: whoever shows them encodes them.</summary>
public static class DecisionWords
{
    /// <summary>What to do, in one sentence or two.</summary>
    public static string Sentence(Decision decision)
    {
        if (decision.Survivors is not { } survivors || decision.Recommendation is not { } found || decision.Ranking is not { } ranking)
        {
            return decision.MustHaves.Kept.Count == 0 ? "No candidate is left: each fails a must-have." : "Nothing is known of any candidate: there is nothing to choose by.";
        }

        if (survivors.Candidates.Count == 1)
        {
            var isOpen = decision.MustHaves.Open.Count > 0;
            return decision.Evidence.Matrix.Candidates.Count == 1 ? $"Only {found.Leader} was compared: there is nothing to choose."
                : $"Choose {found.Leader}: all others fail a must-have{(isOpen ? "; one of its own is open" : "")}.";
        }

        var first = $"it is first in {Probability(found.First)} of the draws";
        return found.Kind switch
        {
            RecommendationKind.Probable => $"Choose {found.Leader}: {first}.",
            RecommendationKind.LittleRegret => string.Create(CultureInfo.InvariantCulture, $"Choose {found.Leader}: {first}, and where it is not, little is lost (expected regret {found.ExpectedRegret:0.0000} of 1)."),
            _ => $"{Names(found.Tied)} cannot be told apart; {(IsCheapest(decision, found) ? $"{found.Preferred} is the cheapest of them" : $"{found.Preferred} leads")}. {char.ToUpperInvariant(first[0])}{first[1..]}.",
        } + (decision.MustHaves.Open.Any(c => c.Candidate == found.Preferred) ? " One of its must-haves is open." : "")
            + (found.Leader == ranking.Winner.Name ? "" : $" (By the estimates alone {ranking.Winner.Name} would be.)");
    }

    /// <summary>What the must-haves removed or leave open, one line a candidate.</summary>
    public static IEnumerable<string> MustHaves(Decision decision)
    {
        foreach (var check in decision.MustHaves.Removed)
        {
            yield return $"{check.Candidate} is out: {string.Join("; ", check.Failed.Select(r => r.Sentence))}";
        }

        foreach (var check in decision.MustHaves.Open)
        {
            yield return $"{check.Candidate} is open: {string.Join("; ", check.Results.Where(r => r.Outcome == RuleOutcome.NotEnoughEvidence).Select(r => r.Sentence + (r.Needed is { } n ? $", {Figures.Count(n)} samples would be needed" : "")))}";
        }

        if (decision.MustHaves.Nearest is [var nearest, ..])
        {
            yield return $"nearest: {nearest.Candidate}";
        }
    }

    /// <summary>Why the first is ahead of the second; null without a second or another method than the weighted sum.</summary>
    public static string? Why(Decision decision) => decision.Why is not { } why ? null
        : $"{why.Candidate} is ahead of {why.Other} by {Score(why.Gap)}: "
            + string.Join(", ", why.Rows.Where(r => Math.Abs(r.Amount) >= 0.00005).OrderByDescending(r => Math.Abs(r.Amount)).Select(r => $"{Name(decision, r.Factor)} {Signed(r.Amount)}")) + ".";

    /// <summary>What would make the second the first, one sentence a factor: only those that could, and one for those that never do.</summary>
    public static IEnumerable<string> WhatWouldChange(Decision decision)
    {
        if (decision.Ranking?.RunnerUp is not { } second)
        {
            yield break;
        }

        foreach (var weight in decision.CriticalWeights)
        {
            if (weight.Below is null && weight.Above is null)
            {
                continue;
            }

            var ways = new List<string>();
            if (weight.Above is { } above)
            {
                ways.Add($"above {Weight(above.Weight)} {above.Winner} takes the first place");
            }

            if (weight.Below is { } below)
            {
                ways.Add($"below {Weight(below.Weight)} {below.Winner} takes the first place");
            }

            yield return $"{Name(decision, weight.Factor)}, which weighs {Weight(weight.Weight)}: {string.Join(", ", ways)}.";
        }

        var possible = decision.Required.Where(r => r.IsPossible).ToList();
        if (possible.Count > 0)
        {
            yield return $"{second.Name} would draw level with {string.Join(", or ", possible.Select(r => $"{Name(decision, r.Factor)} of {Raw(r.Raw!.Value)} (has {Raw(r.Current)})"))}.";
        }

        var never = decision.Required.Where(r => !r.IsPossible).Select(r => Name(decision, r.Factor)).ToList();
        if (never.Count > 0)
        {
            yield return $"{Names(never)} alone could never make {second.Name} the first.";
        }
    }

    /// <summary>The critical weight that is nearest to its weight of now; null where no weight changes the winner.</summary>
    public static string? Nearest(Decision decision)
    {
        var edges = decision.CriticalWeights.SelectMany(c => new[] { (Of: c, Edge: c.Below, Word: "less"), (Of: c, Edge: c.Above, Word: "more") }).Where(x => x.Edge is not null).ToList();
        return edges.Count == 0 ? null : edges.MinBy(x => Math.Abs(x.Edge!.Weight - x.Of.Weight)) is var (of, edge, word)
            ? $"{edge!.Winner} takes the first place where {Name(decision, of.Factor)} weighs {word} than {Weight(edge.Weight)} (now {Weight(of.Weight)})." : null;
    }

    /// <summary>What the doubt comes from, and what would lessen it.</summary>
    public static string? Doubt(Decision decision)
    {
        if (decision.Simulation is not { RunnerUp: not null } simulation)
        {
            return null;
        }

        if (simulation.Causes.Count == 0)
        {
            return "Nothing in this decision is known to be unsure: no factor has an error, and the weights stand.";
        }

        var shares = string.Join(", ", simulation.Causes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{Cause(c.Cause)} {c.Share:0 %}")));
        var rest = simulation.Interaction >= 0.005 ? string.Create(CultureInfo.InvariantCulture, $", together {simulation.Interaction:0 %}") : "";
        var needed = decision.Recommendation is { Kind: RecommendationKind.Tie } && simulation.ItemsNeeded(0.8) is > 0 and { } items
            ? $" About {Figures.Count(items)} more items would settle it, if the estimates stay." : "";
        return $"The gap of {simulation.Winner} and {simulation.RunnerUp} is unsure by {shares}{rest}.{needed}";
    }

    /// <summary>Which other methods and people pick another candidate, one sentence each; one that says so where none does.</summary>
    public static IEnumerable<string> Disagreement(Decision decision)
    {
        if (decision.Panel is not { } panel || decision.Survivors is not { Candidates.Count: > 1 })
        {
            yield break;
        }

        // Where the first misses a value, all that others say is whom they would pick of the rest.
        var isLeftOut = panel.LeftOut.Contains(decision.Ranking!.Winner.Name);
        var dissenting = (isLeftOut ? panel.Rows.Skip(1).Where(r => r.Winner is not null) : panel.Dissenting).GroupBy(r => r.Winner!, StringComparer.Ordinal).ToList();
        foreach (var group in dissenting)
        {
            yield return $"{Names([.. group.Select(r => r.Method)])} would pick {group.Key}{(isLeftOut ? " of those whose values are all known" : "")}.";
        }

        var asked = panel.Rows.Skip(1).Count(r => r.Winner is not null);
        if (dissenting.Count == 0 && asked > 0)
        {
            yield return $"All {asked} other methods pick the same candidate.";
        }

        if (panel.LeftOut.Count > 0 && asked > 0)
        {
            yield return $"Methods that compare raw values leave out {Names(panel.LeftOut)}, which {(panel.LeftOut.Count == 1 ? "misses" : "miss")} a value.";
        }

        if (decision.Stakeholders is { } view)
        {
            foreach (var (set, ranking) in view.Sets.Skip(1).Zip(view.Rankings.Skip(1)))
            {
                yield return $"By the weights of {set.Name}: {ranking.Winner.Name}.";
            }

            var regret = view.MaximumRegrets[view.Candidates.ToList().IndexOf(view.Consensus)];
            yield return $"Smallest greatest regret over all weights: {view.Consensus} ({Score(regret)}).";
        }
    }

    /// <summary>Who buys what: the front of cost against the score of all else, and who is dominated by whom.</summary>
    public static IEnumerable<string> Pareto(Decision decision)
    {
        if (decision.Front is not { } front)
        {
            yield break;
        }

        yield return $"Cost against the score of all else, on the front: {string.Join(", ", front.Rows.Where(r => r.IsOnFront).OrderBy(r => r.Point.Values[0]).Select(r => $"{r.Point.Name} ({Raw(r.Point.Values[0])}, {Score(r.Point.Values[1])})"))}.";
        foreach (var row in front.Rows.Where(r => !r.IsOnFront))
        {
            yield return $"{row.Point.Name} ({Raw(row.Point.Values[0])}, {Score(row.Point.Values[1])}) is dominated by {Names(row.DominatedBy)}.";
        }
    }

    /// <summary>What is missing, and whether finding it out could change anything.</summary>
    public static IEnumerable<string> Missing(Decision decision)
    {
        foreach (var score in decision.Scores.Where(s => s.Missing.Count > 0))
        {
            var what = $"{score.Candidate} has no {Names([.. score.Missing.Select(m => Name(decision, m))])}: its score lies between {Score(score.Low)} and {Score(score.High)}";
            yield return score.IsNecessaryWinner ? $"{what}, and it wins anyhow." : score.IsNotWorthMeasuring ? $"{what}; finding it out cannot change who wins." : $"{what}.";
        }
    }

    /// <summary>Where values come from, one line a factor.</summary>
    public static IEnumerable<string> Sources(Decision decision)
    {
        var matrix = decision.Evidence.Matrix;
        for (var f = 0; f < matrix.Factors.Count; f++)
        {
            // What holds for all is said once.
            var notes = Enumerable.Range(0, matrix.Candidates.Count).Select(c => matrix.At(c, f)).GroupBy(e => e.Note ?? "", StringComparer.Ordinal).Where(g => g.Key.Length > 0).ToList();
            var said = notes is [var one] && one.Count() == matrix.Candidates.Count ? one.Key : string.Join("; ", notes.Select(g => $"{Names([.. g.Select(e => e.Candidate)])}: {g.Key}"));
            yield return $"{matrix.Factors[f].Name} ({Source(decision, f)}){(said.Length > 0 ? ": " : "")}{said}";
        }
    }

    /// <summary>How a factor's values are known, in a word.</summary>
    public static string Source(Decision decision, int factor) => Source(decision.Evidence.Matrix, factor);

    internal static string Source(DecisionMatrix matrix, int factor)
    {
        var kinds = Enumerable.Range(0, matrix.Candidates.Count).Select(c => matrix.At(c, factor)).Where(e => e.Value is not null).Select(e => e.Source).Distinct().ToList();
        return kinds.Count == 0 ? "missing" : string.Join(", ", kinds.Select(Word));
    }

    /// <summary>A raw value with as many digits as it carries.</summary>
    public static string Raw(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // Four digits that count, written out: money for a thousand answers of a small model is a few millionths.
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        return Math.Abs(value) >= 10000 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>A score or a value from 0 to 1.</summary>
    public static string Score(double score) => score.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A weight. It has the digits that let its crossing be tried.</summary>
    public static string Weight(double weight) => weight.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A probability that draws gave: none is certain.</summary>
    public static string Probability(double probability) => probability switch
    {
        > 0.999 => "> 99.9 %",
        < 0.001 => "< 0.1 %",
        _ => Figures.Percent(probability),
    };

    private static bool IsCheapest(Decision decision, Recommendation found) =>
        decision is { Evidence.CostFactors: [var cost, ..], Survivors: { } matrix } && found.Tied.All(c => matrix.Raw(matrix.CandidateAt(c), matrix.FactorAt(cost)) is not null);

    internal static string Signed(double amount) => (amount < 0 ? "−" : "+") + Math.Abs(amount).ToString("0.0000", CultureInfo.InvariantCulture);

    internal static string Name(Decision decision, string factor) => decision.Evidence.Matrix.Factors.FirstOrDefault(f => f.Id == factor)?.Name ?? factor;

    internal static string Word(FactorSource source) => source.ToString().ToLowerInvariant();

    /// <summary>Whose weights; the first set is the decision's own.</summary>
    internal static string Whose(WeightSet set, int place) => place == 0 ? "this decision" : set.Name;

    private static string Names(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    internal static string Cause(UncertaintyCause cause) => cause switch
    {
        UncertaintyCause.Items => "which items were asked",
        UncertaintyCause.Judge => "the judge",
        UncertaintyCause.Latency => "noise of times",
        UncertaintyCause.Price => "prices",
        UncertaintyCause.Stated => "stated figures",
        UncertaintyCause.Weights => "the weights",
        _ => "missing values",
    };
}
