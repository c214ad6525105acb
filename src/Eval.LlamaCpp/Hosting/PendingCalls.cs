using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>The calls that a host has not answered. Safe for several threads.</summary>
internal sealed class PendingCalls
{
    private readonly Dictionary<uint, PendingCall> _calls = [];
    private uint _last;
    private HostExit? _exit;

    /// <summary>Opens a call. Throws <see cref="HostCrashedException"/> where the host has ended.</summary>
    public PendingCall Open(Action<Frame>? onPart)
    {
        lock (_calls)
        {
            if (_exit is not null)
            {
                throw new HostCrashedException(_exit, started: false);
            }

            var call = new PendingCall(++_last, onPart);
            _calls.Add(call.Id, call);
            return call;
        }
    }

    /// <summary>Forgets a call that was never sent.</summary>
    public void Remove(PendingCall call)
    {
        lock (_calls)
        {
            _calls.Remove(call.Id);
        }
    }

    /// <summary>Hands a frame to its call; nobody may wait for it any more.</summary>
    public void Take(Frame frame)
    {
        PendingCall? call;
        lock (_calls)
        {
            call = _calls.GetValueOrDefault(frame.Call);
            if (frame.Kind is FrameKind.Reply or FrameKind.Failure)
            {
                _calls.Remove(frame.Call);
            }
        }

        switch (frame.Kind)
        {
            case FrameKind.Started:
                call?.HasStarted = true;
                break;
            case FrameKind.Part:
                call?.TakePart(frame);
                break;
            case FrameKind.Reply or FrameKind.Failure:
                call?.TrySetResult(frame);
                break;
            default:
                throw new FrameFormatException($"a host does not send {frame.Kind}");
        }
    }

    /// <summary>The host has ended: no call can be opened from here on. Gives those that are open; they are the caller's to fail.</summary>
    public IReadOnlyList<PendingCall> Close(HostExit exit)
    {
        lock (_calls)
        {
            _exit = exit;
            PendingCall[] open = [.. _calls.Values];
            _calls.Clear();
            return open;
        }
    }
}

/// <summary>One of <see cref="PendingCalls"/>.</summary>
internal sealed class PendingCall(uint id, Action<Frame>? onPart) : TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public uint Id => id;

    /// <summary>True once the host works on it.</summary>
    public bool HasStarted { get; set; }

    public void TakePart(Frame part)
    {
        try
        {
            onPart?.Invoke(part);
        }
        catch (Exception e) when (e is not FrameFormatException)
        {
            // The listener's trouble is this call's, not the host's.
            TrySetException(e);
        }
    }
}
