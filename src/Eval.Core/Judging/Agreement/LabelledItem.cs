namespace Eval.Core.Judging.Agreement;

/// <summary>One item that people labelled and a judge judged.</summary>
public sealed record LabelledItem
{
    /// <summary>The item's id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// People's labels, one for each person in the order of the file, in the numbers of the <see cref="LabelForm"/>; null where somebody gave none. A single one
    /// is gold.
    /// </summary>
    public required IReadOnlyList<double?> Labels { get; init; }

    /// <summary>What the judge said, reading by reading: for two answers in either order, each as often as it was asked.</summary>
    public required IReadOnlyList<JudgeReading> Readings { get; init; }

    /// <summary>What the readings came to by the method's own rule, or null: then by <see cref="GoldRule.Settle"/>.</summary>
    public double? Verdict { get; init; }

    /// <summary>Which group of dependent items it belongs to (answers to the same question), or null for one of its own.</summary>
    public string? Cluster { get; init; }

    /// <summary>Length of the judged (first) answer in characters, or null where it is not known.</summary>
    public int? Length { get; init; }

    /// <summary>Length of the other answer, or null.</summary>
    public int? OtherLength { get; init; }

    /// <summary>The model that gave the judged (first) answer, or null where it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The model that gave the other answer, or null.</summary>
    public string? OtherModel { get; init; }

    /// <summary>Of a jury: each judge's own verdict, by its name; null where it has none. Empty for one judge.</summary>
    public IReadOnlyDictionary<string, double?> ByJudge { get; init; } = new Dictionary<string, double?>(StringComparer.Ordinal);
}

/// <summary>One reading of one judge's reply.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Value">The verdict in the numbers of the <see cref="LabelForm"/>, whichever order the answers were shown in; null where there is none.</param>
/// <param name="Order">In which order two answers were shown.</param>
public sealed record JudgeReading(VerdictState State, double? Value, ShownOrder Order = ShownOrder.AsGiven)
{
    /// <summary>A verdict.</summary>
    public static JudgeReading Of(double value, ShownOrder order = ShownOrder.AsGiven) => new(VerdictState.Scored, value, order);
}

/// <summary>In which order two answers were shown.</summary>
public enum ShownOrder
{
    /// <summary>As the file has them; also where there is one answer.</summary>
    AsGiven,

    /// <summary>The second first.</summary>
    Swapped,
}
