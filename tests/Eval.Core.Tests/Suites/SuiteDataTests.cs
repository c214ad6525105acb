using Eval.Core.Datasets;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Suites;

[Collection(nameof(MeasuringMemory))]
public sealed class SuiteDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SuiteData _data = new(new DataSources());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_AllRows_CountsAndSums()
    {
        var suite = Suite(Lines(10));
        var seen = new List<int>();
        var found = await _data.InspectAsync(
            suite, null, 17, s =>
            {
                seen.Add(s.Ordinal);
                return new SampleEstimate(2, 3, 4);
            },
            CancellationToken.None);
        (found.Count, found.Calls, found.Characters, found.OutputTokens).ShouldBe((10, 20L, 30L, 40L));
        seen.ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public async Task Read_WithLimit_GivesWhatInspectSawInTheDatasOrder()
    {
        var suite = Suite(Lines(100), "slices: [g]");
        var inspected = new List<Sample>();
        await _data.InspectAsync(suite, 12, 17, Keep(inspected), CancellationToken.None);
        var read = await _data.ReadAsync(suite, 12, 17, CancellationToken.None).ToListAsync();
        read.Select(s => (s.Ordinal, s.Id)).ShouldBe(inspected.Select(s => (s.Ordinal, s.Id)));
        (await new SuiteData(new DataSources()).ReadAsync(suite, 12, 17, CancellationToken.None).ToListAsync()).Select(s => s.Id).ShouldBe(read.Select(s => s.Id));
        read.Select(s => s.Ordinal).ShouldBe(Enumerable.Range(0, 12));
        read.Select(s => s.Source.Line).ShouldBe(read.Select(s => s.Source.Line).Order());
        read.GroupBy(s => s.Fields["g"]!.ToString()).Select(g => g.Count()).ShouldAllBe(n => n == 3);
        read.Select(s => s.Id).ShouldNotBe((await _data.ReadAsync(suite, 12, 18, CancellationToken.None).ToListAsync()).Select(s => s.Id));
    }

    [Theory]
    [InlineData("g")]
    [InlineData(null)]
    public async Task Read_InSteps_GivesEachSampleOfTheLastLimitOnce(string? slice)
    {
        var suite = Suite(Lines(100), slice is null ? "" : $"slices: [{slice}]");
        SampleRange[] steps = [new(0, 7), new(7, 31), new(31, 90), new(90, null)];
        var seen = new List<string>();
        foreach (var step in steps)
        {
            var inspected = new List<Sample>();
            var found = await _data.InspectAsync(suite, step, 17, Keep(inspected), CancellationToken.None);
            var read = await _data.ReadAsync(suite, step, 17, CancellationToken.None).ToListAsync();
            read.Select(s => (s.Ordinal, s.Id)).ShouldBe(inspected.Select(s => (s.Ordinal, s.Id)));
            read.Select(s => s.Ordinal).ShouldBe(Enumerable.Range(0, found.Count));
            seen.AddRange(read.Select(s => s.Id));
            var whole = await _data.ReadAsync(suite, step.Limit, 17, CancellationToken.None).Select(s => s.Id).ToListAsync();
            seen.Order(StringComparer.Ordinal).ShouldBe(whole.Order(StringComparer.Ordinal));
        }

        seen.Count.ShouldBe(100);
        (await _data.ReadAsync(suite, new SampleRange(100, null), 17, CancellationToken.None).ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task DataHash_ChangesWithContentOrderAndLimitOnly()
    {
        var hash = await Hash(Suite(Lines(10)));
        hash.ShouldMatch("^[0-9a-f]{64}$");
        (await Hash(Suite(Lines(10).Replace("\"n\":3", "\"n\":  3").Replace("\n", "\r\n")))).ShouldBe(hash);
        (await Hash(Suite(Lines(10).Replace("\"n\":3", "\"n\":33")))).ShouldNotBe(hash);
        (await Hash(Suite(Lines(10).Replace("r3", "r33")))).ShouldNotBe(hash);
        (await Hash(Suite(Lines(9)))).ShouldNotBe(hash);
        (await Hash(Suite(string.Join('\n', Lines(10).Split('\n').Reverse())))).ShouldNotBe(hash);
        (await Hash(Suite(Lines(10)), limit: 5)).ShouldNotBe(hash);
    }

    [Fact]
    public async Task DataHash_FewShotRows_CountToo()
    {
        _folder.Write("shots.jsonl", "{\"n\":1,\"g\":\"a\"}\n{\"n\":2,\"g\":\"b\"}\n");
        var suite = Suite(Lines(10), "fewShot: { count: 1, dataset: { files: shots.jsonl } }");
        var hash = await Hash(suite);
        _folder.Write("shots.jsonl", "{\"n\":9,\"g\":\"a\"}\n{\"n\":2,\"g\":\"b\"}\n");
        (await Hash(suite)).ShouldNotBe(hash);
    }

    [Fact]
    public async Task Inspect_IdsThatOccurTwice_AreNamedWithBothPlaces()
    {
        var suite = Suite("{\"id\":\"x\"}\n{\"id\":\"y\"}\n{\"id\":\"x\"}\n");
        var problem = await ConfigAssert.ProblemAsync(() => Hash(suite));
        problem.ShouldContain("d.jsonl:3: the id \"x\" is already that of ");
        problem.ShouldContain("d.jsonl:1");
    }

    [Theory]
    [InlineData("slices: [gg]", "slices: no sample has the field \"gg\" (did you mean \"g\"?)")]
    [InlineData("cluster: doc", "cluster: no sample has the field \"doc\"")]
    [InlineData("stratify: x.y", "stratify: no sample has the field \"x.y\"")]
    public async Task Inspect_FieldThatNoRowHas_IsAMistake(string line, string message) =>
        (await ConfigAssert.ProblemAsync(() => Hash(Suite(Lines(3), line)))).ShouldContain(message);

    [Fact]
    public async Task Inspect_ManyWrongRows_ReportsTheFirstTwenty()
    {
        var problems = await ConfigAssert.ProblemsAsync(() => _data.InspectAsync(
            Suite(Lines(100)), null, 1, s => throw new EvalConfigurationException(s.Source, "no"), CancellationToken.None));
        problems.Count.ShouldBe(20);
        problems[0].ShouldEndWith("d.jsonl:1: no");
    }

    [Fact]
    public async Task Inspect_SameMistakeInEveryRow_IsReportedOnce()
    {
        var suite = Suite(Lines(100));
        (await ConfigAssert.ProblemsAsync(() => _data.InspectAsync(
            suite, null, 1, s => throw new EvalConfigurationException(suite.DefinedAt, "not allowed"), CancellationToken.None))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_ManyRows_MemoryStaysFlat()
    {
        // The absolute number is loose; a reader that held the rows would need hundreds of megabytes more for the larger file.
        var rows = 20_000 * TestRounds.Of(50);
        using (var writer = new StreamWriter(_folder.PathOf("d.jsonl")))
        {
            for (var i = 0; i < rows; i++)
            {
                writer.Write("{\"id\":\"r");
                writer.Write(i);
                writer.WriteLine("\",\"text\":\"" + "some words that take room, as the texts of a data set do; ".PadRight(300, 'x') + "\"}");
            }
        }

        var suite = Suite(null);
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var found = await _data.InspectAsync(suite, rows / 10, 17, Watch, CancellationToken.None);
        found.Count.ShouldBe(rows / 10);
        await foreach (var sample in _data.ReadAsync(suite, null, 17, CancellationToken.None))
        {
            Watch(sample);
        }

        (most - start).ShouldBeLessThan(40L << 20);

        SampleEstimate Watch(Sample sample)
        {
            if (sample.Ordinal % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }

            return default;
        }
    }

    private static Func<Sample, SampleEstimate> Keep(List<Sample> samples) => s =>
    {
        samples.Add(s);
        return default;
    };

    private static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"{{\"id\":\"r{i}\",\"n\":{i},\"g\":\"{(char)('a' + (i % 4))}\"}}"));

    private async Task<string> Hash(Suite suite, int? limit = null) =>
        (await new SuiteData(new DataSources()).InspectAsync(suite, limit, 17, _ => default, CancellationToken.None)).DataHash;

    private Suite Suite(string? data, string more = "")
    {
        if (data is not null)
        {
            _folder.Write("d.jsonl", data);
        }

        return SuiteLoader.Load(_folder.Write("suite.yaml", $"name: t\nversion: 1\nkind: echo\ndataset: {{ files: d.jsonl }}\n{more}\n"), [new EchoKind()]);
    }
}
