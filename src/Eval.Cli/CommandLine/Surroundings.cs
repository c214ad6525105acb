namespace Eval.Cli.CommandLine;

/// <summary>Everything the command line knows of the world around it; tests make their own.</summary>
internal sealed record Surroundings
{
    // A table that goes to a file or into a CI log has no terminal to fit; this is what such logs show without wrapping.
    private const int PipedWidth = 120;

    /// <summary>Results go here.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, hints and errors go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Reads a line that somebody types; null at the end of the input.</summary>
    public Func<string?> ReadLine { get; init; } = static () => null;

    /// <summary>True where a person can answer.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>True where results are read by a person right now.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True where progress is read by a person right now.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Measures the columns of the terminal, which may change at any time; null where there is none.</summary>
    public Func<int?> MeasureWidth { get; init; } = static () => null;

    /// <summary>Measures the lines of the terminal.</summary>
    public Func<int?> MeasureHeight { get; init; } = static () => null;

    /// <summary>Reads an environment variable; null and empty both mean unset.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Sets a variable for this process (from <c>.env</c>), so that model providers find keys there.</summary>
    public Action<string, string> SetVariable { get; init; } = static (_, _) => { };

    /// <summary>Absolute path of the folder the user is in.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>How the program is typed.</summary>
    public required Invocation Invocation { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True where escape sequences may be sent to a terminal at all.</summary>
    public bool AllowsAnsi => Set("TERM") != "dumb";

    /// <summary>True where colours are wanted (https://no-color.org).</summary>
    public bool AllowsColour => AllowsAnsi && Set("NO_COLOR") is null;

    /// <summary>True where a display may redraw itself: a person watches, and the terminal can do it.</summary>
    public bool AllowsLiveDisplay => ErrorIsTerminal && AllowsAnsi && (Set("CI") is null or "false" or "0");

    /// <summary>Columns for results.</summary>
    public int OutWidth => OutIsTerminal ? Math.Max(20, MeasureWidth() ?? 80) : Columns ?? PipedWidth;

    /// <summary>Lines for progress.</summary>
    public int ErrorHeight => MeasureHeight() ?? 24;

    /// <summary>Columns for progress and hints.</summary>
    public int ErrorWidth => ErrorIsTerminal ? Math.Max(20, MeasureWidth() ?? 80) : Columns ?? PipedWidth;

    private int? Columns => int.TryParse(Set("COLUMNS"), out var columns) && columns >= 20 ? columns : null;

    public static Surroundings OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        ReadLine = Console.ReadLine,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        MeasureWidth = static () => Size(static () => Console.WindowWidth),
        MeasureHeight = static () => Size(static () => Console.WindowHeight),
        Variable = Environment.GetEnvironmentVariable,
        SetVariable = Environment.SetEnvironmentVariable,
        CurrentDirectory = Directory.GetCurrentDirectory(),
        Invocation = Invocation.Detect(Environment.ProcessPath, AppContext.BaseDirectory, Directory.GetCurrentDirectory()),
    };

    /// <summary>A variable's value; null where unset or empty.</summary>
    public string? Set(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    private static int? Size(Func<int> measure)
    {
        if (Console.IsOutputRedirected && Console.IsErrorRedirected)
        {
            return null;
        }

        try
        {
            return measure() is > 0 and var size ? size : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
