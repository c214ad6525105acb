namespace Eval.TestSupport;

/// <summary>The folder with oracles, data sets and models that may lie beside the checkout.</summary>
public static class SharedFolder
{
    /// <summary>The checkout's root: the nearest folder above the test binaries that holds Eval.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The shared folder, or null where there is none.</summary>
    public static string? Root { get; } = FindShared();

    /// <summary>A path in the shared folder. Only for tests marked with <see cref="SharedFactAttribute"/>.</summary>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("the shared folder is absent"), .. parts]);

    private static string FindRoot()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
        {
            if (File.Exists(Path.Combine(dir.FullName, "Eval.sln")))
            {
                return dir.FullName;
            }
        }

        throw new InvalidOperationException("Eval.sln was not found above " + AppContext.BaseDirectory);
    }

    private static string? FindShared()
    {
        var path = Environment.GetEnvironmentVariable("EVAL_SHARED") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(FindRoot(), "..", "shared"));
        return File.Exists(Path.Combine(path, "oracles", "README.md")) ? path : null;
    }
}
