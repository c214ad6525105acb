using Eval.LlamaCpp.Hosting;

namespace Eval.LlamaCpp;

/// <summary>How local models are opened.</summary>
public sealed record LlamaProviderOptions
{
    /// <summary>The command that starts a model host, or null for this very program with <see cref="ModelHost.CommandName"/>.</summary>
    public ModelHostCommand? HostCommand { get; init; }

    /// <summary>Gets every line that hosts write to their log, on their reading threads; null drops them (the last are kept for messages).</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Crashes in a row without an answer after which a model is given up. Default 3.</summary>
    public int CrashLimit { get; init; } = 3;

    /// <summary>A folder where hashes of weight files are kept between runs, or null to hash each file once a run.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The command that fetches the file of a candidate, for messages; gets the candidate's id.</summary>
    public Func<string, string> PullCommand { get; init; } = id => $"dotnet eval models pull {id}";

    /// <summary>Clock for timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
