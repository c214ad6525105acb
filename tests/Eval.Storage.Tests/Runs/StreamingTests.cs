namespace Eval.Storage.Tests.Runs;

[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
public class AloneBecauseItWeighsMemory;

[Collection(nameof(StreamingTests))]
public class StreamingTests : StorageTest
{
    private const int Samples = 100_000;

    [Fact]
    public async Task ReadSamples_HundredThousand_HoldsFewInMemory()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database, Plans.Of(samples: Samples));
        for (var i = 0; i < Samples; i += 500)
        {
            await database.Runs.AppendAsync(Plans.Batch(cell, i, 500), None);
        }

        var stored = await database.Runs.LoadStoredAsync(cell, None);
        stored.Count.ShouldBe(Samples);
        (await LargestGrowthAsync(database.Runs.ReadSamplesAsync(cell, texts: false, None))).ShouldBeLessThan(4_000_000);
        (await LargestGrowthAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None))).ShouldBeLessThan(4_000_000);
    }

    /// <summary>By how many bytes the live heap grew at most while a stream was read to its end.</summary>
    private static async Task<long> LargestGrowthAsync<T>(IAsyncEnumerable<T> stream)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var largest = 0L;
        var count = 0;
        await foreach (var _ in stream)
        {
            if (++count % 10_000 == 0)
            {
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        count.ShouldBe(Samples);
        return largest;
    }
}
