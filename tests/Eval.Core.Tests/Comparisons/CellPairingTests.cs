using Eval.Core.Running;

namespace Eval.Core.Tests.Comparisons;

public class CellPairingTests
{
    [Fact]
    public async Task Read_SamplesInAnotherOrder_PairsById()
    {
        var old = Cells.Of([Cells.Sample("a", 0, 1), Cells.Sample("b", 1, 0), Cells.Sample("c", 2, 1)]);
        var @new = Cells.Of([Cells.Sample("c", 0, 0), Cells.Sample("a", 1, 1), Cells.Sample("b", 2, 1)]);
        var scores = await Cells.PairAsync(old, @new);
        scores.SampleIds.ShouldBe(["a", "b", "c"]);
        scores.Old.ShouldBe([1, 0, 1]);
        scores.New.ShouldBe([1, 1, 0]);
        (scores.Planned, scores.OldScored, scores.NewScored, scores.Coverage).ShouldBe((3, 3, 3, 1));
        scores.Clusters.ShouldBeNull();
    }

    [Fact]
    public async Task Read_InfrastructureFailure_LowersCoverageAndMovesNoScore()
    {
        var old = Cells.Of(Cells.Scored(1, 0, 1, 1));
        var scores = await Cells.PairAsync(old, Cells.Of(Cells.Scored(1, 0, double.NaN, 0)));
        scores.Old.ShouldBe([1, 0, 1]);
        scores.New.ShouldBe([1, 0, 0]);
        (scores.Planned, scores.OldScored, scores.NewScored, scores.Coverage).ShouldBe((4, 4, 3, 0.75));
        scores.Unpaired.ShouldHaveSingleItem().ShouldSatisfyAllConditions(u => u.SampleId.ShouldBe("q2"), u => u.Old.ShouldBe(1), u => u.New.ShouldBeNull());

        // The missing answer would have been wrong (−2 of 4) or right (−1 of 4).
        scores.DifferenceBounds.ShouldBe((-0.5, -0.25));
    }

    [Theory]
    [InlineData(SampleOutcome.Refused)]
    [InlineData(SampleOutcome.Truncated)]
    [InlineData(SampleOutcome.Unparsed)]
    public async Task Read_TheModelsOwnFailure_CountsAsWrong(SampleOutcome outcome)
    {
        SampleResult[] failed = [Cells.Sample("q0", 0, 1) with { Outcome = outcome, Measures = new Dictionary<string, double>() }, Cells.Sample("q1", 1, 1)];
        var scores = await Cells.PairAsync(Cells.Of(Cells.Scored(1, 1)), Cells.Of(failed));
        scores.New.ShouldBe([0, 1]);
        scores.Coverage.ShouldBe(1);
    }

    [Fact]
    public async Task Read_NeverStoredSamples_CountAsPlannedAndWidenTheBounds()
    {
        var scores = await Cells.PairAsync(Cells.Of(Cells.Scored(1, 1, 1, 1)), Cells.Of(Cells.Scored(1, 1), planned: 4));
        (scores.Planned, scores.Count, scores.Coverage).ShouldBe((4, 2, 0.5));
        scores.DifferenceBounds.ShouldBe((-0.5, 0));
    }

    [Fact]
    public async Task Read_Epochs_AreAveragedFirstAndMissingOnesLowerCoverage()
    {
        SampleResult[] repeated =
        [
            Cells.Sample("q0", 0, 1), Cells.Sample("q1", 1, 0), Cells.Sample("q0", 0, 0, epoch: 1), Cells.Sample("q1", 1, double.NaN, epoch: 1),
        ];
        var scores = await Cells.PairAsync(Cells.Of(Cells.Scored(1, 1)), Cells.Of(repeated, epochs: 2));
        scores.New.ShouldBe([0.5, 0]);
        (scores.Count, scores.Planned, scores.OldEpochs, scores.NewEpochs).ShouldBe((2, 2, 1, 2));
        scores.Coverage.ShouldBe(0.75);
    }

    [Fact]
    public async Task Read_PassAtK_IsOneNumberPerSample()
    {
        static IEnumerable<SampleResult> Repeated(params double[][] samples) =>
            from epoch in Enumerable.Range(0, samples[0].Length)
            from i in Enumerable.Range(0, samples.Length)
            select Cells.Sample($"q{i}", i, samples[i][epoch], epoch, "correct");
        var old = Cells.Of(Repeated([1, 0, 0], [0, 0, 0]), epochs: 3, metrics: ["pass@2"]);
        var @new = Cells.Of(Repeated([1, 1, 0], [0, 0, 1]), epochs: 3, metrics: ["pass@2"]);
        var scores = await Cells.PairAsync(old, @new, "pass@2");

        // 1 − C(n − c, 2) / C(3, 2)
        scores.Old.ShouldBe([2.0 / 3, 0], 1e-12);
        scores.New.ShouldBe([1, 2.0 / 3], 1e-12);
        var few = Cells.Of(Repeated([1], [0]), metrics: ["pass@2"]);
        (await Cells.ReadAsync(few, few)).Of("pass@2")!.WhyNot.ShouldBe("no sample has a score on either side");
    }

    [Fact]
    public async Task Read_Clusters_AreNumberedAndSingleOnesStandForThemselves()
    {
        var old = Cells.Of(Cells.Scored(1, 1, 0, 0));
        var clustered = Cells.Scored(1, 0, 1, 0).Select((s, i) => s with { Cluster = i < 2 ? "book" : null });
        (await Cells.PairAsync(old, Cells.Of(clustered))).Clusters.ShouldBe([0, 0, 1, 2]);
        var alone = Cells.Scored(1, 0, 1, 0).Select(s => s with { Cluster = s.SampleId });
        (await Cells.PairAsync(old, Cells.Of(alone))).Clusters.ShouldBeNull();
    }

    [Fact]
    public async Task Slice_WithAMissingScore_HasItsOwnCoverage()
    {
        var scores = await Cells.PairAsync(Cells.Of(Cells.Scored(1, 0, 1, 1)), Cells.Of(Cells.Scored(1, 0, double.NaN, 0)));
        scores.Slices.Keys.ShouldBe(["topic=even", "topic=odd"]);
        var even = scores.Slice("topic=even");
        (even.Count, even.Planned, even.OldScored, even.NewScored, even.Coverage).ShouldBe((1, 2, 2, 1, 0.5));
        even.DifferenceBounds.ShouldBe((-0.5, 0));
        var odd = scores.Slice("topic=odd");
        (odd.Count, odd.Planned, odd.Coverage).ShouldBe((2, 2, 1));
        odd.New.ShouldBe([0, 0]);
    }

    [Fact]
    public async Task Read_OtherLimits_PairsTheSameQuestionsOnly()
    {
        var small = Cells.Of(Cells.Scored(1, 0, 1), limit: 3, data: "data-3");
        var samples = Cells.Scored(1, 1, 0, 1, 1).ToArray();
        samples[2] = samples[2] with { Prompt = "Another question?" };
        var pairing = await Cells.ReadAsync(small, Cells.Of(samples, limit: 5, data: "data-5"));
        var scores = pairing.Of("acc")!.Scores!;
        scores.SampleIds.ShouldBe(["q0", "q1"]);
        (scores.Planned, scores.Coverage).ShouldBe((2, 1));
        pairing.Remarks.ShouldHaveSingleItem().ShouldStartWith("1 of 3 shared samples are left out");
        pairing.Comparability.Notes.ShouldContain(n => n.Key == "limit" && n.Old == "3" && n.New == "5");
    }

    [Fact]
    public async Task Read_OtherLimitsAndAnUnfinishedSide_CountsWhatIsMissing()
    {
        var small = Cells.Of(Cells.Scored(1, 0), planned: 4, limit: 4, data: "data-4");
        var large = Cells.Of(Cells.Scored(1, 1, 1, 1, 1, 1), limit: 6, data: "data-6");
        (await Cells.PairAsync(small, large)).Planned.ShouldBe(4);
        (await Cells.PairAsync(large, small)).Coverage.ShouldBe(0.5);
    }

    [Fact]
    public async Task Read_TextsNotKept_PairsNothingUnderOtherLimits()
    {
        static IEnumerable<SampleResult> Bare(int n) => Cells.Scored([.. Enumerable.Repeat(1.0, n)]).Select(s => s with { Prompt = null, Target = null });
        var pairing = await Cells.ReadAsync(Cells.Of(Bare(3), limit: 3, data: "data-3"), Cells.Of(Bare(5), limit: 5, data: "data-5"));
        pairing.Of("acc")!.Scores.ShouldBeNull();
        pairing.Remarks.ShouldHaveSingleItem().ShouldContain("was not kept");
    }

    [Fact]
    public async Task Read_CorpusRatio_IsTheWeightedMeanOfWholeTexts()
    {
        static SampleResult Part(string id, int ordinal, double logLikelihood, double bytes) => Cells.Sample(id, ordinal, 0) with
        {
            Measures = new Dictionary<string, double> { ["rolling_ll"] = logLikelihood, ["bytes"] = bytes, ["words"] = bytes / 5 },
            Cluster = id.Split('#')[0],
        };
        string[] metrics = ["bits_per_byte", "ppl_byte_rolling"];
        var old = Cells.Of([Part("book#0001", 0, -30, 60), Part("book#0002", 1, -20, 40), Part("note", 2, -9, 10)], metrics: metrics);
        var @new = Cells.Of([Part("book#0001", 0, -70, 90), Part("book#0002", 1, -10, 10), Part("note", 2, -8, 10)], metrics: metrics);
        var pairing = await Cells.ReadAsync(old, @new);
        var bits = pairing.Of("bits_per_byte")!.Scores!;
        bits.SampleIds.ShouldBe(["book", "note"]);
        bits.Weights.ShouldBe([100, 10]);
        bits.Clusters.ShouldBeNull();
        bits.Old.Zip(bits.Weights!, (s, w) => s * w).Sum().ShouldBe(59 / Math.Log(2), 1e-9);
        bits.New.Zip(bits.Weights!, (s, w) => s * w).Sum().ShouldBe(88 / Math.Log(2), 1e-9);
        var logs = pairing.Of("ppl_byte_rolling")!.Scores!;
        logs.ScoresAreLogarithms.ShouldBeTrue();
        logs.New.ShouldBe([0.8, 0.8], 1e-12);

        var broken = Cells.Of([Part("book#0001", 0, -70, 90), Cells.Sample("book#0002", 1, double.NaN), Part("note", 2, -8, 10)], metrics: metrics);
        var left = await Cells.PairAsync(old, broken, "bits_per_byte");
        left.SampleIds.ShouldBe(["note"]);
        left.Coverage.ShouldBe(0.5);
        var cut = Cells.Of([Part("book#0001", 0, -70, 90), Part("note", 1, -8, 10)], planned: 3, metrics: metrics);
        (await Cells.PairAsync(old, cut, "bits_per_byte")).SampleIds.ShouldBe(["note"]);
    }

    [Theory]
    [InlineData("bleu_corpus_13a")]
    [InlineData("ece")]
    [InlineData("ppl_token_halfwindow")]
    [InlineData("kld_p99")]
    [InlineData("ttft_vllm_p50")]
    public async Task Read_MetricOfAllSamplesTogether_SaysWhyItIsNotPaired(string metric)
    {
        var side = Cells.Of(Cells.Scored(1, 0), metrics: ["acc", metric]);
        var pairing = await Cells.ReadAsync(side, side);
        pairing.Of("acc")!.Scores.ShouldNotBeNull();
        pairing.Of(metric)!.Scores.ShouldBeNull();
        pairing.Of(metric)!.WhyNot!.Length.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Read_Refused_ReadsNothing()
    {
        var pairing = await Cells.ReadAsync(Cells.Of(Cells.Scored(1)), Cells.Of(Cells.Scored(1), data: "other"));
        pairing.Comparability.IsAllowed.ShouldBeFalse();
        pairing.Metrics.ShouldBeEmpty();
    }
}
