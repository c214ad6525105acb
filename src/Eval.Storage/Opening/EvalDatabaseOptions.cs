namespace Eval.Storage.Opening;

/// <summary>How to open a database.</summary>
public sealed record EvalDatabaseOptions
{
    /// <summary>The file; relative paths are taken from the current folder.</summary>
    public required string Path { get; init; }

    /// <summary>What for. Default: reading and writing.</summary>
    public OpenMode Mode { get; init; } = OpenMode.ReadWrite;

    /// <summary>How long to wait for another process that holds the file. Default 30 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of the times that are stored.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The assembly that holds the migrations, or null for this one.</summary>
    internal string? MigrationsAssembly { get; init; }

    /// <summary>Upper limit of the file's size in pages; null for none. Lets a test fill the disk without filling it.</summary>
    internal long? MaxPages { get; init; }
}
