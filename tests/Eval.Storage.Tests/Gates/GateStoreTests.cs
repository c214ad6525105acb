using Eval.Core.Gates;
using Eval.Storage.Gates;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Storage.Tests.Gates;

public class GateStoreTests : StorageTest
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task AddAsync_Record_IsGivenBackWholeWithNumberTimeAndMachine()
    {
        var record = Record();
        await using (var database = await OpenAsync())
        {
            var added = await database.Gates.AddAsync(record, None);
            (added.Id, added.Attempt, added.DecidedAt, added.Machine).ShouldBe((1, 1, _time.GetUtcNow(), Environment.MachineName));
            added.Program.ShouldNotBeEmpty();
        }

        await using var again = await OpenAsync(OpenMode.ReadOnly);
        var read = (await again.Gates.GetAsync(1, None))!;
        read.Evidence.ShouldBe(record.Evidence);
        (read with { Id = 0, DecidedAt = default, Program = "", Machine = "", Evidence = record.Evidence, Waivers = record.Waivers }).ShouldBe(record);
        (await again.Gates.GetAsync(2, None)).ShouldBeNull();
    }

    [Fact]
    public async Task AddAsync_SamePolicyBaselineAndCandidate_CountsAttempts()
    {
        await using var database = await OpenAsync();
        var attempts = new List<int>();
        foreach (var record in (GateRecord[])[
            Record("e1"), Record("e2"), Record("e1"), Record("e3"), Record("e4") with { PolicyHash = "stricter" },
            Record("e5") with { CandidateIdentity = "another" }, Record("e6") with { BaselineIdentity = "another" }, Record("e7") with { Gate = "renamed" }])
        {
            attempts.Add((await database.Gates.AddAsync(record, None)).Attempt);
        }

        // The third is the first one over again; a new name makes no new gate.
        attempts.ShouldBe([1, 2, 1, 3, 1, 1, 1, 4]);
        (await database.Gates.AttemptsAsync(Record("new"), None)).Select(r => r.EvidenceHash).ShouldBe(["e1", "e2", "e1", "e3", "e7"]);
    }

    [Fact]
    public async Task LastPassedAsync_SeveralDecisions_IsTheNewestPassOfThatGate()
    {
        await using var database = await OpenAsync();
        (await database.Gates.LastPassedAsync("upgrade", null, None)).ShouldBeNull();
        await database.Gates.AddAsync(Record("1"), None);
        await database.Gates.AddAsync(Record("2"), None);
        await database.Gates.AddAsync(Record("3") with { Gate = "other" }, None);
        await database.Gates.AddAsync(Record("4") with { Verdict = GateVerdict.Fail }, None);
        await database.Gates.WaiveAsync(4, "shipped anyway", "kim", null, None);

        var last = (await database.Gates.LastPassedAsync("upgrade", null, None))!;
        (last.Id, last.EvidenceHash, last.Evidence.Count).ShouldBe((2, "2", 2));
        await database.Gates.AddAsync(Record("5") with { PolicyHash = "laxer" }, None);
        (await database.Gates.LastPassedAsync("upgrade", last.PolicyHash, None))!.Id.ShouldBe(2);
        (await database.Gates.LastPassedAsync("upgrade", null, None))!.PolicyHash.ShouldBe("laxer");
    }

    [Fact]
    public async Task WaiveAsync_Decision_KeepsVerdictAndEvidenceAndAddsTheWaiver()
    {
        await using var database = await OpenAsync();
        var fail = await database.Gates.AddAsync(Record() with { Verdict = GateVerdict.Fail, ExitCode = 1 }, None);
        var until = _time.GetUtcNow().AddDays(7);
        await database.Gates.WaiveAsync(fail.Id, "hotfix", "kim", until, None);
        _time.Advance(TimeSpan.FromHours(1));
        var waived = (await database.Gates.WaiveAsync(fail.Id, "still needed", "lee", until.AddDays(7), None))!;

        (waived.Verdict, waived.ExitCode, waived.Decision, waived.EvidenceHash).ShouldBe((GateVerdict.Fail, 1, fail.Decision, fail.EvidenceHash));
        waived.Evidence.ShouldBe(fail.Evidence);
        waived.Waivers.ShouldBe([
            new GateWaiver("still needed", "lee", _time.GetUtcNow(), until.AddDays(7)),
            new GateWaiver("hotfix", "kim", _time.GetUtcNow().AddHours(-1), until)]);
        waived.WaiverAt(until.AddDays(7).AddTicks(-1))!.By.ShouldBe("lee");
        waived.WaiverAt(until.AddDays(7)).ShouldBeNull();
        (await database.Gates.WaiveAsync(77, "x", "y", null, None)).ShouldBeNull();
    }

    [Fact]
    public async Task ListAsync_OfOneGate_GivesTheNewestFirst()
    {
        await using var database = await OpenAsync();
        await database.Gates.AddAsync(Record("1"), None);
        await database.Gates.AddAsync(Record("2") with { Gate = "other" }, None);
        await database.Gates.AddAsync(Record("3"), None);
        (await database.Gates.ListAsync(null, 0, 2, None)).Select(r => r.EvidenceHash).ShouldBe(["3", "2"]);
        (await database.Gates.ListAsync("upgrade", 0, 9, None)).Select(r => r.EvidenceHash).ShouldBe(["3", "1"]);
        (await database.Gates.ListAsync("upgrade", 1, 9, None)).Select(r => r.EvidenceHash).ShouldBe(["1"]);
    }

    [Fact]
    public async Task DecisionsAsync_RunDeleted_KeepTheRecord()
    {
        await using var database = await OpenAsync();
        var (run, cell) = await CreateRunAsync(database);
        var source = Record().Evidence[0] with { RunId = run, CellId = cell };
        await database.Gates.AddAsync(Record() with { Evidence = [source] }, None);
        RawSqlite.Execute(DatabasePath, "PRAGMA foreign_keys=ON; DELETE FROM \"Runs\"");
        (await database.Gates.GetAsync(1, None))!.Evidence.ShouldBe([source]);
    }

    private new Task<EvalDatabase> OpenAsync(OpenMode mode = OpenMode.ReadWrite) =>
        EvalDatabase.OpenAsync(new EvalDatabaseOptions { Path = DatabasePath, Mode = mode, Time = _time }, None);

    private static GateRecord Record(string evidence = "evidence") => new()
    {
        Gate = "upgrade",
        PolicyHash = "policy",
        PolicyText = """{"margin":{"facts":0.02}}""",
        Baseline = "@last-passed",
        BaselineName = "medium",
        BaselineIdentity = "local|medium",
        CandidateName = "large",
        CandidateIdentity = "local|large",
        Verdict = GateVerdict.Pass,
        ExitCode = 0,
        EvidenceHash = evidence,
        Decision = """{"schema":1}""",
        WorkspaceFile = "/somewhere/eval.yaml",
        DecidedBy = "kim",
        Evidence =
        [
            new GateSource { Side = GateSide.Baseline, Suite = "facts", ArchiveFile = "old.zip", ArchiveHash = "abc", DefinitionHash = "d", DataHash = "h", Samples = 10, Epochs = 2, Seed = 17 },
            new GateSource { Side = GateSide.Candidate, Suite = "facts", RunId = 3, CellId = 9, DefinitionHash = "d", DataHash = "h", Samples = 10, Epochs = 1, Seed = 17 },
        ],
    };
}
