using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Eval.Core.Workspaces;
using Eval.Providers.Downloads;
using Eval.TestSupport;

namespace Eval.Providers.Tests.Downloads;

public sealed class FileDownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. "GGUF"u8, .. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly Uri Address = new("https://user:secret@models.example/m/tiny.gguf?token=secret");

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.PathOf("models/tiny.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fetch_Progress_EndsAtTheWholeFile()
    {
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        var seen = new List<DownloadProgress>();

        var file = await FetchAsync(server, Request(), new Immediately(seen.Add));

        file.ShouldBe(new DownloadedFile(Target, Content.Length, Hash, 0));
        File.ReadAllBytes(Target).ShouldBe(Content);
        seen.Select(p => p.Done).ShouldBeInOrder();
        seen[^1].ShouldBe(new DownloadProgress(Content.Length, Content.Length));
        Directory.GetFiles(_folder.PathOf("models")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Fetch_InterruptedByTheUser_KeepsWhatCameAndGoesOnThere()
    {
        using var server = new FileServer((request, _) => FileServer.Rest(Content, request));
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(
            Downloader(server).FetchAsync(Request(), new Immediately(_ => stop.Cancel()), stop.Token));
        var kept = new FileInfo(Target + ".part").Length;
        kept.ShouldBeInRange(1, Content.Length - 1);

        var file = await FetchAsync(server, Request());

        file.ShouldBe(new DownloadedFile(Target, Content.Length, Hash, kept));
        File.ReadAllBytes(Target).ShouldBe(Content);
        server.Ranges.ShouldBe([null, kept]);
    }

    [Fact]
    public async Task Fetch_LineThatBreaksAgainAndAgainButBringsSomething_IsNotGivenUp()
    {
        const int Piece = 20_000;
        using var server = new FileServer((request, _) =>
            (request.Headers.Range?.Ranges.Single().From ?? 0) + Piece < Content.Length ? FileServer.Broken(Content, request, Piece) : FileServer.Rest(Content, request));
        (await FetchAsync(server, Request())).Sha256.ShouldBe(Hash);
        server.Ranges.Count.ShouldBe((Content.Length / Piece) + 1);
    }

    [Fact]
    public async Task Fetch_ConnectionThatFallsSilent_IsTakenForDeadAndTakenUpAgain()
    {
        var time = new ManualTimeProvider();
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new FileServer((request, n) => n == 1 ? FileServer.Silent(Content, 50_000, silent) : FileServer.Rest(Content, request));
        var fetch = new FileDownloader(new HttpClient(server, disposeHandler: false), time).FetchAsync(Request(), null, CancellationToken.None);
        await silent.Task;
        time.Advance(TimeSpan.FromMinutes(1));

        // The pause before the second attempt.
        while (!fetch.IsCompleted && time.NextTimer != time.Elapsed + TimeSpan.FromSeconds(1))
        {
            await Task.Delay(5);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        (await fetch).Sha256.ShouldBe(Hash);
        server.Ranges.ShouldBe([null, 50_000L]);
    }

    [Fact]
    public async Task Fetch_ServerThatStaysDown_FailsInPassingWithoutTheSecrets()
    {
        using var server = new FileServer((_, _) => new HttpResponseMessage(HttpStatusCode.BadGateway));
        var e = await Should.ThrowAsync<DownloadFailedException>(FetchAsync(server, Request()));
        e.Message.ShouldBe("https://models.example/m/tiny.gguf could not be fetched in 4 attempts: the server answers 502");
    }

    [Fact]
    public async Task Fetch_OtherBytes_IsRefusedAndNothingOfItIsKept()
    {
        using var server = new FileServer((_, _) => FileServer.Whole(Content[..^1]));
        var e = await Should.ThrowAsync<EvalConfigurationException>(FetchAsync(server, Request()));
        e.Problems.ShouldHaveSingleItem().Message.ShouldContain($"but \"sha256\" says {Hash}");
        File.Exists(Target).ShouldBeFalse();
        new FileInfo(Target + ".part").Length.ShouldBe(0);
    }

    [Fact]
    public async Task Fetch_PageInPlaceOfTheFile_IsRefusedAtItsFirstBytesWithTheLikelyAddress()
    {
        using var server = new FileServer((_, _) =>
        {
            var page = FileServer.Whole(Encoding.UTF8.GetBytes("<!doctype html>" + new string('x', 1_000_000)));
            page.Content.Headers.ContentType = new("text/html");
            return page;
        });
        var request = Request() with { Url = new Uri("https://models.example/m/blob/main/tiny.gguf") };
        var problem = (await Should.ThrowAsync<EvalConfigurationException>(FetchAsync(server, request))).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe("https://models.example/m/blob/main/tiny.gguf is no GGUF file but a web page");
        problem.Hint.ShouldBe("the file itself is probably at https://models.example/m/resolve/main/tiny.gguf");
        new FileInfo(Target + ".part").Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, "it may want an access token")]
    [InlineData("t-123", "the access token was not accepted")]
    public async Task Fetch_FileThatIsNotForEverybody_SaysWhatIsMissing(string? token, string hint)
    {
        using var server = new FileServer((_, _) => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        var problem = (await Should.ThrowAsync<EvalConfigurationException>(FetchAsync(server, Request() with { BearerToken = token }))).Problems.ShouldHaveSingleItem();
        problem.Hint.ShouldBe(hint);
        server.Tokens.ShouldBe([token is null ? null : $"Bearer {token}"]);
    }

    [Fact]
    public async Task Fetch_FileLargerThanTheDisk_IsRefusedBeforeItComes()
    {
        using var server = new FileServer((_, _) =>
        {
            var huge = FileServer.Whole(Content);
            huge.Content.Headers.ContentLength = long.MaxValue / 4;
            return huge;
        });
        (await Should.ThrowAsync<DownloadFailedException>(FetchAsync(server, Request()))).Message.ShouldContain("GB are free on that disk");
        new FileInfo(Target + ".part").Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(false, "old")]
    [InlineData(true, null)]
    public async Task Fetch_FileThatIsThere_IsKeptUnlessItIsToBeReplaced(bool replace, string? kept)
    {
        _folder.Write("models/tiny.gguf", "old");
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        await FetchAsync(server, Request() with { Replace = replace });
        File.ReadAllBytes(Target).ShouldBe(kept is null ? Content : Encoding.UTF8.GetBytes(kept));
    }

    [Fact]
    public async Task Fetch_UncheckedFileOfAnEarlierProcess_IsBegunAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", [.. "GGUF"u8, 1, 2, 3]);
        using var server = new FileServer((request, _) => FileServer.Rest(Content, request));
        (await FetchAsync(server, Request() with { Sha256 = null })).ShouldBe(new DownloadedFile(Target, Content.Length, Hash, 0));
        server.Ranges.ShouldBe([null]);
    }

    [Theory]
    [InlineData("\"v1\"", "\"v1\"", true)]
    [InlineData("\"v1\"", "\"v2\"", false)]
    [InlineData("W/\"v1\"", "W/\"v1\"", false)]
    [InlineData(null, null, false)]
    public async Task Fetch_UncheckedFileAfterABreak_GoesOnOnlyInTheSameVersion(string? first, string? second, bool goesOn)
    {
        byte[] later = [.. "GGUF"u8, .. Content[4..].Reverse()];
        var isNew = first != second;
        using var server = new FileServer((request, n) =>
        {
            // Like a server that knows ranges but not their condition.
            var response = n == 1 ? FileServer.Broken(Content, request, 50_000) : FileServer.Rest(isNew ? later : Content, request);
            response.Headers.ETag = (n == 1 ? first : second) is { } tag ? EntityTagHeaderValue.Parse(tag) : null;
            return response;
        });

        await FetchAsync(server, Request() with { Sha256 = null });

        File.ReadAllBytes(Target).ShouldBe(isNew ? later : Content);
        server.Ranges.ShouldBe(goesOn ? [null, 50_000L] : isNew ? [null, 50_000L, null] : [null, null]);
        server.Conditions.ShouldBe(goesOn ? [null, first] : isNew ? [null, first, null] : [null, null]);
    }

    [Fact]
    public async Task Fetch_UncheckedFileWithADateOnly_GoesOnByTheDate()
    {
        var modified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var server = new FileServer((request, n) =>
        {
            var response = n == 1 ? FileServer.Broken(Content, request, 50_000) : FileServer.Rest(Content, request);
            response.Headers.Date = modified.AddDays(1);
            response.Content.Headers.LastModified = modified;
            return response;
        });
        (await FetchAsync(server, Request() with { Sha256 = null })).Sha256.ShouldBe(Hash);
        server.Conditions.ShouldBe([null, modified.ToString("r")]);
    }

    private static FileDownloader Downloader(FileServer server) => new(new HttpClient(server, disposeHandler: false), new ImmediateTime());

    private static Task<DownloadedFile> FetchAsync(FileServer server, DownloadRequest request, IProgress<DownloadProgress>? progress = null) =>
        Downloader(server).FetchAsync(request, progress, CancellationToken.None);

    private DownloadRequest Request() => new(Address, Target, Hash) { Beginning = "GGUF"u8.ToArray(), Kind = "GGUF file" };

    private sealed class Immediately(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
