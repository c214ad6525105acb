namespace Eval.Core.Ratings.Files;

/// <summary>Which columns of a battle file hold what. A column that is not named is found by its usual names; see <see cref="BattleColumnNames"/>.</summary>
public sealed record BattleFileOptions
{
    /// <summary>Column of the model that was shown first, or null for a usual name.</summary>
    public string? ModelA { get; init; }

    /// <summary>Column of the other model, or null for a usual name.</summary>
    public string? ModelB { get; init; }

    /// <summary>Column of the verdict, or null for a usual name.</summary>
    public string? Winner { get; init; }

    /// <summary>What the verdicts say. Default: told from them.</summary>
    public WinnerForm WinnerForm { get; init; }

    /// <summary>
    /// Ways of grouping battles that depend on each other, the first one for <see cref="BattleFile.Read()"/>; each a list of columns, and battles that agree in all of
    /// them are one group. Null: by the prompt's column where the file has one. Empty: all battles stand alone.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>>? Clusterings { get; init; }

    /// <summary>Conditions that battles must meet.</summary>
    public IReadOnlyList<BattleFilter> Filters { get; init; } = [];

    /// <summary>Column that names a battle's category, or null for none.</summary>
    public string? Category { get; init; }

    /// <summary>Column of a weight above 0, or with <see cref="InverseProbability"/> of a probability; null for none.</summary>
    public string? Weight { get; init; }

    /// <summary>True where a battle counts one over the probability with which its pair was chosen (by default the column <c>probability</c>). Default false.</summary>
    public bool InverseProbability { get; init; }

    /// <summary>True where the order of time matters: the time column is read, where there is one. Default false.</summary>
    public bool Times { get; init; }

    /// <summary>Column of the time, or null for a usual name. Read only with <see cref="Times"/>.</summary>
    public string? Time { get; init; }

    /// <summary>Column whose values are rating periods, or null for none.</summary>
    public string? Period { get; init; }

    /// <summary>True where votes are told apart by who gave them: the raters' and the prompts' columns are read. Default false.</summary>
    public bool Raters { get; init; }

    /// <summary>Column of the rater, or null for a usual name.</summary>
    public string? Rater { get; init; }
}
