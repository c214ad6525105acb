using Eval.Core.Reports.Decisions;
using Eval.Core.Selection.MustHaves;
using Eval.Core.Selection.Profiles;

namespace Eval.Cli.Documents;

/// <summary>A decision: written by <c>rank</c>. <c>ranking</c> lists the candidates that pass the must-haves, the best first.</summary>
internal sealed record RankDocument(
    int Schema,
    string Profile,
    string? Description,
    string Sentence,
    string? Recommendation,
    string? Winner,
    string? Leader,
    string? Preferred,
    string? Baseline,
    DateOnly? Expires,
    string Method,
    int Seed,
    int Draws,
    IReadOnlyList<RankFactorEntry> Factors,
    IReadOnlyList<RankCandidateEntry> Ranking,
    IReadOnlyList<RankMustHaveEntry> MustHaves,
    IReadOnlyList<RankCauseEntry> Causes,
    IReadOnlyList<RankContributionEntry> Why,
    IReadOnlyList<RankCriticalEntry> CriticalWeights,
    IReadOnlyList<RankRequiredEntry> Required,
    IReadOnlyList<RankMethodEntry> Methods,
    IReadOnlyList<RankStakeholderEntry> Stakeholders,
    IReadOnlyList<string> Front,
    IReadOnlyList<long> Runs,
    IReadOnlyList<string> Notes)
{
    public static RankDocument Of(Decision decision, int seed, int draws)
    {
        var matrix = decision.Evidence.Matrix;
        return new RankDocument(
            1, decision.Profile.Name, decision.Profile.Description, DecisionWords.Sentence(decision),
            decision.Recommendation is { } found ? char.ToLowerInvariant(found.Kind.ToString()[0]) + found.Kind.ToString()[1..] : null,
            decision.Ranking?.Winner.Name, decision.Recommendation?.Leader, decision.Recommendation?.Preferred, decision.Profile.Baseline, decision.Profile.Expires, decision.Profile.Method, seed, draws,
            [.. matrix.Factors.Select((f, i) => new RankFactorEntry(f.Id, f.Name, f.Unit, f.Group, f.Worst, f.Best, decision.Weights[i], f.Target))],
            [.. decision.Ranking?.Rows.Select(r => RankCandidateEntry.Of(decision, r)) ?? []],
            [.. decision.MustHaves.Checks.SelectMany(c => c.Results.Select(r => new RankMustHaveEntry(c.Candidate, r.Rule, Word(r.Outcome), r.Sentence, JsonNumber.Finite(r.Value), r.Limit, r.Needed)))],
            [.. decision.Simulation?.Causes.Select(c => new RankCauseEntry(c.Cause.ToString().ToLowerInvariant(), c.Share)) ?? []],
            [.. decision.Why?.Rows.Select(r => new RankContributionEntry(r.Factor, r.Amount)) ?? []],
            [.. decision.CriticalWeights.Select(c => new RankCriticalEntry(c.Factor, c.Weight, c.Below?.Weight, c.Below?.Winner, c.Above?.Weight, c.Above?.Winner))],
            [.. decision.Required.Select(r => new RankRequiredEntry(r.Factor, r.Candidate, r.Current, JsonNumber.Finite(r.Value), r.Raw))],
            [.. decision.Panel?.Rows.Select(r => new RankMethodEntry(r.Method, r.Winner, r.Ranking?.Names ?? [], JsonNumber.Finite(r.Tau), r.Why)) ?? []],
            [.. decision.Stakeholders?.Sets.Select((s, i) => new RankStakeholderEntry(s.Name, decision.Stakeholders.Rankings[i].Winner.Name, s.Values)) ?? []],
            decision.Front?.Names ?? [], decision.Evidence.Runs, decision.Notes);
    }

    private static string Word(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Pass => "pass",
        RuleOutcome.Fail => "fail",
        _ => "notEnoughEvidence",
    };
}

/// <summary>A factor with its anchors and its weight; weights add up to 1.</summary>
internal sealed record RankFactorEntry(string Id, string Name, string Unit, string? Group, double Worst, double Best, double Weight, double? Target);

/// <summary>A candidate that passes the must-haves. <c>scoreLow</c> and <c>scoreHigh</c> differ where a value is missing; <c>pRanks</c> are the probabilities of ranks 1, 2 …</summary>
internal sealed record RankCandidateEntry(
    string Candidate, int Rank, double Score, double ScoreLow, double ScoreHigh, double PFirst, double ExpectedRank, double ExpectedRegret, IReadOnlyList<double> PRanks, IReadOnlyList<RankValueEntry> Values)
{
    public static RankCandidateEntry Of(Decision decision, Core.Selection.RankedCandidate row)
    {
        var (matrix, simulation) = (decision.Survivors!, decision.Simulation!);
        var (at, place, score) = (matrix.CandidateAt(row.Name), simulation.Ranks.Candidates.ToList().IndexOf(row.Name), decision.Scores.Single(s => s.Candidate == row.Name));
        return new(
            row.Name, row.Rank, row.Score, score.Low, score.High, simulation.Ranks.First(place), simulation.Ranks.ExpectedRank(place), simulation.ExpectedRegrets[place], simulation.Ranks.Ranks[place],
            [.. matrix.Factors.Select((f, i) => RankValueEntry.Of(f.Id, matrix.At(at, i), matrix.Value(at, i)))]);
    }
}

/// <summary>A value: raw, what it is worth from 0 to 1, and where it is from. Both are null where it is missing.</summary>
internal sealed record RankValueEntry(string Factor, double? Raw, double? Value, double? Low, double? High, double? StandardError, string Source, string? Note)
{
    public static RankValueEntry Of(string factor, Core.Selection.Evidence evidence, double? value) => new(
        factor, evidence.Value, value, evidence.Interval?.Low, evidence.Interval?.High, evidence.Error > 0 ? evidence.Error : null, evidence.Source.ToString().ToLowerInvariant(), evidence.Note);
}

/// <summary>A must-have for a candidate: pass, fail or notEnoughEvidence.</summary>
internal sealed record RankMustHaveEntry(string Candidate, string Rule, string Outcome, string Sentence, double? Value, double? Limit, int? Needed);

/// <summary>A cause of doubt and its share of the gap's variance.</summary>
internal sealed record RankCauseEntry(string Cause, double Share);

/// <summary>What a factor adds to the gap of the first and the second.</summary>
internal sealed record RankContributionEntry(string Factor, double Amount);

/// <summary>Weights of a factor below and above which another candidate wins, the other weights in proportion.</summary>
internal sealed record RankCriticalEntry(string Factor, double Weight, double? Below, string? BelowWinner, double? Above, string? AboveWinner);

/// <summary>What the second would need in a factor to draw level; raw is null where no value does.</summary>
internal sealed record RankRequiredEntry(string Factor, string Candidate, double Current, double? Value, double? Raw);

/// <summary>What a method says; the first is the one that decides.</summary>
internal sealed record RankMethodEntry(string Method, string? Winner, IReadOnlyList<string> Ranking, double? Tau, string? Why);

/// <summary>A weight set and its winner; the first is the decision's own.</summary>
internal sealed record RankStakeholderEntry(string Name, string Winner, IReadOnlyList<double> Weights);
