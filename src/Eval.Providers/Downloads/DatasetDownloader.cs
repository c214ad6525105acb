using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Providers.Downloads;

/// <summary>
/// Fetches data files into a cache folder: <c>FOLDER/SHA256/NAME</c>, checked before it takes that name (see <see cref="FileDownloader"/>).
/// </summary>
/// <param name="client">Makes the requests; its own timeout should be infinite.</param>
/// <param name="folder">The cache folder; made when first used.</param>
/// <param name="time">The clock of the waits between attempts.</param>
public sealed class DatasetDownloader(HttpClient client, string folder, TimeProvider time)
{
    private const string Otherwise = $"put the file under the folder of {DataSources.Variable}";

    private readonly FileDownloader _files = new(client, time);

    /// <summary>
    /// The cache folder of this user: EVAL_CACHE, else <c>eval/datasets</c> under XDG_CACHE_HOME or the system's folder for local application data.
    /// </summary>
    public static string DefaultFolder => FolderOf(Environment.GetEnvironmentVariable);

    /// <summary>The cache folder, by the variables that a function reads.</summary>
    public static string FolderOf(Func<string, string?> variable) =>
        variable("EVAL_CACHE") is { Length: > 0 } own ? Path.Combine(Path.GetFullPath(own), "datasets")
        : variable("XDG_CACHE_HOME") is { Length: > 0 } cache ? Path.Combine(cache, "eval", "datasets")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "eval", "datasets");

    /// <summary>A downloader into <see cref="DefaultFolder"/>. No connection is made before something is fetched.</summary>
    public static DatasetDownloader Create(TimeProvider time) => new(
        FileDownloader.CreateClient(), DefaultFolder, time);

    /// <summary>Gives the file's path; fetches it where it is not there yet.</summary>
    /// <exception cref="EvalConfigurationException">The address does not answer, or its bytes have another hash.</exception>
    public async Task<string> FetchAsync(Uri url, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DownloadRequest(url, Path.Combine(folder, sha256, NameOf(url)), sha256) { Advice = $"correct the url, or {Otherwise}" };
            return (await _files.FetchAsync(request, null, cancellationToken)).Path;
        }
        catch (DownloadFailedException e)
        {
            throw new EvalConfigurationException(null, e.Message, Otherwise);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(null, $"{FileDownloader.Shown(url)} cannot be kept in {folder}: {e.Message}", "EVAL_CACHE names another folder");
        }
    }

    /// <summary>The last part of the address, so that the format can be told by it; never a path.</summary>
    public static string NameOf(Uri url)
    {
        var name = Path.GetFileName(url.LocalPath);
        return string.IsNullOrWhiteSpace(name) || name is "." or ".." || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 ? "data" : name;
    }
}
