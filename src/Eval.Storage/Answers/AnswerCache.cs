using Eval.Core.Running;
using Eval.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Answers;

/// <summary>The cache of answers on a database. Its statements are plain SQL, because each call to a model pays for one look-up and one write.</summary>
internal sealed class AnswerCache(EvalDatabase database) : IAnswerCache
{
    public async Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = RowStream.ReadAsync(database,
            """
            SELECT "Payload", "DurationMs", "CostMicroUsd" FROM "CachedAnswers"
            WHERE "Key" = @key AND ("ExpiresAt" IS NULL OR "ExpiresAt" > @now)
            """,
            [("@key", key), ("@now", database.Time.GetUtcNow().UtcTicks)],
            row => new CachedAnswer(row.GetString(0), row.GetDouble(1), row.IsDBNull(2) ? null : row.GetInt64(2)),
            cancellationToken);
        await foreach (var answer in found)
        {
            return answer;
        }

        return null;
    }

    public Task StoreAsync(string key, string candidateId, CachedAnswer answer, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow();
        var expires = (now + timeToLive)?.UtcTicks;
        return database.WriteAsync(context => context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "CachedAnswers" ("Key", "CandidateName", "Payload", "DurationMs", "CostMicroUsd", "CreatedAt", "ExpiresAt")
            VALUES ({key}, {candidateId}, {StorageText.Clean(answer.Payload)}, {answer.DurationMs}, {answer.CostMicroUsd}, {now.UtcTicks}, {expires})
            ON CONFLICT ("Key") DO UPDATE SET
                "CandidateName" = excluded."CandidateName", "Payload" = excluded."Payload", "DurationMs" = excluded."DurationMs",
                "CostMicroUsd" = excluded."CostMicroUsd", "CreatedAt" = excluded."CreatedAt", "ExpiresAt" = excluded."ExpiresAt"
            """,
            CancellationToken.None), cancellationToken);
    }
}
