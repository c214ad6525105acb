using System.IO.Compression;
using System.Text;
using Eval.Core.Archives;
using Eval.Core.Datasets;
using Eval.Core.Imports;
using Eval.Core.Ratings.Files;
using Eval.Core.Tests.Comparisons;
using Eval.TestSupport;

namespace Eval.Core.Tests.Datasets;

/// <summary>A packed file that was cut off, wherever, is never taken for a shorter whole one.</summary>
public sealed class CutGzipTests : IDisposable
{
    private const string Cut = "is no whole gzip file: it is cut off or damaged";
    private const string Battles = "model_a,model_b,winner\nx,y,a\ny,x,tie\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("d.jsonl.gz", "{\"a\": 1}\n{\"a\": 2}\n")]
    [InlineData("d.json.gz", "[{\"a\": 1}, {\"a\": 2}]")]
    [InlineData("d.csv.gz", "a\n1\n2\n")]
    [InlineData("d.tsv.gz", "a\n1\n2\n")]
    [InlineData("d.txt.gz", "1\n2\n")]
    public async Task Dataset_CutAnywhere_IsRefusedWithItsName(string name, string content)
    {
        var bytes = Write(name, Packed(content));
        (await RowsAsync(name)).Count.ShouldBe(2);
        for (var length = bytes.Length - 1; length >= 0; length--)
        {
            Write(name, bytes[..length]);
            var problem = await ConfigAssert.ProblemAsync(() => RowsAsync(name));
            problem.ShouldContain($"{name}: {Cut}", customMessage: $"{length} of {bytes.Length} bytes");
            problem.ShouldContain("fetch or copy it again");
        }
    }

    [Fact]
    public async Task Dataset_LargeAndCutByItsLastByte_IsRefused()
    {
        var bytes = Packed(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"a\": {i * 7919L % 100_003}}}\n")));
        Write("d.jsonl.gz", bytes[..^1]);
        (await ConfigAssert.ProblemAsync(() => RowsAsync("d.jsonl.gz"))).ShouldContain(Cut);
    }

    [Fact]
    public async Task Dataset_SeveralMembers_AreOneFile()
    {
        byte[] second = Packed("{\"a\": 2}\n");
        byte[] both = [.. Packed("{\"a\": 1}\n"), .. second];
        Write("d.jsonl.gz", both);
        (await RowsAsync("d.jsonl.gz")).Select(r => r.Fields["a"]!.GetValue<int>()).ShouldBe([1, 2]);
        foreach (var missing in new[] { 1, 8, 9, second.Length - 3 })
        {
            Write("d.jsonl.gz", both[..^missing]);
            (await ConfigAssert.ProblemAsync(() => RowsAsync("d.jsonl.gz"))).ShouldContain(Cut, customMessage: $"{missing} bytes missing");
        }
    }

    [Fact]
    public void Battles_CutAnywhere_AreRefused()
    {
        var bytes = Write("b.csv.gz", Packed(Battles));
        using (var file = BattleFile.Open(_folder.PathOf("b.csv.gz"), new BattleFileOptions()))
        {
            file.Battles.ShouldBe(2);
        }

        for (var length = bytes.Length - 1; length >= 0; length--)
        {
            Write("b.csv.gz", bytes[..length]);
            ConfigAssert.Problem(() => BattleFile.Open(_folder.PathOf("b.csv.gz"), new BattleFileOptions())).ShouldContain($"b.csv.gz: {Cut}", customMessage: $"{length} of {bytes.Length} bytes");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(40)]
    public async Task Archive_Cut_IsRefused(int missing)
    {
        var path = _folder.PathOf("run.jsonl.gz");
        var cell = Cells.Of(Cells.Scored(1, 0, 1));
        await RunArchiveWriter.WriteAsync(path, cell.Run, cell.Samples, texts: true, CancellationToken.None);
        (await RunArchive.OpenAsync(path, CancellationToken.None)).Samples.ShouldBe(3);
        Write("run.jsonl.gz", File.ReadAllBytes(path)[..^missing]);
        var problem = await ConfigAssert.ProblemAsync(() => RunArchive.OpenAsync(path, CancellationToken.None));
        problem.ShouldContain($"run.jsonl.gz: {Cut} (copy or export it again)");
        ConfigAssert.Problem(() => ImportSource.Open(path)).ShouldContain($"run.jsonl.gz: {Cut} (copy or export it again)");
    }

    private Task<List<Row>> RowsAsync(string name) => DatasetRows.ReadAsync(_folder, $"files: {name}", new DataSources());

    private byte[] Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.PathOf(name), bytes);
        return bytes;
    }

    private static byte[] Packed(string content)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        return bytes.ToArray();
    }
}
