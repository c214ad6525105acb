using System.Security.Cryptography;
using System.Text;
using Eval.Core.Models;
using Eval.Providers.Endpoints;

namespace Eval.Providers.Batches;

/// <summary>
/// Sends chat requests by the provider's batch service, at half the price and within hours: gathers what comes, hands it in together, waits, and
/// answers each request as if it had been called. Whoever stands above, package or pipeline, notices nothing but the time.
/// </summary>
internal sealed class BatchHandler : DelegatingHandler
{
    private readonly IBatchInterface _service;
    private readonly BatchSender _sender;
    private readonly BatchStore _store;
    private readonly FailureReport _failures;
    private readonly BatchSettings _settings;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<BatchTicket> _gathered = [];
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private Task<BatchLeftovers>? _leftovers;
    private bool _isGathering;
    private bool _wasInterrupted;

    public BatchHandler(
        IBatchInterface service, Uri address, BatchStore store, FailureReport failures, BatchSettings settings, TimeProvider time, HttpMessageHandler inner)
        : base(inner)
    {
        (_service, _store, _failures, _settings, _time) = (service, store, failures, settings, time);
        _sender = new BatchSender(address, (request, token) => base.SendAsync(request, token), failures);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || request.Content is null || !request.RequestUri!.AbsolutePath.EndsWith(_service.Path, StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var body = await request.Content.ReadAsStringAsync(cancellationToken);
        if (body.Contains("\"stream\":true", StringComparison.Ordinal))
        {
            throw new NotSupportedException("a candidate with \"batch: true\" does not stream");
        }

        var ticket = await TicketAsync(body, cancellationToken);
        try
        {
            var answer = await ticket.Answer.WaitAsync(cancellationToken);
            ticket.Deliver(_store);
            return answer.Status is >= 200 and < 300
                ? new HttpResponseMessage { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json"), RequestMessage = request }
                : throw _failures.OfStatus(answer.Status, answer.Body);
        }
        catch (OperationCanceledException)
        {
            _wasInterrupted = true;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            // A session that came to its end has stored what it was given. What one that was stopped has left is for the next.
            if (!_wasInterrupted && _leftovers is { IsCompletedSuccessfully: true })
            {
                foreach (var (note, _) in _store.Load())
                {
                    _store.Forget(note);
                }
            }

            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<BatchTicket> TicketAsync(string body, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..40];
        var leftovers = await Leftovers().WaitAsync(cancellationToken);
        lock (_gate)
        {
            if (leftovers.Claim(hash) is { } left)
            {
                left.Batch!.Start(batch => PollAsync(batch, _stop.Token));
                return left;
            }

            // The same request may be wanted more than once: repetitions of a sample.
            var occurrence = _occurrences[hash] = _occurrences.GetValueOrDefault(hash, leftovers.Count(hash) - 1) + 1;
            var ticket = new BatchTicket($"{hash}-{occurrence}", body);
            _gathered.Add(ticket);
            if (!_isGathering)
            {
                _isGathering = true;
                _ = GatherAsync(_stop.Token);
            }

            return ticket;
        }
    }

    private Task<BatchLeftovers> Leftovers()
    {
        lock (_gate)
        {
            return _leftovers is null or { IsFaulted: true } ? _leftovers = BatchLeftovers.LoadAsync(_store, _service, _sender, _stop.Token) : _leftovers;
        }
    }

    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        List<BatchTicket> tickets = [];
        try
        {
            int seen;
            do
            {
                seen = Count();
                await Task.Delay(_settings.Quiet, _time, cancellationToken);
            }
            while (Count() != seen && seen < _settings.Largest);
        }
        finally
        {
            lock (_gate)
            {
                tickets.AddRange(_gathered);
                _gathered.Clear();
                _isGathering = false;
            }
        }

        await Task.WhenAll(tickets.Chunk(_settings.Largest).Select(chunk => HandInAsync(chunk, cancellationToken)));
    }

    private int Count()
    {
        lock (_gate)
        {
            return _gathered.Count;
        }
    }

    private async Task HandInAsync(BatchTicket[] tickets, CancellationToken cancellationToken)
    {
        var batch = new OpenBatch(tickets);
        try
        {
            // Noted down first: a process that is killed between the two finds the batch by its tag, where the service keeps one.
            batch.Note = _store.Begin($"eval-{Guid.NewGuid():n}", [.. tickets.Select(t => t.Key)]);
            var id = await _service.SubmitAsync(_sender, batch.Note.Tag, tickets.ToDictionary(t => t.Key, t => t.Body!, StringComparer.Ordinal), cancellationToken);
            batch.Note = _store.Complete(batch.Note, id);
            await PollAsync(batch, cancellationToken);
        }
        catch (Exception e)
        {
            batch.Fail(e);
            if (batch.Note is { Batch: null } note && e is ModelCallException { MayBeBilled: false })
            {
                _store.Forget(note);
            }
        }
    }

    private async Task PollAsync(OpenBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var (pause, lastAnswer) = (_settings.FirstPause, _time.GetTimestamp());
            while (true)
            {
                try
                {
                    if (await _service.PollAsync(_sender, batch.Note!.Batch!, cancellationToken) is { } answers)
                    {
                        batch.Finish(answers);
                        return;
                    }

                    lastAnswer = _time.GetTimestamp();
                }
                catch (ModelCallException e) when (e.Failure is CallFailure.Connection or CallFailure.Server or CallFailure.RateLimited or CallFailure.Malformed
                    && _time.GetElapsedTime(lastAnswer) < _settings.Patience)
                {
                    // The batch goes on without being looked at.
                }

                await Task.Delay(pause, _time, cancellationToken);
                pause = pause * 2 < _settings.LongestPause ? pause * 2 : _settings.LongestPause;
            }
        }
        catch (Exception e)
        {
            batch.Fail(e);
        }
    }
}
