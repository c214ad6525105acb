namespace Eval.LlamaCpp.Native;

/// <summary>Where the libraries are and where their log goes.</summary>
internal sealed record LlamaLibraryOptions
{
    /// <summary>Names a folder with the libraries of the same version, in place of the one beside the program.</summary>
    internal const string FolderVariable = "EVAL_LLAMA_DIR";

    /// <summary>The folder, or null for <see cref="FolderVariable"/> and then the folder <c>llama</c> beside the program.</summary>
    public string? Folder { get; init; }

    /// <summary>Receives the log line by line, or null.</summary>
    public Action<LlamaLogLine>? Log { get; init; }

    /// <summary>The folder in use.</summary>
    internal string ResolveFolder() =>
        Folder
        ?? (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(AppContext.BaseDirectory, "llama"));
}
