using System.IO.Compression;
using System.Text;
using Eval.Core.Reports;
using Eval.TestSupport;

namespace Eval.Core.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_Gz_IsCompressed()
    {
        var path = _folder.PathOf("new/folder/a.csv.gz");
        await ReportFile.WriteAsync(path, s => s.WriteAsync("hello"u8.ToArray()).AsTask());
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        (await reader.ReadToEndAsync()).ShouldBe("hello");
    }

    [Fact]
    public async Task Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        var path = _folder.PathOf("a.html");
        await File.WriteAllTextAsync(path, "old");
        await Should.ThrowAsync<InvalidOperationException>(() => ReportFile.WriteAsync(path, async s =>
        {
            await s.WriteAsync("half"u8.ToArray());
            throw new InvalidOperationException("no more");
        }));
        (await File.ReadAllTextAsync(path)).ShouldBe("old");
        Directory.GetFiles(_folder.Root).ShouldBe([path]);
    }
}
