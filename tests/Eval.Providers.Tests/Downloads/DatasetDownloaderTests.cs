using System.Net;
using System.Security.Cryptography;
using System.Text;
using Eval.Core.Workspaces;
using Eval.Providers.Downloads;
using Eval.TestSupport;

namespace Eval.Providers.Tests.Downloads;

public sealed class DatasetDownloaderTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"n\":{i}}}\n")));
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly Uri Address = new("https://data.example/sets/rows.jsonl?x=1");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fetch_File_IsKeptAndNotAskedForAgain()
    {
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        var path = await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None);
        path.ShouldBe(_folder.PathOf($"{Hash}/rows.jsonl"));
        File.ReadAllBytes(path).ShouldBe(Content);
        (await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None)).ShouldBe(path);
        server.Ranges.ShouldBe([null]);
        Directory.GetFiles(Path.GetDirectoryName(path)!).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Fetch_ConnectionThatBreaks_GoesOnWhereItStopped()
    {
        using var server = new FileServer((request, n) => n < 3 ? FileServer.Broken(Content, request, 50_000) : FileServer.Rest(Content, request));
        var path = await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None);
        File.ReadAllBytes(path).ShouldBe(Content);
        server.Ranges.ShouldBe([null, 50_000L, 100_000L]);
    }

    [Fact]
    public async Task Fetch_PartOfAnEarlierProcess_IsContinued()
    {
        _folder.Write($"{Hash}/rows.jsonl.part", Encoding.UTF8.GetString(Content[..1000]));
        using var server = new FileServer((request, _) => FileServer.Rest(Content, request));
        File.ReadAllBytes(await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None)).ShouldBe(Content);
        server.Ranges.ShouldBe([1000L]);
    }

    [Fact]
    public async Task Fetch_ServerWithoutRanges_BeginsAnew()
    {
        _folder.Write($"{Hash}/rows.jsonl.part", "something else");
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        File.ReadAllBytes(await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None)).ShouldBe(Content);
    }

    [Fact]
    public async Task Fetch_PartThatIsWhole_IsOnlyChecked()
    {
        _folder.Write($"{Hash}/rows.jsonl.part", Encoding.UTF8.GetString(Content));
        using var server = new FileServer((request, _) => FileServer.Rest(Content, request));
        File.ReadAllBytes(await Downloader(server).FetchAsync(Address, Hash, CancellationToken.None)).ShouldBe(Content);
    }

    [Fact]
    public async Task Fetch_OtherBytes_NamesBothHashesAndKeepsNothing()
    {
        using var server = new FileServer((_, _) => FileServer.Whole(Content[1..]));
        var problem = await Problem(server, Hash);
        problem.ShouldContain(Hash);
        problem.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(Content[1..])));
        File.Exists(_folder.PathOf($"{Hash}/rows.jsonl")).ShouldBeFalse();
        new FileInfo(_folder.PathOf($"{Hash}/rows.jsonl.part")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Fetch_MissingPage_IsAskedForOnce()
    {
        using var server = new FileServer((_, _) => new HttpResponseMessage(HttpStatusCode.NotFound));
        (await Problem(server, Hash)).ShouldContain("answers 404");
        server.Ranges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Fetch_ServerThatStaysDown_GivesUpWithAHint()
    {
        using var server = new FileServer((_, _) => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        var problem = await Problem(server, Hash);
        problem.ShouldContain("could not be fetched in 4 attempts: the server answers 503");
        problem.ShouldContain("EVAL_DATASETS");
        server.Ranges.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Fetch_ByTwoAtOnce_GivesBothTheSameFile()
    {
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        var paths = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Downloader(server).FetchAsync(Address, Hash, CancellationToken.None))));
        paths.Distinct().ShouldHaveSingleItem();
        File.ReadAllBytes(paths[0]).ShouldBe(Content);
        server.Ranges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Fetch_FolderThatCannotBeMade_SaysSoWithoutTheSecretsOfTheAddress()
    {
        _folder.Write(Hash, "a file where the folder should be");
        using var server = new FileServer((_, _) => FileServer.Whole(Content));
        var e = await Should.ThrowAsync<EvalConfigurationException>(
            () => Downloader(server).FetchAsync(new Uri("https://me:secret@data.example/rows.jsonl?token=secret"), Hash, CancellationToken.None));
        e.Message.ShouldContain("https://data.example/rows.jsonl cannot be kept in");
        e.Message.ShouldNotContain("secret");
    }

    private DatasetDownloader Downloader(FileServer server) => new(new HttpClient(server, disposeHandler: false), _folder.Root, new ImmediateTime());

    private async Task<string> Problem(FileServer server, string hash) =>
        (await Should.ThrowAsync<EvalConfigurationException>(() => Downloader(server).FetchAsync(Address, hash, CancellationToken.None))).Problems.ShouldHaveSingleItem().ToString();
}
