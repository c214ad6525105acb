using System.Runtime.CompilerServices;
using Eval.Core.Comparisons;
using Eval.Core.Judging.Agreement;
using Eval.Core.Metrics;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Service.Gating;
using Eval.Storage;
using Eval.Storage.Opening;
using Eval.TestSupport;

namespace Eval.Service.Tests.Gating;

public sealed class JudgeEvidenceTests : IDisposable
{
    private const string Definition =
        """{"judge":["large"],"judges":["identity"],"method":"score","methodVersion":"1","rubricHash":"hash","rubricName":"helpfulness"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhyNotBlockAsync_MetricThatNoJudgeMade_NeedsNoCard() =>
        (await WhyNotAsync(Cell(null, null), Cell(null, null), "acc")).ShouldBeNull();

    [Fact]
    public async Task WhyNotBlockAsync_CardOfTheVeryJudgeAndCanariesThatPass_Blocks() =>
        (await WhyNotAsync(Cell(Definition, 1), Cell(Definition, 1), Card("identity", "1", "hash"))).ShouldBeNull();

    [Theory]
    [InlineData("another", "1", "hash")]
    [InlineData("identity", "2", "hash")]
    [InlineData("identity", "1", "other")]
    public async Task WhyNotBlockAsync_CardOfAnotherJudgeVersionOrRubric_IsNoCard(string identity, string version, string rubric) =>
        (await WhyNotAsync(Cell(Definition, 1), Cell(Definition, 1), Card(identity, version, rubric)))!.ShouldContain("has no card");

    [Fact]
    public async Task WhyNotBlockAsync_NewerCardWithFewLabels_TakesThePlaceOfTheOlder() => (await WhyNotAsync(
        Cell(Definition, 1), Cell(Definition, 1), Card("identity", "1", "hash"), Card("identity", "1", "hash", 40)))!.ShouldContain("40 labels of \"pass\"");

    [Theory]
    [InlineData("judge_score_1_5@weak")]
    [InlineData("judge_score_1_5:clarity")]
    [InlineData("judge_spread")]
    public async Task WhyNotBlockAsync_PartOfAScore_OnlyInforms(string metric) => (await WhyNotAsync(
        Cell(Definition, 1), Cell(Definition, 1), metric, Card("identity", "1", "hash"), Card("identity", "1", "hash", metric: metric)))!.ShouldContain("no card speaks of it");

    [Fact]
    public async Task WhyNotBlockAsync_CardOfAnotherMetric_IsNoCard()
    {
        (await WhyNotAsync(Cell(Definition, 1), Cell(Definition, 1), "judge_score_1_5", Card("identity", "1", "hash", metric: "judge_pass")))!.ShouldContain("has no card of this metric");
        (await WhyNotAsync(Cell(Definition, 1), Cell(Definition, 1), "judge_win", Card("identity", "1", "hash", metric: "judge_win")))!.ShouldContain("two answers inform only");
    }

    [Fact]
    public async Task WhyNotBlockAsync_LaterCardOfAnotherMetric_DisplacesNothing() => (await WhyNotAsync(
        Cell(Definition, 1), Cell(Definition, 1), "judge_score_1_5", Card("identity", "1", "hash"), Card("identity", "1", "hash", 10, "judge_pass"))).ShouldBeNull();

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public async Task WhyNotBlockAsync_PassingByTheCardOfTheScore_NeedsTheRubricsMark(int passFrom, bool blocks)
    {
        var definition = Definition.Replace("\"rubricName\"", $"\"passFrom\":{passFrom},\"rubricName\"");
        (await WhyNotAsync(Cell(definition, 1), Cell(definition, 1), "judge_pass", Card("identity", "1", "hash"), Card("identity", "1", "hash", 10, "judge_pass")) is null).ShouldBe(blocks);
    }

    [Fact]
    public async Task WhyNotBlockAsync_ScoreOfAnotherToolsJudge_OnlyInforms()
    {
        var judged = Cell("""{"judged":true,"tool":"promptfoo"}""", null);
        var computed = Cell("""{"tool":"promptfoo"}""", null);
        (await WhyNotAsync(judged, computed, "promptfoo:pass"))!.ShouldContain("another tool's judge");
        (await WhyNotAsync(computed, judged, "promptfoo:pass"))!.ShouldContain("another tool's judge");
        (await WhyNotAsync(computed, computed, "promptfoo:pass")).ShouldBeNull();
    }

    [Fact]
    public void IsOutOfDate_DefinitionThatNamesTheJudgesIdentity_IsTheSame()
    {
        using var shop = new GateWorkshop();
        var suite = SuiteLoader.Load(shop.PathOf("suites/quiz/suite.yaml")) with { DefinitionHash = "other", DefinitionText = Definition.Replace("\"judges\":[\"identity\"],", "") };
        GateService.IsOutOfDate(Cell(Definition, 1).Cell, suite).ShouldBeFalse();
        GateService.IsOutOfDate(Cell(Definition.Replace("\"hash\"", "\"then\""), 1).Cell, suite).ShouldBeTrue();
        GateService.IsOutOfDate(Cell(null, 1).Cell, suite).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1.0, 0.9, "a canary failed")]
    [InlineData(0.9, 1.0, "a canary failed")]
    [InlineData(1.0, null, "no canary was run")]
    public async Task WhyNotBlockAsync_CanaryOfOneSide_SpoilsBoth(double? old, double? @new, string words) =>
        (await WhyNotAsync(Cell(Definition, old), Cell(Definition, @new), Card("identity", "1", "hash")))!.ShouldContain(words);

    [Fact]
    public async Task Join_StepsWithAFailedCanary_KeepTheFailure()
    {
        var joined = StepResults.Join([Cell(Definition, 1), Cell(Definition, 0.5), Cell(Definition, 1)]);
        (await WhyNotAsync(joined, Cell(Definition, 1), Card("identity", "1", "hash")))!.ShouldContain("a canary failed");
    }

    private async Task<string?> WhyNotAsync(ComparedCell old, ComparedCell @new, params JudgeCard[] cards) => await WhyNotAsync(old, @new, "judge_score_1_5", cards);

    private async Task<string?> WhyNotAsync(ComparedCell old, ComparedCell @new, string metric, params JudgeCard[] cards)
    {
        await using var database = await EvalDatabase.OpenAsync(_folder.PathOf("eval.db"), OpenMode.ReadWrite, CancellationToken.None);
        foreach (var card in cards)
        {
            await database.JudgeCards.AddAsync(card, CancellationToken.None);
        }

        return await new JudgeEvidence(database.JudgeCards).WhyNotBlockAsync(metric, old, @new, CancellationToken.None);
    }

    // The worst and the best score, or fail and pass; the first ten are judged wrong.
    private static JudgeCard Card(string identity, string version, string rubric, int labels = 100, string metric = "judge_score_1_5")
    {
        var isScore = metric.StartsWith("judge_score", StringComparison.Ordinal);
        double Value(int side) => isScore ? 1 + (4 * side) : side;
        return JudgeCards.Of(
            new CardSubject(identity, "large", "score", version, rubric, "helpfulness", metric), new CardSource("f", "h"), isScore ? LabelForm.Score : LabelForm.PassFail,
            [.. Enumerable.Range(0, 2 * labels).Select(i => new LabelledItem { Id = $"{i}", Labels = [Value(i % 2)], Readings = [JudgeReading.Of(Value(i < 10 ? 1 - (i % 2) : i % 2))] })],
            new CardOptions { Min = 1, Max = 5, PassFrom = 4 });
    }

    private static ComparedCell Cell(string? definition, double? canaries)
    {
        Estimate[] estimates = canaries is null ? [] : [new Estimate { MetricId = "judge_canaries", Value = canaries, N = 4, Planned = 4 }];
        var cell = new StoredCell(
            1, "c", "i", "s", "1", "rubric", "d", "h", 3, 1, null, null, new Dictionary<SampleOutcome, int> { [SampleOutcome.Completed] = 3 }, 0, 0, 0, 0, null, estimates)
        {
            DefinitionText = definition,
        };
        return new ComparedCell(new StoredRun(1, null, "p", RunStatus.Finished, null, "test", 17, default, null, [cell]), cell, new NoSamples());
    }

    private sealed class NoSamples : ISampleSource
    {
        public async IAsyncEnumerable<SampleResult> ReadSamplesAsync(long cellId, bool texts, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
