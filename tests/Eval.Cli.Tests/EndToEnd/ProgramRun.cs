using System.Diagnostics;
using System.Text;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The built program as a process of its own, in a folder, with a clean environment.</summary>
internal sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _out;
    private readonly Task _reading;
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _awaited;

    private ProgramRun(string folder, string? awaited, IReadOnlyDictionary<string, string>? variables, string[] arguments)
    {
        _awaited = awaited;
        // A job in the background of a script starts with interrupts ignored, and so would the program: then no test could interrupt it.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : "dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (OperatingSystem.IsLinux())
        {
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add("dotnet");
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "eval.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("EVAL_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _out = _process.StandardOutput.ReadToEndAsync();
        _reading = ReadErrorAsync();
    }

    public string Out { get; private set; } = "";

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public int ExitCode => _process.ExitCode;

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts, and waits for nothing.</summary>
    public static ProgramRun Start(string folder, IReadOnlyDictionary<string, string>? variables, string[] arguments) =>
        new(folder, null, variables, arguments);

    /// <summary>Runs to the end.</summary>
    public static Task<ProgramRun> ToEndAsync(string folder, params string[] arguments) => ToEndAsync(folder, null, arguments);

    /// <summary>Runs to the end with some variables set.</summary>
    public static async Task<ProgramRun> ToEndAsync(string folder, IReadOnlyDictionary<string, string>? variables, string[] arguments)
    {
        var run = new ProgramRun(folder, null, variables, arguments);
        await run.EndAsync();
        return run;
    }

    /// <summary>Starts, and waits until standard error holds a text.</summary>
    public static Task<ProgramRun> UntilAsync(string folder, string awaited, params string[] arguments) => UntilAsync(folder, awaited, null, arguments);

    /// <summary>Starts with some variables set, and waits until standard error holds a text.</summary>
    public static async Task<ProgramRun> UntilAsync(
        string folder, string awaited, IReadOnlyDictionary<string, string>? variables, params string[] arguments)
    {
        var run = new ProgramRun(folder, awaited, variables, arguments);
        await Task.WhenAny(run._seen.Task, run._process.WaitForExitAsync()).WaitAsync(Patience);
        return run;
    }

    /// <summary>Sends a signal by its name, as <c>kill</c> does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Out = await _out;
        await _reading;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
            {
                _error.Append(line).Append('\n');
            }

            if (_awaited is not null && line.Contains(_awaited))
            {
                _seen.TrySetResult();
            }
        }
    }
}
