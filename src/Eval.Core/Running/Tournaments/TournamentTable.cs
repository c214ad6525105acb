using System.Globalization;
using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;
using Eval.Core.Metrics.Judged;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Ratings.Style;
using Eval.Core.Statistics;
using Eval.Core.Suites.Kinds.Arena;

namespace Eval.Core.Running.Tournaments;

/// <summary>The numbers of a tournament, computed from its stored battles.</summary>
/// <param name="settings">How the arena is rated.</param>
/// <param name="candidates">Ids of the candidates that take part.</param>
/// <param name="confidence">Confidence of the two-sided intervals.</param>
/// <param name="seed">Seed of the draws.</param>
public sealed class TournamentTable(ArenaRating settings, IReadOnlyList<string> candidates, double confidence, int seed)
{
    private bool IsStyled => settings.Style.Count > 0;

    /// <summary>How this arena's battles are rated.</summary>
    public RatingOptions Options => new() { Method = settings.Method, Position = settings.Position, BothBad = settings.BothBad, Confidence = confidence, Seed = seed };

    /// <summary>The boards of these battles: one for each connected part.</summary>
    public IReadOnlyList<RatingBoard> Boards(IEnumerable<BattleResult> battles) => settings.Style.Count > 0
        ? StyledRatingBoards.Of(TournamentBattles.Styled(candidates, battles, settings.Style, settings.Position), Options)
        : RatingBoards.Of(TournamentBattles.Of(candidates, battles, settings.Position), Options);

    /// <summary>What the arena's stopping rule says after the last round that is stored; null where it has none, or where no look is due after that round.</summary>
    /// <param name="battles">All battles, in their order; those of the last round are played.</param>
    /// <param name="total">Battles that the whole tournament was meant to have (<see cref="ArenaSettings.Total"/>).</param>
    public StoppingDecision? Decision(IReadOnlyList<BattleResult> battles, long total)
    {
        if (settings.Until is not { } rule || battles.Count == 0)
        {
            return null;
        }

        var looks = StoppingLooks.After(rule.Looks, [.. battles.GroupBy(b => b.Plan.Round).OrderBy(g => g.Key).Select(g => (long)g.Max(b => b.Plan.Ordinal) + 1)], total);
        return looks.IsDue ? TournamentStopping.Decide(rule, Boards(battles), looks, candidates.ToDictionary(c => c, c => battles.LongCount(b => b.Games.Count > 0 && (b.Plan.CandidateA == c || b.Plan.CandidateB == c)), StringComparer.Ordinal)) : null;
    }

    /// <summary>The estimates of each candidate: those of the whole tournament, then slice by slice.</summary>
    /// <param name="battles">All battles, played or not.</param>
    /// <param name="slices">Fields that are reported apart.</param>
    /// <param name="total">Battles that the whole tournament was meant to have (<see cref="ArenaSettings.Total"/>).</param>
    public IReadOnlyDictionary<string, IReadOnlyList<Estimate>> Estimates(IReadOnlyList<BattleResult> battles, IEnumerable<string> slices, long total)
    {
        var all = candidates.ToDictionary(c => c, _ => new List<Estimate>(), StringComparer.Ordinal);
        Add(all, battles, slice: null);
        if (UndecidedBattles.Why(battles) is { } why)
        {
            Note(all, why);
        }

        if (battles.Count < total && battles.All(b => b.Outcome is not null) && Decision(battles, total) is { IsDecided: true } decision)
        {
            // Intervals are those of one look; what several looks may claim is what the decision says. Notes are kept joined by semicolons.
            Note(all, $"ended early, after {battles.Count} of {total} battles: {decision.Why.TrimEnd('.').Replace(";", ",", StringComparison.Ordinal)} by {decision.Rule.Replace(";", ",", StringComparison.Ordinal)}");
        }

        foreach (var field in slices)
        {
            var values = battles.Where(b => b.Slices.ContainsKey(field)).GroupBy(b => b.Slices[field], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
            if (values.Count <= CellEstimates.MostSliceValues)
            {
                foreach (var value in values)
                {
                    Add(all, [.. value], $"{field}={value.Key}");
                }
            }
        }

        return all.ToDictionary(a => a.Key, a => (IReadOnlyList<Estimate>)a.Value, StringComparer.Ordinal);
    }

    // What holds for the tournament as a whole stands with each candidate's rating, and is shown once.
    private void Note(Dictionary<string, List<Estimate>> all, string note)
    {
        var rating = ArenaMetrics.Rating(settings.Method, IsStyled);
        foreach (var estimates in all.Values)
        {
            var i = estimates.FindIndex(e => e.MetricId == rating && e.Slice is null);
            estimates[i] = estimates[i] with { Note = estimates[i].Note is { } own ? $"{own}; {note}" : note };
        }
    }

    private void Add(Dictionary<string, List<Estimate>> all, IReadOnlyList<BattleResult> battles, string? slice)
    {
        var rows = Boards(battles).SelectMany((board, i) => board.Rows.Select(row => (board, i, row))).ToDictionary(r => r.row.Name, StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            var own = battles.Where(b => b.Plan.CandidateA == candidate || b.Plan.CandidateB == candidate).ToList();
            var start = new Estimate { MetricId = "", Slice = slice, N = own.Count(b => b.Games.Count > 0), Planned = own.Count, Confidence = confidence };
            if (start.N > 0 && rows.TryGetValue(candidate, out var place))
            {
                all[candidate].AddRange(OfRow(start, place.board, place.row, rows.Values.Max(r => r.i) > 0));
                all[candidate].Add(Score(start, own, candidate));
                if (slice is null && settings.Baseline is { } baseline)
                {
                    all[candidate].Add(baseline == candidate ? start with { MetricId = ArenaMetrics.LengthControlled, N = 0, Planned = 0, Note = "it is the baseline" } : LengthControlled(start, own, candidate));
                }
            }
            else if (slice is null)
            {
                all[candidate].AddRange(ArenaMetrics.IdsOf(settings.Method, IsStyled).Select(id => start with { MetricId = id, Note = "no battle of it was decided" }));
            }

            if (slice is null && battles.Where(b => b.Canaries is not null).Select(b => b.Canaries!.Value).ToList() is { Count: > 0 } canaries)
            {
                all[candidate].Add(JudgeCanaries.Of(canaries.Sum(c => c.Caught), canaries.Sum(c => c.Asked), confidence));
            }
        }
    }

    private IEnumerable<Estimate> OfRow(Estimate start, RatingBoard board, RatingRow row, bool isOneOfSeveral)
    {
        var note = row.State switch
        {
            RatingState.Undefeated => "undefeated: its strength has no upper bound; shown by one virtual tie",
            RatingState.Winless => "never won: its strength has no lower bound; shown by one virtual tie",
            RatingState.NotInformative => "the battles tell no difference: they are ties, or even out everywhere",
            RatingState.NotEstimable => "its strength cannot be told: wins lead one way only; shown by one virtual tie",
            _ => null,
        };
        if (isOneOfSeveral)
        {
            note = string.Join("; ", new[] { note, "rated apart: not all candidates met, not even by way of others" }.OfType<string>());
        }

        var place = note;

        // What is estimated beside the ratings is said once, with the first of them.
        if (start.Slice is null && ReferenceEquals(row, board.Rows[0]) && Terms(board) is { Length: > 0 } terms)
        {
            note = note is null ? terms : $"{note}; {terms}";
        }

        start = start with { Clusters = board.Clusters > 0 ? board.Clusters : null, Note = note };
        yield return start with
        {
            MetricId = ArenaMetrics.Rating(board.Method, IsStyled),
            Value = row.Rating,
            Low = row.Low,
            High = row.High,
            StandardError = row.StandardError,
            IntervalMethod = row.Low is null && row.High is null ? null : board.Clusters > 0 ? "sandwich-clusters" : "sandwich",
        };
        start = start with { Note = place };
        yield return start with { MetricId = ArenaMetrics.Best(board.Method, IsStyled), Value = row.BestProbability };
        yield return start with
        {
            MetricId = ArenaMetrics.Rank(board.Method, IsStyled),
            Value = row.RankProbabilities.Count > 0 ? row.RankProbabilities.Select((p, i) => p * (i + 1)).Sum() : (row.BestRank + row.WorstRank) / 2.0,
            Low = row.BestRank,
            High = row.WorstRank,
            IntervalMethod = "ranks-by-intervals",
        };
    }

    // Battles on one prompt count as one sample: their mean.
    private Estimate LengthControlled(Estimate start, List<BattleResult> own, string candidate)
    {
        var met = own.Where(b => b.Score is not null && (b.Plan.CandidateA == settings.Baseline || b.Plan.CandidateB == settings.Baseline)).ToList();
        var samples = met.Where(b => b.Styles is not null)
            .Select(b => b.Plan.CandidateA == candidate ? (b.Cluster, Score: b.Score!.Value, Own: b.Styles!.Value.A.Length, Other: b.Styles.Value.B.Length)
                : (b.Cluster, Score: 1 - b.Score!.Value, Own: b.Styles!.Value.B.Length, Other: b.Styles.Value.A.Length))
            .GroupBy(b => b.Cluster, StringComparer.Ordinal)
            .Select(g => new LengthControlledSample(g.Average(b => b.Score), (int)Math.Round(g.Average(b => b.Own)), (int)Math.Round(g.Average(b => b.Other)))).ToList();
        var estimate = start with { MetricId = ArenaMetrics.LengthControlled, N = samples.Count, Planned = Math.Max(samples.Count, own.DistinctBy(b => b.Cluster).Count()) };
        if (samples.Count < 2)
        {
            return estimate with
            {
                Note = met.Exists(b => b.Styles is null) ? "lengths of answers are not known: people's votes do not carry them" : "battles against the baseline were decided on fewer than two prompts",
            };
        }

        var rate = LengthControlledWinRate.Of(samples, seed, confidence: confidence);
        return estimate with
        {
            Value = rate.Rate,
            StandardError = rate.StandardError,
            Low = rate.Interval?.Low,
            High = rate.Interval?.High,
            IntervalMethod = rate.Interval is null ? null : "bootstrap-prompts",
            Note = rate.Note?.Replace(";", ",", StringComparison.Ordinal),
        };
    }

    private static string Terms(RatingBoard board) => string.Join("; ", new[] { board.Position }.OfType<RatingTerm>().Concat(board.Style).Select(t => string.Create(
        CultureInfo.InvariantCulture, $"{t.Name} {t.Value:+0.#;-0.#;0} points{(t is { Low: { } low, High: { } high } ? $" ({low:0.#} to {high:0.#})" : "")}")));

    private Estimate Score(Estimate start, List<BattleResult> own, string candidate)
    {
        var mean = new ClusteredMean();
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var battle in own.Where(b => b.Score is not null))
        {
            var score = battle.Plan.CandidateA == candidate ? battle.Score!.Value : 1 - battle.Score!.Value;
            if (!clusters.TryGetValue(battle.Cluster, out var cluster))
            {
                clusters[battle.Cluster] = cluster = clusters.Count;
            }

            mean.Add(cluster, score);
        }

        var missing = start.Planned - start.N;
        var estimate = start with
        {
            MetricId = ArenaMetrics.Score,
            Value = mean.Mean,
            Clusters = mean.Clusters,
            BoundLow = missing > 0 ? mean.Mean * start.N / start.Planned : null,
            BoundHigh = missing > 0 ? ((mean.Mean * start.N) + missing) / start.Planned : null,
        };
        if (mean.Clusters < 2)
        {
            return estimate with { Note = "no interval: one prompt" };
        }

        var interval = Wilson.Clustered(mean.Mean, mean.StandardError, mean.Count, mean.Clusters, confidence);
        return estimate with { StandardError = mean.StandardError, IntervalMethod = "wilson-clusters", Low = interval.Low, High = interval.High };
    }
}
