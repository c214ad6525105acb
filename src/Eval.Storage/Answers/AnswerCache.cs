using Eval.Core.Running;
using Eval.Storage.Runs;

namespace Eval.Storage.Answers;

/// <summary>The cache of answers on a database. Its statements are plain SQL, because each call to a model pays for one look-up and one write.</summary>
internal sealed class AnswerCache(EvalDatabase database) : IAnswerCache, IAsyncDisposable
{
    private readonly AnswerWriter _writer = new(database);

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
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.AddAsync(key, candidateId, answer, database.Time.GetUtcNow(), timeToLive);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
