using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>A call inside the host. Its answers may come from several threads; only one ends it.</summary>
internal sealed class HostCall(Frame frame, FrameStream frames, Action<HostCall> onEnd) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private int _started;
    private int _ended;

    public uint Id => frame.Call;

    public HostMethod Method => frame.Method;

    public ReadOnlyMemory<byte> Payload => frame.Payload;

    public CancellationToken CancellationToken => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    /// <summary>Tells the parent that work on it begins.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            frames.Write(new Frame(FrameKind.Started, Method, Id));
        }
    }

    public void Part(byte[] payload) => frames.Write(new Frame(FrameKind.Part, Method, Id, payload));

    public void Reply(byte[] payload) => End(FrameKind.Reply, payload);

    public void Fail(HostFailureKind kind, string message) =>
        End(FrameKind.Failure, ProtocolJson.Write(new FailureMessage(kind, message), j => j.FailureMessage));

    public void Dispose() => _cancellation.Dispose();

    private void End(FrameKind kind, byte[] payload)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            onEnd(this);
            frames.Write(new Frame(kind, Method, Id, payload));
        }
    }
}
