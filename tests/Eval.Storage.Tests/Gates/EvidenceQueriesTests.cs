using Eval.Core.Running;
using Eval.Storage.Gates;

namespace Eval.Storage.Tests.Gates;

public class EvidenceQueriesTests : StorageTest
{
    private static readonly CellKey Key = new(
        new Core.Models.ModelIdentity("local", "sha-1", "llama.cpp 0.5.0", "context=512").Canonical, "facts", "1", "definition-facts", "data-facts", 1, 17);

    [Fact]
    public async Task FindAsync_SameKey_GivesTheNewestFirstWithWhatIsStored()
    {
        await using var database = await OpenAsync();
        var (first, firstCell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(Plans.Batch(firstCell, 0, 10), None);
        var (second, secondCell) = await CreateRunAsync(database);
        await database.Runs.AppendAsync(
            [new CellResult(secondCell, Plans.Sample(0)), new CellResult(secondCell, Plans.Sample(1, outcome: SampleOutcome.TimedOut))], None);

        (await database.GateEvidence.FindAsync(Key, None)).ShouldBe([new FoundCell(second, secondCell, 10, 2, 1), new FoundCell(first, firstCell, 10, 10, 10)]);
    }

    public static TheoryData<CellKey> Others =>
    [
        Key with { CandidateIdentity = "another" }, Key with { SuiteName = "sums" }, Key with { SuiteVersion = "2" },
        Key with { DefinitionHash = "another" }, Key with { DataHash = "another" }, Key with { Epochs = 2 }, Key with { Seed = 18 },
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task FindAsync_AnythingDiffers_GivesNone(CellKey other)
    {
        await using var database = await OpenAsync();
        await CreateRunAsync(database);
        (await database.GateEvidence.FindAsync(Key, None)).Count.ShouldBe(1);
        (await database.GateEvidence.FindAsync(other, None)).ShouldBeEmpty();
    }
}
