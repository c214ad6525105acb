using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Answers;

/// <summary>Cached answers as they are looked through and removed.</summary>
public sealed class AnswerQueries
{
    // So few at a time that a run which stores answers meanwhile hardly waits.
    private const int Portion = 2000;

    private readonly EvalDatabase _database;

    internal AnswerQueries(EvalDatabase database) => _database = database;

    /// <summary>What is kept, candidate by candidate, by their names.</summary>
    public async Task<IReadOnlyList<CachedAnswers>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = RowStream.ReadAsync(_database,
            """
            SELECT "CandidateName", COUNT(*), COUNT(CASE WHEN "ExpiresAt" <= @now THEN 1 END), SUM(octet_length("Payload")),
                SUM(CASE WHEN "ExpiresAt" IS NULL OR "ExpiresAt" > @now THEN "CostMicroUsd" END), MIN("CreatedAt"), MAX("CreatedAt")
            FROM "CachedAnswers" GROUP BY "CandidateName" ORDER BY "CandidateName"
            """,
            [("@now", _database.Time.GetUtcNow().UtcTicks)],
            row => new CachedAnswers(
                row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4),
                new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero), new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero)),
            cancellationToken);
        var found = new List<CachedAnswers>();
        await foreach (var row in rows)
        {
            found.Add(row);
        }

        return found;
    }

    /// <summary>Removes answers and gives their number. The file keeps its size until <c>db vacuum</c>.</summary>
    public async Task<long> RemoveAsync(AnswerFilter filter, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var now = await _database.WriteAsync(
                context => Chosen(context, filter).OrderBy(a => a.Id).Take(Portion).ExecuteDeleteAsync(CancellationToken.None), cancellationToken);
            removed += now;
            if (now < Portion)
            {
                return removed;
            }
        }
    }

    private static IQueryable<CachedAnswerRow> Chosen(EvalContext context, AnswerFilter filter)
    {
        IQueryable<CachedAnswerRow> answers = context.CachedAnswers;
        if (filter.Candidates.Count > 0)
        {
            answers = answers.Where(a => filter.Candidates.Contains(a.CandidateName));
        }

        return (filter.ExpiredAt, filter.StoredBefore) switch
        {
            ({ } expired, { } stored) => answers.Where(a => a.ExpiresAt <= expired || a.CreatedAt < stored),
            ({ } expired, null) => answers.Where(a => a.ExpiresAt <= expired),
            (null, { } stored) => answers.Where(a => a.CreatedAt < stored),
            _ => answers,
        };
    }
}
