using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Eval.Core.Datasets;
using Eval.Core.Workspaces;

namespace Eval.Providers.Downloads;

/// <summary>
/// Fetches data files into a cache folder: <c>FOLDER/SHA256/NAME</c>, checked before it takes that name. An interrupted download goes on where
/// it stopped, where the server allows it. Two processes that want the same file do not disturb each other: the second waits.
/// </summary>
/// <param name="client">Makes the requests; its own timeout should be infinite.</param>
/// <param name="folder">The cache folder; made when first used.</param>
/// <param name="time">The clock of the waits between attempts.</param>
public sealed class DatasetDownloader(HttpClient client, string folder, TimeProvider time)
{
    private const int Attempts = 4;

    private static readonly TimeSpan WaitForOther = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The cache folder of this user: EVAL_CACHE, else <c>eval/datasets</c> under XDG_CACHE_HOME or the system's folder for local application data.
    /// </summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("EVAL_CACHE") is { Length: > 0 } own ? Path.Combine(Path.GetFullPath(own), "datasets")
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? Path.Combine(cache, "eval", "datasets")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "eval", "datasets");

    /// <summary>A downloader into <see cref="DefaultFolder"/>. No connection is made before something is fetched.</summary>
    public static DatasetDownloader Create(TimeProvider time) => new(
        new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan }, DefaultFolder, time);

    /// <summary>Gives the file's path; see <see cref="FetchFile"/>.</summary>
    /// <exception cref="EvalConfigurationException">The address does not answer, or its bytes have another hash.</exception>
    public async Task<string> FetchAsync(Uri url, string sha256, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, sha256, NameOf(url));
        if (File.Exists(target))
        {
            return target;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var part = await OpenPartAsync(target, cancellationToken);
            if (!File.Exists(target))
            {
                await FillAsync(url, part, cancellationToken);
                await CheckAsync(url, part, sha256, cancellationToken);
                await part.FlushAsync(cancellationToken);
                File.Move(part.Name, target, overwrite: true);
            }
            else
            {
                // Another process was quicker; nobody needs the empty beginning.
                File.Delete(part.Name);
            }

            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalConfigurationException(null, $"{url} cannot be kept in {folder}: {e.Message}", "EVAL_CACHE names another folder");
        }
    }

    /// <summary>The last part of the address, so that the format can be told by it; never a path.</summary>
    private static string NameOf(Uri url)
    {
        var name = Path.GetFileName(url.LocalPath);
        return string.IsNullOrWhiteSpace(name) || name is "." or ".." || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 ? "data" : name;
    }

    /// <summary>Opens the unfinished file for this process alone.</summary>
    private async Task<FileStream> OpenPartAsync(string target, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Windows moves an open file only where that is shared; elsewhere .NET locks a file only where nothing is.
                var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
                return new FileStream(target + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 128 * 1024, FileOptions.Asynchronous);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException)
                && (File.Exists(target + ".part") || File.Exists(target)))
            {
                await Task.Delay(WaitForOther, time, cancellationToken);
            }
        }
    }

    private async Task FillAsync(Uri url, FileStream part, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RequestAsync(url, part, cancellationToken);
                return;
            }
            catch (Exception e) when (IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts)
                {
                    throw new EvalConfigurationException(
                        null, $"{url} could not be fetched in {Attempts} attempts: {e.Message}", $"put the file under the folder of {DataSources.Variable}");
                }

                await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), time, cancellationToken);
            }
        }
    }

    private async Task RequestAsync(Uri url, FileStream part, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                part.Position = part.Length;
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == part.Length:
                // Everything was there already; the hash will tell whether it is right.
                return;
            case HttpStatusCode.OK:
                part.SetLength(0);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent:
                part.SetLength(0);
                throw new HttpRequestException("the server does not go on where the download stopped");
            case var code when (int)code >= 500 || code is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                throw new HttpRequestException($"the server answers {(int)code}");
            default:
                throw new EvalConfigurationException(
                    null, $"{url} answers {(int)response.StatusCode} {response.ReasonPhrase}", $"correct the url, or put the file under the folder of {DataSources.Variable}");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(part, cancellationToken);
        if (response.Content.Headers.ContentLength is { } promised && part.Length < (response.Content.Headers.ContentRange?.From ?? 0) + promised)
        {
            throw new HttpRequestException("the connection ended early");
        }
    }

    private static async Task CheckAsync(Uri url, FileStream part, string sha256, CancellationToken cancellationToken)
    {
        part.Position = 0;
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken));
        if (!string.Equals(actual, sha256, StringComparison.OrdinalIgnoreCase))
        {
            // What is wrong as a whole is no beginning of what is right.
            part.SetLength(0);
            throw new EvalConfigurationException(null, $"{url} has SHA-256 {actual}, but \"sha256\" says {sha256}", "another version of the file, or a damaged one");
        }
    }

    private static bool IsPassing(Exception e) => e is HttpRequestException or HttpIOException or TaskCanceledException
        || (e is IOException && e.InnerException is System.Net.Sockets.SocketException);
}
