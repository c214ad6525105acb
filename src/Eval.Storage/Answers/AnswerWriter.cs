using System.Data.Common;
using Eval.Core.Running;
using Eval.Storage.Runs;
using Eval.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Answers;

/// <summary>
/// Stores answers by a statement that stays prepared. Those that are handed over while another commit is under way share the next one: at a
/// thousand calls a second, a commit for each would keep the calls waiting for each other. Thread-safe.
/// </summary>
internal sealed class AnswerWriter(EvalDatabase database) : IAsyncDisposable
{
    // Where several answers came together, the next commit waits for more; one that comes alone is committed at once, so that a caller who asks one
    // after the other never waits.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private static readonly string[] Columns = ["Key", "CandidateName", "Payload", "DurationMs", "CostMicroUsd", "CreatedAt", "ExpiresAt"];

    private static readonly string Replace =
        "ON CONFLICT (\"Key\") DO UPDATE SET " + string.Join(", ", Columns.Skip(1).Select(c => $"\"{c}\" = excluded.\"{c}\""));

    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _isWriting;
    private EvalContext? _context;
    private PreparedCommand? _insert;

    /// <summary>Stores an answer; done once it is committed.</summary>
    public Task AddAsync(string key, string candidateId, CachedAnswer answer, DateTimeOffset now, TimeSpan? timeToLive)
    {
        var waiting = new Waiting(
            [key, candidateId, StorageText.Clean(answer.Payload), answer.DurationMs, answer.CostMicroUsd, now.UtcTicks, (now + timeToLive)?.UtcTicks]);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_isWriting)
            {
                return waiting.Done.Task;
            }

            _isWriting = true;
        }

        _ = Task.Run(WriteAsync);
        return waiting.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_insert is not null)
        {
            await _insert.DisposeAsync();
        }

        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        (_insert, _context) = (null, null);
    }

    // One at a time: whoever finds nobody writing becomes the writer until nothing waits.
    private async Task WriteAsync()
    {
        while (Take() is { } batch)
        {
            try
            {
                using var turn = await database.TakeTurnAsync(CancellationToken.None);
                Write(batch);
                batch.ForEach(w => w.Done.SetResult());
            }
            catch (Exception e)
            {
                // After a failure nothing is assumed about the connection; what it had begun is rolled back as it closes.
                await DisposeAsync();
                var shown = database.Translate(e) ?? e;
                batch.ForEach(w => w.Done.TrySetException(shown));
            }

            if (batch.Count > 1)
            {
                await Task.Delay(Patience, TimeProvider.System);
            }
        }
    }

    private List<Waiting>? Take()
    {
        lock (_gate)
        {
            _isWriting = _waiting.Count > 0;
            if (!_isWriting)
            {
                return null;
            }

            var batch = _waiting;
            _waiting = [];
            return batch;
        }
    }

    private void Write(List<Waiting> batch)
    {
        _context ??= database.CreateContext();
        _context.Database.OpenConnection();
        var connection = _context.Database.GetDbConnection();
        _insert ??= PreparedCommand.Insert(connection, "CachedAnswers", Columns, Replace);
        using DbTransaction transaction = connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var answer in batch)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                _insert[i] = answer.Values[i];
            }

            _insert.Run();
        }

        transaction.Commit();
    }

    private sealed record Waiting(object?[] Values)
    {
        // Continuations run elsewhere: here the turn to write is held.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
