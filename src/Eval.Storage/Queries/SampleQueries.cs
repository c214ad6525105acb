using Eval.Storage.Runs;

namespace Eval.Storage.Queries;

/// <summary>Stored samples, filtered in the database and streamed.</summary>
public sealed class SampleQueries
{
    private readonly EvalDatabase _database;

    internal SampleQueries(EvalDatabase database) => _database = database;

    /// <summary>The samples that a filter lets through, by the plan's order of cells, then epoch and ordinal; one in memory at a time.</summary>
    public IAsyncEnumerable<StoredSample> ReadAsync(SampleFilter filter, CancellationToken cancellationToken)
    {
        var sql = SampleSql.Of(filter);
        var texts = filter.Texts;
        return RowStream.ReadAsync(_database, sql.Select(), sql.Parameters, row => new StoredSample(
            SampleReader.CellId(row),
            row.GetString(row.GetOrdinal("CandidateName")),
            row.GetString(row.GetOrdinal("SuiteName")),
            SampleReader.Read(row, texts)), cancellationToken);
    }

    /// <summary>How many samples a filter lets through, paging left aside.</summary>
    public async Task<long> CountAsync(SampleFilter filter, CancellationToken cancellationToken)
    {
        var sql = SampleSql.Of(filter);
        await foreach (var count in RowStream.ReadAsync(_database, sql.Count(), sql.Parameters, row => row.GetInt64(0), cancellationToken))
        {
            return count;
        }

        return 0;
    }
}
