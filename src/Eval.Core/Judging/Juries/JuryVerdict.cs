using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Juries;

/// <summary>What a jury of one or more judges said about one task.</summary>
public sealed record JuryVerdict
{
    /// <summary>What each judge said, in the jury's order.</summary>
    public required IReadOnlyList<SeatVerdict> Seats { get; init; }

    /// <summary>
    /// The score by the jury's rule; null where any judge has none: a mean over the judges that happened to answer would be another scale from
    /// sample to sample.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>The same for each criterion, by name.</summary>
    public IReadOnlyDictionary<string, double> Criteria { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Standard deviation of the judges' scores; null for one judge, or without a score.</summary>
    public double? Spread { get; init; }

    /// <summary>Why there is no score, judge by judge; null where there is one.</summary>
    public string? Problem => Score is not null ? null : string.Join("; ", Seats.Where(s => s.Verdict.Score is null).Select(
        s => $"judge {s.Judge} {Word(s.Verdict.State)}{(s.Verdict.Reason is { } reason ? $": {reason}" : "")}"));

    /// <summary>Joins the verdicts of all judges on one task.</summary>
    public static JuryVerdict Of(IReadOnlyList<SeatVerdict> seats, JuryRule rule)
    {
        if (seats.Any(s => s.Verdict is not { State: VerdictState.Scored, Score: not null }))
        {
            return new JuryVerdict { Seats = seats };
        }

        var scores = seats.Select(s => s.Verdict.Score!.Value).ToList();
        return new JuryVerdict
        {
            Seats = seats,
            Score = JuryScore.Of(scores, rule),
            Spread = seats.Count > 1 ? JuryScore.Deviation(scores) : null,
            Criteria = seats[0].Verdict.Criteria.Keys
                .Where(name => seats.All(s => s.Verdict.Criteria.ContainsKey(name)))
                .ToDictionary(name => name, name => JuryScore.Of([.. seats.Select(s => s.Verdict.Criteria[name])], rule), StringComparer.Ordinal),
        };
    }

    private static string Word(VerdictState state) => state switch
    {
        VerdictState.Unparsed => "gave no verdict that can be read",
        VerdictState.Refused => "refused to judge",
        VerdictState.LostMass => "put too much probability beside the scale",
        _ => "could not be asked",
    };
}
