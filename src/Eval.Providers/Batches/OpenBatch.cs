using Eval.Core.Models;

namespace Eval.Providers.Batches;

/// <summary>A batch that was handed in, or is about to be, and who waits for it.</summary>
internal sealed class OpenBatch
{
    private readonly Dictionary<string, BatchTicket> _tickets;
    private bool _isStarted;

    public OpenBatch(IEnumerable<BatchTicket> tickets)
    {
        _tickets = tickets.ToDictionary(t => t.Key, StringComparer.Ordinal);
        foreach (var ticket in _tickets.Values)
        {
            ticket.Batch = this;
        }
    }

    public BatchNote? Note { get; set; }

    public IEnumerable<BatchTicket> Tickets => _tickets.Values;

    /// <summary>Begins to wait, once.</summary>
    public void Start(Func<OpenBatch, Task> poll)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _ = poll(this);
        }
    }

    public void Finish(IReadOnlyDictionary<string, BatchAnswer> answers)
    {
        foreach (var (key, ticket) in _tickets)
        {
            ticket.Set(answers.GetValueOrDefault(key) ?? answers.GetValueOrDefault("") ?? BatchAnswer.GivenUp("the batch holds no answer to this request"));
        }
    }

    public void Fail(Exception e)
    {
        foreach (var ticket in _tickets.Values)
        {
            ticket.Fail(e is ModelCallException or OperationCanceledException ? e : new ModelCallException(CallFailure.Connection, e.Message, e));
        }
    }
}

/// <summary>The place of one request in a batch.</summary>
/// <param name="key">Its key in the batch.</param>
/// <param name="body">The request's body; null where it was handed in by an earlier process.</param>
internal sealed class BatchTicket(string key, string? body)
{
    private readonly TaskCompletionSource<BatchAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Key => key;

    public string? Body => body;

    public OpenBatch? Batch { get; set; }

    public Task<BatchAnswer> Answer => _answer.Task;

    public void Set(BatchAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception e)
    {
        if (e is OperationCanceledException)
        {
            _answer.TrySetCanceled();
        }
        else
        {
            _answer.TrySetException(e);
        }

        // Nobody may have waited for it.
        _ = _answer.Task.Exception;
    }

    public void Deliver(BatchStore store)
    {
        if (Batch?.Note is { } note)
        {
            store.Deliver(note, key);
        }
    }
}
