namespace Eval.Storage.Answers;

/// <summary>Which cached answers are meant; what is not set does not count.</summary>
public sealed record AnswerFilter
{
    /// <summary>Those of these candidates only; empty for all.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Those that are no longer served at this time.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>Those that were stored before this time. With <see cref="ExpiredAt"/>: those that are either.</summary>
    public DateTimeOffset? StoredBefore { get; init; }
}
