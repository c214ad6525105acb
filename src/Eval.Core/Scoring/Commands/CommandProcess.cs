using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Eval.Core.Scoring.Commands;

/// <summary>
/// One scoring program: a line of JSON in, a line of JSON out, one at a time. After a time-out or a crash it is ended and started anew for the next
/// answer; after <see cref="MostFailures"/> failures in a row it is left alone.
/// </summary>
internal sealed class CommandProcess(CommandSpec command, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Failures in a row after which the program is given up.</summary>
    public const int MostFailures = 5;

    private const int LongestLine = 1 << 20;

    // What a program needs to find its interpreter and its temporary folder; keys and tokens of this process are none of its affair.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SystemRoot"];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<string> _complaints = new();
    private Process? _process;
    private int _failures;

    public async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_failures >= MostFailures)
            {
                throw new ScorerException($"{command.Run[0]} failed {MostFailures} times in a row and is not started again");
            }

            var answer = await ExchangeAsync(line, cancellationToken);
            _failures = 0;
            return answer;
        }
        catch (Exception e) when (e is not ScorerException || _failures < MostFailures)
        {
            _failures++;
            End();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        End();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ExchangeAsync(string line, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(command.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var process = _process ??= Start();
            await process.StandardInput.WriteAsync(line.AsMemory(), either.Token);
            await process.StandardInput.WriteAsync("\n".AsMemory(), either.Token);
            await process.StandardInput.FlushAsync(either.Token);
            return await ReadLineAsync(process.StandardOutput, either.Token) ?? throw new ScorerException($"{command.Run[0]} ended without an answer{Complaint()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ScorerException($"{command.Run[0]} gave no answer within {command.Timeout.TotalSeconds:0.#} s");
        }
        catch (IOException e)
        {
            throw new ScorerException($"{command.Run[0]} ended: {e.Message}{Complaint()}", e);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command.Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        foreach (var argument in command.Run.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToList())
        {
            start.Environment.Remove(name);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            throw new ScorerException($"{command.Run[0]} cannot be started: {e.Message}", e);
        }

        // A full pipe would stop the program; the last lines tell why it failed.
        process.ErrorDataReceived += (_, e) => Remember(e.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private void Remember(string? line)
    {
        lock (_complaints)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _complaints.Enqueue(line.Length > 200 ? line[..200] + "…" : line);
            }

            while (_complaints.Count > 3)
            {
                _complaints.Dequeue();
            }
        }
    }

    private string Complaint()
    {
        lock (_complaints)
        {
            return _complaints.Count == 0 ? "" : ": " + string.Join(" / ", _complaints);
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var buffer = new char[1];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken) > 0)
        {
            if (buffer[0] == '\n')
            {
                return line.ToString();
            }

            if (line.Append(buffer[0]).Length > LongestLine)
            {
                throw new ScorerException("the scoring program wrote a line of more than a million characters");
            }
        }

        return null;
    }

    private void End()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }

        process.Dispose();
    }
}
