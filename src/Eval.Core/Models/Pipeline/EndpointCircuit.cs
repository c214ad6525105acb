namespace Eval.Core.Models.Pipeline;

/// <summary>
/// The circuit of one endpoint: after some faults in a row no call is sent for a while, then one tries; its success closes the circuit. An endpoint
/// that stays dead is given up, so that an outage costs minutes and no sample. (Polly's breaker counts a share of a time window;
/// under heavy but bearable faults it would trip, and for a slow run it never would.) Thread-safe.
/// </summary>
internal sealed class EndpointCircuit(string name, PipelineSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _faults;
    private int _breaks;
    private long? _openUntil;
    private long _downSince;
    private bool _probing;
    private bool _isDead;
    private string? _lastFault;

    /// <summary>Lets a call through; true where it is the one that tries a broken endpoint.</summary>
    /// <exception cref="ModelCallException">The circuit is open (<see cref="CallFailure.CircuitOpen"/>); says for how long.</exception>
    /// <exception cref="ModelUnavailableException">The endpoint has been dead for too long.</exception>
    public bool Enter()
    {
        lock (_gate)
        {
            if (_openUntil is not { } until)
            {
                return false;
            }

            if (_isDead)
            {
                throw new ModelUnavailableException(
                    $"{name} has answered nothing for {settings.OutagePatience.TotalMinutes:0.#} min (last: {_lastFault}); what was answered is stored, run again to go on", isPermanent: true);
            }

            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            if (left > TimeSpan.Zero || _probing)
            {
                throw new ModelCallException(CallFailure.CircuitOpen, $"{name} failed {_faults} times in a row (last: {_lastFault})")
                {
                    RetryAfter = left > TimeSpan.Zero ? left : settings.FirstBreak / 10,
                };
            }

            return _probing = true;
        }
    }

    /// <summary>The endpoint answered, if only to refuse.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            (_faults, _breaks, _openUntil, _probing) = (0, 0, null, false);
        }
    }

    /// <summary>The endpoint failed.</summary>
    public void Fail(bool probe, string message)
    {
        lock (_gate)
        {
            if (_faults++ == 0)
            {
                _downSince = time.GetTimestamp();
            }

            _lastFault = message;
            if (probe || (_openUntil is null && _faults >= settings.FaultsToOpen))
            {
                _probing = false;
                _isDead = probe && time.GetElapsedTime(_downSince) >= settings.OutagePatience;
                var pause = Math.Min(settings.FirstBreak.TotalSeconds * Math.Pow(2, _breaks++), settings.LongestBreak.TotalSeconds);
                _openUntil = time.GetTimestamp() + (long)(pause * time.TimestampFrequency);
            }
        }
    }

    /// <summary>The call ended without telling anything about the endpoint.</summary>
    public void Leave(bool probe)
    {
        lock (_gate)
        {
            _probing &= !probe;
        }
    }
}
