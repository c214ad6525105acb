using Eval.Core.Datasets;
using Eval.Core.Ratings;
using Eval.Core.Ratings.Pairings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Ratings.Style;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Suites.Kinds.Rubrics;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>The keys that only an arena has.</summary>
public sealed record ArenaSettings
{
    /// <summary>How the candidates are asked: the keys of a generation suite.</summary>
    public required GenerationSettings Answers { get; init; }

    /// <summary>The field that holds what the user says, turn by turn, in place of a prompt; null for one turn.</summary>
    public FieldPath? Turns { get; init; }

    /// <summary>Who decides battles.</summary>
    public required ArenaReferee Referee { get; init; }

    /// <summary>Who judges, by what, and how it is asked; null unless judges decide.</summary>
    public RubricSettings? Judging { get; init; }

    /// <summary>The measure whose higher value wins; null unless a scorer decides.</summary>
    public string? ScoreBy { get; init; }

    /// <summary>Differences of the measure up to this are ties; 0 (the default) or more.</summary>
    public double TieWithin { get; init; }

    /// <summary>Who meets whom on which prompt.</summary>
    public required IPairingPolicy Pairing { get; init; }

    /// <summary>The candidate that all others meet, of policies that need one; else null.</summary>
    public string? Baseline { get; init; }

    /// <summary>The two candidates whose difference is of interest, or null for the whole table.</summary>
    public (string A, string B)? Contrast { get; init; }

    /// <summary>Battles at most, or null for all that the pairing has.</summary>
    public int? Battles { get; init; }

    /// <summary>Battles of one round: what is planned at once; null for a twentieth of all, at least two for each candidate and at most 500.</summary>
    public int? RoundSize { get; init; }

    /// <summary>When the tournament may end before all is played, or null for never.</summary>
    public StoppingRule? Until { get; init; }

    /// <summary>The model of wins and ties.</summary>
    public RatingMethod Method { get; init; }

    /// <summary>True where being shown first has a term of its own. Default: where one order is drawn for each battle.</summary>
    public bool Position { get; init; }

    /// <summary>Features of style (<see cref="AnswerStyle.Features"/>) that get terms of their own, so that ratings hold at equal style; empty (the default) for none.</summary>
    public IReadOnlyList<string> Style { get; init; } = [];

    /// <summary>How battles in which both answers are bad count. Default: as ties.</summary>
    public BothBadRule BothBad { get; init; }

    /// <summary>How its battles are rated, and when they are enough.</summary>
    public ArenaRating Rating => new(Method, Position, BothBad, Until) { Style = Style, Baseline = Baseline };

    /// <summary>Battles that a tournament has in all.</summary>
    /// <param name="models">Candidates.</param>
    /// <param name="prompts">Prompts, repetitions included.</param>
    public long Total(int models, int prompts) => PairingPolicies.Total(Pairing, Battles, models, prompts);

    /// <summary>Battles of one round.</summary>
    public int SizeOfRound(int models, int prompts) => RoundSize ?? (int)Math.Clamp(Total(models, prompts) / 20, 2 * models, 500);
}

/// <summary>Who decides the battles of an arena.</summary>
public enum ArenaReferee
{
    /// <summary>One or more judges by a rubric.</summary>
    Judge,

    /// <summary>A scorer of the suite: the higher score wins.</summary>
    Scorer,

    /// <summary>People, by blind sheets that are written and read back.</summary>
    People,
}
