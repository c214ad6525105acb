using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
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

    [Fact]
    public async Task Write_Link_StaysALinkAndItsFileIsWritten()
    {
        var file = _folder.Write("elsewhere/a.html", "old");
        var link = _folder.PathOf("a.html");
        File.CreateSymbolicLink(link, "elsewhere/a.html");
        await ReportFile.WriteAsync(link, s => s.WriteAsync("new"u8.ToArray()).AsTask());
        new FileInfo(link).LinkTarget.ShouldBe("elsewhere/a.html");
        (await File.ReadAllTextAsync(file)).ShouldBe("new");
        Directory.GetFiles(_folder.Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_LinkToNothingYet_MakesTheFile()
    {
        var link = _folder.PathOf("a.html");
        File.CreateSymbolicLink(link, _folder.PathOf("elsewhere/a.html"));
        await ReportFile.WriteAsync(link, s => s.WriteAsync("new"u8.ToArray()).AsTask());
        (await File.ReadAllTextAsync(_folder.PathOf("elsewhere/a.html"))).ShouldBe("new");
        new FileInfo(link).LinkTarget.ShouldNotBeNull();
    }

    [Fact]
    public async Task Write_LinksInACircle_IsAnError()
    {
        File.CreateSymbolicLink(_folder.PathOf("a"), "b");
        File.CreateSymbolicLink(_folder.PathOf("b"), "a");
        await Should.ThrowAsync<IOException>(() => ReportFile.WriteAsync(_folder.PathOf("a"), _ => Task.CompletedTask));
    }

    [Fact]
    public async Task Write_Pipe_GoesToItsReader()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var pipe = _folder.PathOf("pipe");
        using (var maker = Process.Start("mkfifo", [pipe]))
        {
            await maker.WaitForExitAsync();
        }

        var reader = Task.Run(() => File.ReadAllText(pipe));
        var written = await ReportFile.WriteAsync(pipe, s => s.WriteAsync("hello"u8.ToArray()).AsTask());
        (await reader).ShouldBe("hello");
        written.ShouldBe(new WrittenFile(5, Convert.ToHexStringLower(SHA256.HashData("hello"u8))));
        Directory.GetFiles(_folder.Root).ShouldBe([pipe]);
    }

    [Fact]
    public async Task Write_LinkToADevice_LeavesBoth()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var link = _folder.PathOf("a.csv");
        File.CreateSymbolicLink(link, "/dev/null");
        (await ReportFile.WriteAsync(link, s => s.WriteAsync("hello"u8.ToArray()).AsTask())).Bytes.ShouldBe(5);
        new FileInfo(link).LinkTarget.ShouldBe("/dev/null");
        new FileInfo("/dev/null").Length.ShouldBe(0);
    }

    [Fact]
    public async Task Write_DescriptorOfAFile_IsAppendedTo()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var path = _folder.PathOf("log.txt");
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 1);
        await file.WriteAsync("before\n"u8.ToArray());
        await ReportFile.WriteAsync($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", s => s.WriteAsync("report"u8.ToArray()).AsTask());
        (await File.ReadAllTextAsync(path)).ShouldBe("before\nreport");
    }

    [Fact]
    public async Task Write_ExistingFile_KeepsItsPermissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = _folder.Write("a.html", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var written = await ReportFile.WriteAsync(path, s => s.WriteAsync("new"u8.ToArray()).AsTask());
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(path)).ShouldBe("new");
        written.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("new"u8)));
    }

    [Fact]
    public async Task Write_ThatFailsOverAnEmptyFile_LeavesItEmpty()
    {
        var path = _folder.Write("a.html", "");
        await Should.ThrowAsync<InvalidOperationException>(() => ReportFile.WriteAsync(path, async s =>
        {
            await s.WriteAsync("half"u8.ToArray());
            throw new InvalidOperationException("no more");
        }));
        new FileInfo(path).Length.ShouldBe(0);
    }
}
