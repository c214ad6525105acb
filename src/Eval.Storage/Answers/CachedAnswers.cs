namespace Eval.Storage.Answers;

/// <summary>The cached answers of one candidate.</summary>
/// <param name="Candidate">Its id when they were stored.</param>
/// <param name="Answers">How many.</param>
/// <param name="Expired">How many of them are no longer served.</param>
/// <param name="Bytes">Size of their texts, in bytes of UTF-8.</param>
/// <param name="CostMicroUsd">What those that are still served cost, in micro-dollars: what asking again would cost; null where no cost is known.</param>
/// <param name="OldestAt">When the oldest was stored.</param>
/// <param name="NewestAt">When the newest was stored.</param>
public sealed record CachedAnswers(
    string Candidate, long Answers, long Expired, long Bytes, long? CostMicroUsd, DateTimeOffset OldestAt, DateTimeOffset NewestAt);
