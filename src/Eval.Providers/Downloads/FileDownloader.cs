using System.Net;
using System.Net.Http.Headers;
using Eval.Core.Workspaces;

namespace Eval.Providers.Downloads;

/// <summary>
/// Fetches a file: it goes on where an earlier attempt stopped, where the server allows it; it gives up after some attempts in a row that brought
/// nothing; and the file takes its name only when its hash is right. Without a hash it goes on only between its own attempts, and only where the server
/// says by a validator (RFC 9110, section 13.1.5) that it is the same file. Two processes that want the same file do not disturb each other: the second waits.
/// </summary>
/// <param name="client">Makes the requests; its own timeout should be infinite.</param>
/// <param name="time">The clock of the waits between attempts.</param>
public sealed class FileDownloader(HttpClient client, TimeProvider time)
{
    private const int Attempts = 4;

    // A connection that brings nothing for so long is taken for dead.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>A downloader with connections of its own; none is made before something is fetched.</summary>
    public static FileDownloader Create(TimeProvider time) => new(CreateClient(), time);

    /// <summary>Fetches the file, or gives the one that is there.</summary>
    /// <exception cref="EvalConfigurationException">The address has no such file, or other bytes than the hash says.</exception>
    /// <exception cref="DownloadFailedException">The server does not give it now.</exception>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public async Task<DownloadedFile> FetchAsync(DownloadRequest request, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (File.Exists(request.Target) && !request.Replace)
        {
            return new DownloadedFile(request.Target, new FileInfo(request.Target).Length, null, 0);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(request.Target)!);
        await using var part = await PartFile.OpenAsync(request.Target, time, cancellationToken);
        if (File.Exists(request.Target) && !request.Replace)
        {
            // Another process was quicker; nobody needs the empty beginning.
            File.Delete(part.Path);
            return new DownloadedFile(request.Target, new FileInfo(request.Target).Length, null, 0);
        }

        if (request.Sha256 is null)
        {
            // Nothing could tell whether the address still gives the file that this is the beginning of.
            part.Clear();
        }

        await part.ResumeAsync(done => progress?.Report(new DownloadProgress(done, null)), cancellationToken);
        var resumed = part.Length;
        await FillAsync(request, part, progress, cancellationToken);
        var hash = part.Hash();
        if (request.Sha256 is { } wanted && !string.Equals(hash, wanted, StringComparison.OrdinalIgnoreCase))
        {
            // What is wrong as a whole is no beginning of what is right.
            part.Clear();
            throw new EvalConfigurationException(null, $"{Shown(request.Url)} has SHA-256 {hash}, but \"sha256\" says {wanted}", "another version of the file, or a damaged one");
        }

        var bytes = part.Length;
        await part.FinishAsync(request.Target, cancellationToken);
        return new DownloadedFile(request.Target, bytes, hash, Math.Min(resumed, bytes));
    }

    internal static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>An address without its password and parameters, which may be secrets.</summary>
    public static string Shown(Uri url) => ShownAddress.Of(url);

    private async Task FillAsync(DownloadRequest request, PartFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var version = new FileVersion();
        for (var attempt = 1; ; attempt++)
        {
            if (request.Sha256 is null && version.Validator is null)
            {
                part.Clear();
            }

            var before = part.Length;
            try
            {
                await RequestAsync(request, part, version, progress, cancellationToken);
                return;
            }
            catch (Exception e) when (IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                // A long file over a poor line: what brings something is no failure.
                attempt = part.Length > before ? 1 : attempt;
                if (attempt == Attempts)
                {
                    throw new DownloadFailedException($"{Shown(request.Url)} could not be fetched in {Attempts} attempts: {Reason(e)}", e);
                }

                await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), time, cancellationToken);
            }
        }
    }

    private async Task RequestAsync(
        DownloadRequest request, PartFile part, FileVersion version, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Url);
        message.Headers.Authorization = request.BearerToken is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        if (part.Length > 0)
        {
            message.Headers.Range = new RangeHeaderValue(part.Length, null);

            // Where a hash guards the whole, mirrors that name one file differently need not begin anew.
            message.Headers.IfRange = request.Sha256 is null ? version.Validator : null;
        }

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
        if (request.Sha256 is null && part.Length > 0 && response.StatusCode == HttpStatusCode.PartialContent && version.IsOtherThan(response))
        {
            part.Clear();
            throw new HttpRequestException("the file has changed on the server");
        }

        if (!Accept(request, response, part))
        {
            return;
        }

        if (part.Length == 0)
        {
            version.Note(response);
        }


        var total = response.Content.Headers.ContentLength is { } promised ? part.Length + promised : (long?)null;
        CheckRoom(request.Target, (total ?? 0) - part.Length);
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        var buffer = new byte[128 * 1024];
        while (true)
        {
            silence.CancelAfter(Silence);
            var read = await body.ReadAsync(buffer, either.Token);
            if (read == 0)
            {
                break;
            }

            await part.AppendAsync(buffer.AsMemory(0, read), either.Token);
            if (part.Length - read < request.Beginning.Length && !await part.BeginsWithAsync(request.Beginning, either.Token))
            {
                part.Clear();
                throw new EvalConfigurationException(null, $"{Shown(request.Url)} is no {request.Kind}{(IsPage(response) ? " but a web page" : "")}", PageAdvice(request.Url));
            }

            progress?.Report(new DownloadProgress(part.Length, total));
        }

        if (part.Length < total)
        {
            throw new HttpRequestException("the connection ended early");
        }
    }

    /// <summary>Looks at the answer; false where nothing more is to come.</summary>
    private static bool Accept(DownloadRequest request, HttpResponseMessage response, PartFile part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == part.Length:
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == part.Length:
                // Everything was there already; the hash will tell whether it is right.
                return false;
            case HttpStatusCode.OK:
                part.Clear();
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent:
                part.Clear();
                throw new HttpRequestException("the server does not go on where the download stopped");
            case var code when (int)code >= 500 || code is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                throw new HttpRequestException($"the server answers {(int)code}");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new EvalConfigurationException(
                    null, $"{Shown(request.Url)} answers {(int)response.StatusCode} {response.ReasonPhrase}",
                    request.BearerToken is null ? "it may want an access token" : "the access token was not accepted");
            default:
                throw new EvalConfigurationException(null, $"{Shown(request.Url)} answers {(int)response.StatusCode} {response.ReasonPhrase}", request.Advice);
        }
    }

    // Told before gigabytes have come, not after.
    private static void CheckRoom(string target, long needed)
    {
        long free;
        try
        {
            free = new DriveInfo(Path.GetDirectoryName(target)!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return;
        }

        if (needed > free)
        {
            throw new DownloadFailedException($"{target}: {needed / 1e9:0.00} GB more are needed, and {free / 1e9:0.00} GB are free on that disk");
        }
    }

    private static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "text/html";

    // The commonest slip: the address of the page about a file, copied from the browser.
    private static string PageAdvice(Uri url) => url.AbsolutePath.Contains("/blob/", StringComparison.Ordinal)
        ? $"the file itself is probably at {Shown(url).Replace("/blob/", "/resolve/", StringComparison.Ordinal)}"
        : "give the address of the file itself";

    private static bool IsPassing(Exception e) => e is HttpRequestException or HttpIOException or OperationCanceledException
        || (e is IOException and not DownloadFailedException && e.InnerException is System.Net.Sockets.SocketException);

    private static string Reason(Exception e) => e is OperationCanceledException ? $"nothing came for {Silence.TotalSeconds:0} s" : e.Message;
}
