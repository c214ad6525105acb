using Eval.Core.Datasets;
using Eval.Core.Prompts;
using Eval.Core.Suites;
using Eval.Core.Tests.Suites;
using Eval.TestSupport;

namespace Eval.Core.Tests.Prompts;

public sealed class FewShotPoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Choose_Fixed_TakesTheFirstOfItsOwnDataSet()
    {
        _folder.Write("shots.jsonl", Rows(5, "t"));
        var (selector, samples) = await Load(Rows(3, "s"), "{ count: 3, dataset: { files: shots.jsonl } }");
        samples.ShouldAllBe(s => Ids(selector, s) == "t0 t1 t2");
    }

    [Fact]
    public async Task Choose_FixedFromTheSuiteItself_NeverTakesTheSample()
    {
        var (selector, samples) = await Load(Rows(5, "s"), "{ count: 2 }");
        samples.Select(s => Ids(selector, s)).ShouldBe(["s1 s2", "s0 s2", "s0 s1", "s0 s1", "s0 s1"]);
    }

    [Theory]
    [InlineData("{ count: 2 }")]
    [InlineData("{ count: 2, choice: random }")]
    [InlineData("{ count: 2, choice: balanced, balanceBy: a }")]
    [InlineData("{ count: 2, dataset: { files: shots.jsonl } }")]
    [InlineData("{ count: 2, choice: random, dataset: { files: shots.jsonl } }")]
    public async Task Choose_RowEqualToTheSample_IsNeverTaken(string fewShot)
    {
        // Every question stands twice, under different ids; the training set repeats them all.
        var twice = string.Join('\n', Enumerable.Range(0, 8).Select(i => $"{{\"id\":\"x{i}\",\"a\":\"{i / 2 % 2}\",\"q\":{i / 2}}}"));
        _folder.Write("shots.jsonl", twice.Replace("\"x", "\"y"));
        var (selector, samples) = await Load(twice, fewShot);
        foreach (var sample in samples)
        {
            var examples = selector.Choose(sample);
            examples.Count.ShouldBe(2);
            examples.ShouldNotContain(e => e.Fields["q"]!.ToJsonString() == sample.Fields["q"]!.ToJsonString());
            examples.Select(e => e.Fields["q"]!.ToJsonString()).ShouldBeUnique();
        }
    }

    [Fact]
    public async Task Choose_Random_DependsOnSeedAndIdAlone()
    {
        var (selector, samples) = await Load(Rows(200, "s"), "{ count: 4, choice: random }");
        var (again, _) = await Load(Rows(200, "s"), "{ count: 4, choice: random }");
        var (other, _) = await Load(Rows(200, "s"), "{ count: 4, choice: random }", seed: 18);
        var forward = samples.Select(s => Ids(selector, s)).ToList();
        samples.AsEnumerable().Reverse().Select(s => Ids(again, s)).Reverse().ShouldBe(forward);
        samples.Select(s => Ids(other, s)).ShouldNotBe(forward);
        forward.Distinct().Count().ShouldBeGreaterThan(190);
        samples.ShouldAllBe(s => !Ids(selector, s).Split(' ', StringSplitOptions.None).Contains(s.Id) && selector.Choose(s).Distinct().Count() == 4);
    }

    [Fact]
    public async Task Choose_Random_TakesEveryRowEquallyOften()
    {
        var (selector, samples) = await Load(Rows(400, "s"), "{ count: 5, choice: random, dataset: { samples: [ { x: 0 }, { x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }, { x: 5 }, { x: 6 }, { x: 7 }, { x: 8 }, { x: 9 } ] } }");
        var counts = samples.SelectMany(selector.Choose).GroupBy(e => e.Id).Select(g => g.Count()).ToList();
        // 400 × 5 of 10: 200 each, with a standard deviation of 10.
        counts.Count.ShouldBe(10);
        counts.ShouldAllBe(n => n > 150 && n < 250);
    }

    [Theory]
    [InlineData(4, "1 1 1 1")]
    [InlineData(8, "2 2 2 2")]
    [InlineData(6, "1 1 2 2")]
    public async Task Choose_Balanced_TakesValuesAsEquallyAsPossible(int count, string expected)
    {
        var (selector, samples) = await Load(Rows(80, "s"), $"{{ count: {count}, choice: balanced, balanceBy: a }}");
        foreach (var sample in samples)
        {
            var sizes = selector.Choose(sample).GroupBy(e => e.Fields["a"]!.ToString()).Select(g => g.Count()).Order();
            string.Join(' ', sizes).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Choose_MatchBy_StaysInTheGroup()
    {
        var (selector, samples) = await Load(Rows(80, "s"), "{ count: 3, choice: random, matchBy: a }");
        samples.ShouldAllBe(s => selector.Choose(s).All(e => e.Fields["a"]!.ToString() == s.Fields["a"]!.ToString()));
    }

    [Fact]
    public async Task Choose_ExampleEqualToTheSampleAndNoOtherLeft_GivesOneFewer()
    {
        // MMLU's college physics: a test question stands among the five examples of its subject.
        _folder.Write("shots.jsonl", Rows(3, "t"));
        var (selector, samples) = await Load(Rows(5, "t"), "{ count: 3, dataset: { files: shots.jsonl } }");
        samples.Select(s => selector.Choose(s).Count).ShouldBe([2, 2, 2, 3, 3]);
    }

    [Fact]
    public async Task Choose_TooFewRows_SaysHowManyThereAre()
    {
        var (selector, samples) = await Load(Rows(3, "s"), "{ count: 3 }");
        ConfigAssert.Problem(() => selector.Choose(samples[0])).ShouldContain("sample \"s0\" finds 2 few-shot examples, but 3 are asked for");
        (selector, samples) = await Load(Rows(8, "s"), "{ count: 2, matchBy: a }");
        ConfigAssert.Problem(() => selector.Choose(samples[0])).ShouldContain("finds 1 few-shot examples with a = \"0\", but 2");
    }

    [Fact]
    public async Task Load_RowWithoutTheField_IsNamed() =>
        (await ConfigAssert.ProblemAsync(() => Load("{\"id\":1,\"b\":1}", "{ count: 1, matchBy: a }"))).ShouldContain("has no field \"a\", which fewShot matches by");

    private static string Rows(int count, string prefix) =>
        string.Join('\n', Enumerable.Range(0, count).Select(i => $"{{\"id\":\"{prefix}{i}\",\"a\":\"{i % 4}\",\"q\":\"{prefix}{i}?\"}}"));

    private static string Ids(FewShotSelector selector, Sample sample) => string.Join(' ', selector.Choose(sample).Select(e => e.Id));

    private async Task<(FewShotSelector Selector, List<Sample> Samples)> Load(string data, string fewShot, int seed = 17)
    {
        _folder.Write("d.jsonl", data);
        var suite = SuiteLoader.Load(
            _folder.Write("suite.yaml", $"name: t\nversion: 1\nkind: echo\ndataset: {{ files: d.jsonl }}\nfewShot: {fewShot}\n"), [new EchoKind()]);
        var source = new SuiteData(new DataSources());
        return ((await source.FewShotAsync(suite, seed, CancellationToken.None))!, await source.ReadAsync(suite, null, seed, CancellationToken.None).ToListAsync());
    }
}
