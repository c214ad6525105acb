using Eval.Core.Judging.Agreement;

namespace Eval.Storage.Judging;

/// <summary>A stored card.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Card">The card.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="Program">Version of the program that made it.</param>
public sealed record StoredJudgeCard(long Id, JudgeCard Card, DateTimeOffset CreatedAt, string Program);
