namespace Eval.Providers.Batches;

/// <summary>The requests that an earlier, killed process handed in: whoever asks the same gets their answers, paid for already.</summary>
internal sealed class BatchLeftovers
{
    private readonly Dictionary<string, Queue<BatchTicket>> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public static async Task<BatchLeftovers> LoadAsync(BatchStore store, IBatchInterface service, BatchSender sender, CancellationToken cancellationToken)
    {
        var (leftovers, handedOn) = (new BatchLeftovers(), new List<BatchTicket>());
        foreach (var (stored, delivered) in store.Load())
        {
            var note = stored;
            if (note.Batch is null)
            {
                if (await service.FindAsync(sender, note.Tag, cancellationToken) is not { } found)
                {
                    store.Forget(note);
                    continue;
                }

                note = store.Complete(note, found);
            }

            var batch = new OpenBatch(note.Keys.Select(k => new BatchTicket(k, null))) { Note = note };
            foreach (var ticket in batch.Tickets)
            {
                leftovers._counts[HashOf(ticket)] = leftovers.Count(HashOf(ticket)) + 1;
                if (delivered.Contains(ticket.Key))
                {
                    handedOn.Add(ticket);
                }
                else
                {
                    leftovers.Add(ticket);
                }
            }
        }

        // An answer that was handed on but not stored is asked for again; one that nobody has seen yet comes first, so that two
        // repetitions of a sample never get the same.
        handedOn.ForEach(leftovers.Add);
        return leftovers;
    }

    /// <summary>How many of a request were handed in before.</summary>
    public int Count(string hash) => _counts.GetValueOrDefault(hash);

    /// <summary>Takes one of a request, or null where none is left.</summary>
    public BatchTicket? Claim(string hash) => _tickets.TryGetValue(hash, out var queue) && queue.TryDequeue(out var ticket) ? ticket : null;

    private static string HashOf(BatchTicket ticket) => ticket.Key.Split('-')[0];

    private void Add(BatchTicket ticket)
    {
        if (!_tickets.TryGetValue(HashOf(ticket), out var queue))
        {
            _tickets[HashOf(ticket)] = queue = new Queue<BatchTicket>();
        }

        queue.Enqueue(ticket);
    }
}
