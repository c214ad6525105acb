using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Eval.Core.Models;
using Eval.LlamaCpp.Hosting.Protocol;

namespace Eval.LlamaCpp.Hosting;

/// <summary>
/// One child process, from start to end; it is never restarted (see <see cref="HostedModel"/>). Calls may come from several threads. When
/// the child ends, for whatever reason, every open call fails at once with <see cref="HostCrashedException"/>.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly FrameStream _frames;
    private readonly LogTail _log = new();
    private readonly Action<string>? _onLogLine;
    private readonly PendingCalls _pending = new();
    private readonly TaskCompletionSource<HostExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _logEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process, Action<string>? onLogLine)
    {
        _process = process;
        _onLogLine = onLogLine;
        _frames = new FrameStream(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        ProcessId = process.Id;
    }

    public int ProcessId { get; }

    /// <summary>Completes when the process has ended; never fails.</summary>
    public Task<HostExit> Exited => _exited.Task;

    /// <summary>The key of the text that the host holds, as far as this side knows.</summary>
    public string? TextKey { get; set; }

    /// <summary>
    /// Starts a child and waits for its first frame. Throws <see cref="ModelUnavailableException"/> where the command cannot be run or is
    /// another build, and <see cref="HostCrashedException"/> where it ends before it has said hello.
    /// </summary>
    public static async Task<HostProcess> StartAsync(
        ModelHostCommand command, Action<string>? onLogLine, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            throw new ModelUnavailableException($"The model host cannot be started ({command.FileName}): {e.Message}", isPermanent: true, e);
        }

        var host = new HostProcess(process, onLogLine);
        new Thread(host.ReadLog) { IsBackground = true, Name = "model-host log" }.Start();
        new Thread(host.ReadFrames) { IsBackground = true, Name = "model-host frames" }.Start();
        try
        {
            await host._hello.Task.WaitAsync(HelloTimeout, time, cancellationToken);
            return host;
        }
        catch (TimeoutException)
        {
            await host.DisposeAsync();
            throw new ModelUnavailableException(
                $"The model host did not answer within {HelloTimeout.TotalSeconds:0} s of its start.", isPermanent: false);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Asks the host. <paramref name="onPart"/> gets the pieces of a streamed answer, on the thread that reads frames: it must not block.
    /// Cancellation stops the work in the host, which stays usable.
    /// </summary>
    public async Task<Frame> CallAsync(
        HostMethod method, ReadOnlyMemory<byte> payload, Action<Frame>? onPart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = _pending.Open(onPart);
        try
        {
            // A pipe holds 64 KiB and then blocks until the host reads; a thread of the pool may do that, the caller's should not.
            await Task.Run(() => _frames.Write(new Frame(FrameKind.Request, method, call.Id, payload)), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The host is going; the reading thread tells how it ended.
        }
        catch
        {
            _pending.Remove(call);
            throw;
        }

        await using var registration = cancellationToken.Register(() => Cancel(method, call, cancellationToken));
        return await call.Task;
    }

    /// <summary>Most memory that the process held so far (resident set), or null where it has ended or the system does not tell.</summary>
    public long? PeakBytes()
    {
        try
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 is > 0 and var bytes ? bytes : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close(); // The host ends itself at the end of its input.
        }
        catch (IOException)
        {
            // Its end of the pipe is gone already.
        }

        if (await Task.WhenAny(Exited, Task.Delay(EndTimeout, TimeProvider.System)) != Exited)
        {
            Kill();
        }

        await Exited;

        // Disposing a process leaves the streams open that somebody has read from.
        _process.StandardInput.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private void Cancel(HostMethod method, PendingCall call, CancellationToken cancellationToken)
    {
        // The caller goes on at once; the host's answer, whatever it is, finds nobody waiting.
        if (call.TrySetCanceled(cancellationToken))
        {
            _ = Task.Run(() =>
            {
                try
                {
                    _frames.Write(new Frame(FrameKind.Cancel, method, call.Id));
                }
                catch (Exception e) when (e is IOException or ObjectDisposedException)
                {
                    // A host that has ended works no longer.
                }
            }, CancellationToken.None);
        }
    }

    private void ReadLog()
    {
        try
        {
            while (_process.StandardError.ReadLine() is { } line)
            {
                _log.Add(line);
                _onLogLine?.Invoke(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe broke: no more log.
        }
        finally
        {
            _logEnded.TrySetResult();
        }
    }

    private void ReadFrames()
    {
        string? problem = null;
        try
        {
            while (_frames.Read() is { } frame)
            {
                Take(frame);
            }
        }
        catch (FrameFormatException e)
        {
            problem = $"it broke the protocol: {e.Message}";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or JsonException)
        {
            problem = $"its answers cannot be read: {e.Message}";
        }

        _ = EndAsync(problem);
    }

    private void Take(Frame frame)
    {
        if (frame.Kind == FrameKind.Hello)
        {
            TakeHello(ProtocolJson.Read(frame.Payload, ProtocolJson.Default.HelloMessage));
            return;
        }

        _pending.Take(frame);
    }

    private void TakeHello(HelloMessage hello)
    {
        var own = HelloMessage.Own;
        if (hello.Protocol == own.Protocol && hello.Build == own.Build)
        {
            _hello.TrySetResult();
            return;
        }

        _hello.TrySetException(new ModelUnavailableException(
            "The model host is of another build than this program (was it rebuilt or updated while this runs?). Start again.", isPermanent: true));
    }

    private async Task EndAsync(string? problem)
    {
        if (problem is not null)
        {
            Kill();
        }

        // The pipe ends with the process or, in a host gone wrong, before it.
        using (var patience = new CancellationTokenSource(EndTimeout))
        {
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                problem ??= "it closed its output and went on";
                Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await Task.WhenAny(_logEnded.Task, Task.Delay(EndTimeout, TimeProvider.System));
        var exit = new HostExit(_process.ExitCode, _log.Lines, problem);
        var open = _pending.Close(exit);

        // Before the calls fail: whoever repeats one at once must not get this host again.
        _exited.TrySetResult(exit);
        _hello.TrySetException(new HostCrashedException(exit, started: true));
        foreach (var call in open)
        {
            call.TrySetException(new HostCrashedException(exit, call.HasStarted));
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
