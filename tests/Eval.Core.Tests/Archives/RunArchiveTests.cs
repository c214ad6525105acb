using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Core.Archives;
using Eval.Core.Comparisons;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Models.Pipeline;
using Eval.Core.Running;
using Eval.Core.Tests.Comparisons;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Archives;

public sealed class RunArchiveTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly JsonSerializerOptions Whole = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("run.jsonl")]
    [InlineData("run.jsonl.gz")]
    public async Task Open_WrittenRun_GivesBackEverything(string name)
    {
        var run = Source.Of(2, 3);
        var content = await RunArchiveWriter.WriteAsync(_folder.PathOf(name), run.Run, run, texts: true, None);
        var archive = await RunArchive.OpenAsync(_folder.PathOf(name), None);
        (archive.Samples, archive.Sha256, archive.HasTexts).ShouldBe((6, content.Sha256, true));
        Json(archive.Run).ShouldBe(Json(run.Run));
        for (var cell = 0; cell < 2; cell++)
        {
            var read = await archive.ReadSamplesAsync(run.Run.Cells[cell].Id, texts: true, None).ToListAsync();
            Json(read).ShouldBe(Json(run.Samples[cell]));
        }

        Directory.GetFiles(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Open_Gzip_IsCompressedAndOfTheSameHash()
    {
        var run = Source.Of(1, 50);
        var plain = await RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl"), run.Run, run, texts: true, None);
        var packed = await RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl.gz"), run.Run, run, texts: true, None);
        packed.ShouldBe(plain);
        new FileInfo(_folder.PathOf("a.jsonl.gz")).Length.ShouldBeLessThan(new FileInfo(_folder.PathOf("a.jsonl")).Length / 3);

        // Whatever the file is called.
        File.Move(_folder.PathOf("a.jsonl.gz"), _folder.PathOf("baseline"));
        (await RunArchive.OpenAsync(_folder.PathOf("baseline"), None)).Sha256.ShouldBe(plain.Sha256);
    }

    [Fact]
    public async Task Read_WithoutTexts_PairsTheSameQuestionsAndCountsTheSameVotes()
    {
        var run = Source.Of(1, 4);
        await RunArchiveWriter.WriteAsync(_folder.PathOf("bare.jsonl"), run.Run, run, texts: false, None);
        var text = File.ReadAllText(_folder.PathOf("bare.jsonl"));
        text.ShouldNotContain("Question ");
        text.ShouldNotContain("secret answer");
        text.ShouldNotContain("reason");
        var archive = await RunArchive.OpenAsync(_folder.PathOf("bare.jsonl"), None);
        archive.HasTexts.ShouldBeFalse();
        var read = await archive.ReadSamplesAsync(11, texts: true, None).ToListAsync();
        read.Select(QuestionHash.Of).ShouldBe(run.Samples[0].Select(QuestionHash.Of));
        read[0].DetailJson.ShouldBe(read[2].DetailJson);
        read[0].DetailJson.ShouldNotBe(read[1].DetailJson);
        read[0].DetailJson!.ShouldStartWith("{\"vote\":");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_PairedWithAnotherCell_GivesTheScoresOfTheDatabase(bool texts)
    {
        var old = Cells.Of(Cells.Scored(1, 0, 1, double.NaN, 0.25), limit: 5, data: "data-5");
        var @new = Cells.Of(Cells.Scored(0, 0, 1, 1, 1.0 / 3, 1), limit: 6, data: "data-6");
        await RunArchiveWriter.WriteAsync(_folder.PathOf("old.jsonl.gz"), old.Run, old.Samples, texts, None);
        var archive = await RunArchive.OpenAsync(_folder.PathOf("old.jsonl.gz"), None);
        var archived = new ComparedCell(archive.Run, archive.Run.Cells[0], archive, archive.Path);
        var expected = await Cells.PairAsync(old, @new);
        expected.Count.ShouldBe(4);
        Json(await Cells.PairAsync(archived, @new)).ShouldBe(Json(expected));
    }

    [Fact]
    public async Task Write_HeadersOfAnEndpoint_AreLeftOut()
    {
        var model = new ModelIdentity("hosted", "https://host/v1 m", "openai-compatible", "header.X-Token=sk-literal;temperature=0");
        var cell = Cells.Of(Cells.Scored(1), model: model);
        await RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl"), cell.Run, cell.Samples, texts: true, None);
        File.ReadAllText(_folder.PathOf("a.jsonl")).ShouldNotContain("sk-literal");
        (await RunArchive.OpenAsync(_folder.PathOf("a.jsonl"), None)).Run.Cells[0].Model!.Settings.ShouldBe("header.X-Token=…;temperature=0");
    }

    [Theory]
    [InlineData("the file is cut off", 0.5)]
    [InlineData("the file is cut off", 0.999)]
    public async Task Open_CutOff_SaysSo(string message, double share)
    {
        var text = await TextAsync();
        (await ProblemAsync(text[..(int)(text.Length * share)])).ShouldContain(message);
    }

    [Fact]
    public async Task Open_CutOffGzip_SaysSo()
    {
        var run = Source.Of(1, 500);
        await RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl.gz"), run.Run, run, texts: true, None);
        var bytes = await File.ReadAllBytesAsync(_folder.PathOf("a.jsonl.gz"));
        await File.WriteAllBytesAsync(_folder.PathOf("a.jsonl.gz"), bytes[..(bytes.Length / 2)]);
        (await ProblemOfAsync(_folder.PathOf("a.jsonl.gz"))).ShouldContain("cut off");
        bytes[bytes.Length / 2] ^= 0x55;
        await File.WriteAllBytesAsync(_folder.PathOf("a.jsonl.gz"), bytes);
        (await ProblemOfAsync(_folder.PathOf("a.jsonl.gz"))).ShouldMatch("damaged|cut off|changed");
    }

    [Theory]
    [InlineData("\"acc\":0.25", "\"acc\":1.25", "the content's SHA-256 is")]
    [InlineData("\"version\":1", "\"version\":2", "has version 2, this program reads up to 1")]
    [InlineData("eval-run-archive", "another-format", "no run archive")]
    [InlineData("{\"format\"", "format", "no run archive")]
    [InlineData("{\"samples\":3", "{\"samples\":4", "3 samples where 4 were written")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"0", "SHA-256")]
    public async Task Open_ChangedFile_SaysWhatIsWrong(string before, string after, string message)
    {
        var text = await TextAsync();
        text.ShouldContain(before);
        (await ProblemAsync(text.Replace(before, after))).ShouldContain(message);
    }

    [Theory]
    [InlineData("\"cells\":[{", "\"cells\":[null,{", "lacks the run, its suites or its cells")]
    [InlineData("\"candidate\":\"candidate-0\"", "\"candidate\":null", "lacks the run, its suites or its cells")]
    [InlineData("{\"cell\":0,\"ordinal\":1", "{\"cell\":7,\"ordinal\":1", "belongs to no cell of the run")]
    [InlineData("{\"cell\":0,\"ordinal\":1", "{\"cell\":-1,\"ordinal\":1", "belongs to no cell of the run")]
    public async Task Open_HostileFileWithARightHash_SaysWhatIsWrong(string before, string after, string message)
    {
        var text = await TextAsync();
        text.ShouldContain(before);
        (await ProblemAsync(Signed(text.Replace(before, after)))).ShouldContain(message);
    }

    [Fact]
    public async Task Read_HostileLineWithARightHash_NamesTheLine()
    {
        File.WriteAllText(_folder.PathOf("b.jsonl"), Signed((await TextAsync()).Replace("{\"cell\":0,\"ordinal\":1,", "{\"cell\":0,\"ordinal\":\"x\",")));
        var archive = await RunArchive.OpenAsync(_folder.PathOf("b.jsonl"), None);
        var error = await Should.ThrowAsync<EvalConfigurationException>(async () => await archive.ReadSamplesAsync(11, false, None).ToListAsync());
        error.Message.ShouldStartWith($"{_folder.PathOf("b.jsonl")}:3: the line is no sample");
    }

    [Fact]
    public async Task Open_OtherFiles_AreNamedWithTheirPath()
    {
        (await ProblemAsync("")).ShouldContain("the file is empty");
        (await ProblemAsync("[1,2]\n")).ShouldContain("no run archive");
        (await ProblemAsync("\0\u0001binary")).ShouldContain("no run archive");
        (await ProblemOfAsync(_folder.PathOf("missing.jsonl"))).ShouldBe($"{_folder.PathOf("missing.jsonl")}: there is no such file");
        (await ProblemOfAsync(_folder.Root)).ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Open_LineEndsOfAnotherSystem_AreNoChange()
    {
        var text = await TextAsync();
        File.WriteAllText(_folder.PathOf("b.jsonl"), text.Replace("\n", "\r\n"));
        (await RunArchive.OpenAsync(_folder.PathOf("b.jsonl"), None)).Samples.ShouldBe(3);
    }

    [Fact]
    public async Task Read_CellThatIsNotInIt_Throws()
    {
        await TextAsync();
        var archive = await RunArchive.OpenAsync(_folder.PathOf("a.jsonl"), None);
        await Should.ThrowAsync<ArgumentException>(async () => await archive.ReadSamplesAsync(99, false, None).ToListAsync());
    }

    [Fact]
    public async Task Write_FailsInTheMiddle_LeavesTheOldFileAndNothingElse()
    {
        await TextAsync();
        var before = File.ReadAllText(_folder.PathOf("a.jsonl"));
        var run = Source.Of(1, 3);
        await Should.ThrowAsync<IOException>(RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl"), run.Run, new Failing(), texts: true, None));
        File.ReadAllText(_folder.PathOf("a.jsonl")).ShouldBe(before);
        Directory.GetFiles(_folder.Root).ShouldHaveSingleItem();
    }

    private static string Signed(string text)
    {
        var end = text.LastIndexOf("{\"samples\"", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text[..end])));
        return $"{text[..end]}{{\"samples\":3,\"sha256\":\"{hash}\"}}\n";
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Whole);

    private async Task<string> TextAsync()
    {
        var run = Source.Of(1, 3);
        await RunArchiveWriter.WriteAsync(_folder.PathOf("a.jsonl"), run.Run, run, texts: true, None);
        return File.ReadAllText(_folder.PathOf("a.jsonl"));
    }

    private Task<string> ProblemAsync(string content)
    {
        File.WriteAllText(_folder.PathOf("b.jsonl"), content);
        return ProblemOfAsync(_folder.PathOf("b.jsonl"));
    }

    private static async Task<string> ProblemOfAsync(string path)
    {
        var problem = (await Should.ThrowAsync<EvalConfigurationException>(RunArchive.OpenAsync(path, None))).Message;
        problem.ShouldStartWith(path);
        return problem;
    }

    private sealed class Failing : ISampleSource
    {
        public IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, CancellationToken cancellationToken) =>
            AsyncEnumerable.Range(0, 3).Select(i => i < 2 ? Cells.Sample($"q{i}", i, 1) : throw new IOException("gone"));
    }

    /// <summary>A run with everything that can be stored of one.</summary>
    private sealed class Source : ISampleSource
    {
        public required StoredRun Run { get; init; }

        public required List<SampleResult>[] Samples { get; init; }

        public static Source Of(int cells, int samples)
        {
            var all = Enumerable.Range(0, cells).Select(c => Enumerable.Range(0, samples).Select(i => Sample(c, i)).ToList()).ToArray();
            var stored = Enumerable.Range(0, cells).Select(c => new StoredCell(
                11 + c, $"candidate-{c}", "local|sha|llama.cpp|context=512", "facts", "1", "multiple-choice", "def", "data", samples, 1, c == 0 ? null : 50,
                c == 0 ? null : "no chat template", new Dictionary<SampleOutcome, int> { [SampleOutcome.Completed] = samples }, 12, 3, 1.0 / 3, 1, 77,
                [new Estimate { MetricId = "acc", Value = 0.1 + 0.2, High = double.PositiveInfinity, N = samples, Planned = samples, Note = "a \u202e note" }, new Estimate { MetricId = "acc_generated", N = 0, Planned = samples }])
            {
                Model = new ModelIdentity("local", "sha", "llama.cpp", "context=512"),
                DefinitionText = "{\"name\":\"facts\"}",
                Metrics = ["acc"],
                Calls = new CallTotals(Calls: 3, WaitMs: 1.5),
            }).ToList();
            var run = new StoredRun(
                5, "nightly", "hash", RunStatus.Stopped, "the budget", "cli", 17, DateTimeOffset.UnixEpoch.AddTicks(7), DateTimeOffset.UnixEpoch.AddDays(1), stored)
            {
                Machine = "box",
                Program = "0.1.0",
                Confidence = 0.9,
            };
            return new Source { Run = run, Samples = all };
        }

        public IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, CancellationToken cancellationToken) =>
            Samples[cellId - 11].ToAsyncEnumerable();

        private static SampleResult Sample(int cell, int i) => new()
        {
            Ordinal = i,
            Epoch = cell,
            SampleId = $"q{i} \"é\u2028🙂",
            Outcome = i == 1 ? SampleOutcome.Refused : SampleOutcome.Completed,
            Reason = i == 1 ? "the reason" : null,
            Measures = new Dictionary<string, double> { ["acc"] = 0.25, ["ll"] = i == 0 ? double.NegativeInfinity : -1.0 / 3 },
            Slices = i == 0 ? new Dictionary<string, string> { ["topic"] = "a=b" } : new Dictionary<string, string>(),
            Cluster = i == 0 ? "book" : null,
            Prompt = $"Question {i}\r\n\u0001?",
            Answer = "secret answer",
            Target = i == 2 ? null : "yes",
            DetailJson = $$"""{"vote":"secret answer {{i % 2}}","choices":[1,2]}""",
            InputTokens = i,
            OutputTokens = 2,
            DurationMs = 1.0 / 3,
            Cached = i == 0,
            CostMicroUsd = i == 0 ? 0 : null,
        };
    }
}
