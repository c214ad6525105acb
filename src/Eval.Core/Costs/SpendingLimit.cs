using Eval.Core.Models;

namespace Eval.Core.Costs;

/// <summary>
/// A hard limit of money for one run. Before each call the most it could cost is set aside; afterwards its true cost takes that place. A call
/// that could pass the limit is never made. Thread-safe.
/// </summary>
/// <param name="limit">What may be spent in all.</param>
/// <param name="spent">What an earlier part of the run has spent.</param>
internal sealed class SpendingLimit(Money limit, Money spent)
{
    private readonly Lock _gate = new();
    private readonly Queue<(Money Most, TaskCompletionSource<bool> Turn)> _waiting = new();
    private Money _spent = spent;
    private Money _held;
    private string? _refusal;

    public Money Limit => limit;

    /// <summary>What was spent, calls without a known cost at their most.</summary>
    public Money Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>Why calls are refused, or null while there is money left. The first refusal is final.</summary>
    public string? Refusal
    {
        get
        {
            lock (_gate)
            {
                return _refusal;
            }
        }
    }

    /// <summary>
    /// Sets money aside. Waits where the rest of the budget is only set aside by calls under way, which mostly cost less than they might.
    /// </summary>
    /// <exception cref="ModelCallException">The call could pass the limit (<see cref="CallFailure.OverBudget"/>).</exception>
    public async Task<Hold> HoldAsync(Money most, CancellationToken cancellationToken)
    {
        await ReserveAsync(most, cancellationToken);
        return new Hold(this, most);
    }

    private async Task ReserveAsync(Money most, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((most, turn));
            Serve();
        }

        await using var registration = cancellationToken.Register(static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token), turn);
        if (!await turn.Task)
        {
            throw new ModelCallException(CallFailure.OverBudget, Refusal!);
        }
    }

    private void Serve()
    {
        while (_waiting.TryPeek(out var next))
        {
            if (_refusal is null && !next.Turn.Task.IsCompleted && _spent + _held + next.Most > limit)
            {
                if (_held > Money.Zero && _spent + next.Most <= limit)
                {
                    return;
                }

                _refusal = $"stopped by the budget: {_spent} of {limit} spent, and the next call could cost {next.Most}";
            }

            _waiting.Dequeue();
            if (next.Turn.TrySetResult(_refusal is null) && _refusal is null)
            {
                _held += next.Most;
            }
        }
    }

    private void Settle(Money held, Money cost)
    {
        lock (_gate)
        {
            _held -= held;
            _spent += cost;
            Serve();
        }
    }

    /// <summary>Money set aside for one call.</summary>
    internal sealed class Hold : IDisposable
    {
        private readonly SpendingLimit _owner;
        private readonly Money _most;
        private Money _held;
        private bool _settled;

        public Hold(SpendingLimit owner, Money most) => (_owner, _most, _held) = (owner, most, most);

        /// <summary>The attempt under way may be billed though no answer came: it counts at its most, and as much is set aside for the next.</summary>
        public async Task LoseAsync(CancellationToken cancellationToken)
        {
            _owner.Settle(_held, _most);
            _held = Money.Zero;
            await _owner.ReserveAsync(_most, cancellationToken);
            _held = _most;
        }

        /// <summary>The call is over and cost this much.</summary>
        public void Settle(Money cost)
        {
            if (!_settled)
            {
                _settled = true;
                _owner.Settle(_held, cost);
            }
        }

        /// <summary>Gives the money back where the call was not settled: nothing was bought.</summary>
        public void Dispose() => Settle(Money.Zero);
    }
}
