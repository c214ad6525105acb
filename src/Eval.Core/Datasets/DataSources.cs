using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>Where data files may come from, beside the suite's own folder.</summary>
/// <param name="DatasetsFolder">The folder that <c>path:</c> is searched in (the variable EVAL_DATASETS), or null.</param>
/// <param name="FetchAsync">Fetches the file of a <c>url:</c>, or null where nothing may be fetched.</param>
public sealed record DataSources(string? DatasetsFolder = null, FetchFile? FetchAsync = null)
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "EVAL_DATASETS";

    /// <summary>Takes the folder from the environment.</summary>
    public static DataSources FromEnvironment(FetchFile? fetch = null) =>
        new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null, fetch);
}

/// <summary>
/// Gives the path of a local file with the bytes of an address, from a cache or by fetching. The file's name ends as the address does, and
/// its SHA-256 has been checked.
/// </summary>
/// <exception cref="EvalConfigurationException">It cannot be fetched, or its bytes have another hash.</exception>
public delegate Task<string> FetchFile(Uri url, string sha256, CancellationToken cancellationToken);
