namespace Eval.Core.Scoring;

/// <summary>What a scorer found.</summary>
/// <param name="Measures">Numbers by measure name: values under a metric's id, and the ingredients of corpus metrics.</param>
public sealed record Score(IReadOnlyDictionary<string, double> Measures)
{
    /// <summary>What the scorer read as the answer, or null where it reads none or found none.</summary>
    public string? Reading { get; init; }

    /// <summary>True where it looked for an answer and found none.</summary>
    public bool IsUnread { get; init; }

    /// <summary>A sentence for the reader of a sample, or null.</summary>
    public string? Note { get; init; }

    /// <summary>One number under one name.</summary>
    public static Score Of(string measure, double value) => new(new Dictionary<string, double>(StringComparer.Ordinal) { [measure] = value });

    /// <summary>Right or wrong.</summary>
    public static Score Of(string measure, bool right) => Of(measure, right ? 1.0 : 0);
}
