using System.Globalization;
using Eval.TestSupport;

namespace Eval.Storage.Tests.Runs;

public class KilledWriterTests : StorageTest
{
    private const int Batch = 7;

    [Fact]
    public async Task AppendAsync_ProcessKilled_KeepsWhatWasAcknowledgedAndNoPartOfABatch()
    {
        long run;
        long cell;
        await using (var database = await OpenAsync())
        {
            (run, cell) = await CreateRunAsync(database);
        }

        var acknowledged = 0;
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            using (var child = new ChildProcess("append", DatabasePath, $"{cell}", $"{Batch}"))
            {
                // The child is in the middle of a later batch when the kill arrives; how much later differs by round.
                for (var i = 0; i < 1 + (round * 37 % 101); i++)
                {
                    acknowledged = int.Parse((await child.ReadLineAsync()).ShouldNotBeNull(), CultureInfo.InvariantCulture);
                }

                var rest = (await child.KillAsync()).Split('\n');
                acknowledged = rest[..^1].Select(l => int.Parse(l, CultureInfo.InvariantCulture)).DefaultIfEmpty(acknowledged).Last();
            }

            await using var database = await OpenAsync();
            RawSqlite.Query(DatabasePath, "PRAGMA integrity_check").ShouldBe(["ok"]);
            var stored = await ListAsync(database.SampleQueries.ReadAsync(new() { RunId = run }, None));
            stored.Count.ShouldBeGreaterThanOrEqualTo(acknowledged);
            (stored.Count % Batch).ShouldBe(0);
            stored.Select(s => s.Result.Ordinal).ShouldBe(Enumerable.Range(0, stored.Count));
            stored.ShouldAllBe(s => s.Result.Answer == $"answer {s.Result.Ordinal}");
        }
    }
}
