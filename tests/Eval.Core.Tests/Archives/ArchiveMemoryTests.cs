using Eval.Core.Archives;
using Eval.Core.Running;
using Eval.Core.Tests.Comparisons;
using Eval.TestSupport;

namespace Eval.Core.Tests.Archives;

[Collection(nameof(MeasuringMemory))]
public sealed class ArchiveMemoryTests : IDisposable
{
    private const int Samples = 100_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAndRead_HundredThousandSamples_HoldFewInMemory()
    {
        var path = _folder.PathOf("large.jsonl.gz");
        var cell = Cells.Of(Cells.Scored(1), planned: Samples);
        var source = new Endless();
        await RunArchiveWriter.WriteAsync(path, cell.Run, source, texts: true, CancellationToken.None);
        source.LargestGrowth.ShouldBeLessThan(4_000_000);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var archive = await RunArchive.OpenAsync(path, CancellationToken.None);
        var (count, largest) = (0, 0L);
        await foreach (var _ in archive.ReadSamplesAsync(1, texts: true, CancellationToken.None))
        {
            if (++count % 20_000 == 0)
            {
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        count.ShouldBe(Samples);
        largest.ShouldBeLessThan(4_000_000);
    }

    private sealed class Endless : ISampleSource
    {
        public long LargestGrowth { get; private set; }

        public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(
            long cellId, bool texts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < Samples; i++)
            {
                yield return Cells.Sample($"q{i}", i, i % 2) with { Answer = new string('a', 200) };
                if (i % 20_000 == 0)
                {
                    LargestGrowth = Math.Max(LargestGrowth, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }
    }
}
