using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Tests.Engine;

public sealed class EvaluationJobTests
{
    private static readonly EngineSettings Settings = new()
    {
        Exact = false,
        Layout = EvaluationLayout.Tree,
        Contexts = 1,
        ThreadsPerContext = 1,
        ContextLength = 512,
        Cells = 768,
        Sequences = 8,
        Batch = 256,
        MicroBatch = 256,
        KvType = GgmlType.F16,
        FlashAttention = true,
        GpuLayers = 0,
        SharesBeginnings = true,
    };

    [Fact]
    public void Cut_ChoicesOfOneQuestion_StayTogetherInABatchOfSeveralQuestions()
    {
        var jobs = EvaluationJob.Cut(Questions(6, context: 60, ending: 10), Settings);

        // 60 + 4 × 9 nodes a question, 8 sequences at most: two questions in each.
        jobs.Select(j => j.Tree.Sequences.Count).ShouldBe([8, 8, 8]);
        jobs.ShouldAllBe(j => j.Tree.Sequences.GroupBy(s => s.Tokens[30]).All(g => g.Count() == 4));
        jobs.ShouldAllBe(j => j.Tree.Nodes.Length <= 256 && j.Layout == EvaluationLayout.Tree);
    }

    [Fact]
    public void Cut_AQuestionLargerThanABatch_IsAJobOfItsOwnAsFarAsTheCacheHoldsIt()
    {
        EvaluationJob.Cut(Questions(2, context: 300, ending: 20), Settings).Select(j => j.Tree.Sequences.Count).ShouldBe([4, 4]);
        var split = EvaluationJob.Cut(Questions(1, context: 300, ending: 200), Settings);
        split.Select(j => j.Tree.Sequences.Count).ShouldBe([2, 2]);
        split.ShouldAllBe(j => j.Tree.Nodes.Length <= Settings.Cells);
    }

    [Fact]
    public void Cut_WithoutFlashAttention_TakesPathByPathWhatNeedsMoreCellsTogether()
    {
        var settings = Settings with { FlashAttention = false };
        EvaluationJob.Cut(Questions(1, context: 200, ending: 10), settings)[0].Layout.ShouldBe(EvaluationLayout.Tree);
        EvaluationJob.Cut(Questions(1, context: 200, ending: 30), settings)[0].Layout.ShouldBe(EvaluationLayout.Rewind);
        EvaluationJob.Cut(Questions(1, context: 200, ending: 30), Settings)[0].Layout.ShouldBe(EvaluationLayout.Tree);
    }

    [Fact]
    public void Cut_SharedPreamble_IsNamedAndNotPartOfTheTree()
    {
        var pairs = Questions(3, context: 100, ending: 10, preamble: 40);
        foreach (var job in EvaluationJob.Cut(pairs, Settings))
        {
            job.Preamble.Length.ShouldBe(40);
            job.Tree.Start.ShouldBe(40);
            job.Tree.Nodes.ShouldAllBe(n => n.Position >= 40);
        }
    }

    [Fact]
    public void Cut_LongCommonBeginningWithoutAHint_IsFound()
    {
        var pairs = Questions(3, context: 100, ending: 10, preamble: 40).Select(p => p with { PreambleLength = 0 }).ToArray();
        EvaluationJob.Cut(pairs, Settings).ShouldAllBe(j => j.Preamble.Length == 40);
        EvaluationJob.Cut(pairs, Settings with { Exact = true }).ShouldAllBe(j => j.Preamble.Length == 0);
    }

    [Fact]
    public void Cut_AnyOrderOfTheRequests_GivesTheSameBatches()
    {
        var pairs = Questions(9, context: 50, ending: 12);
        var shuffled = pairs.OrderBy(p => (p.Sequence!.Request * 7) % 36).ToArray();
        EvaluationJob.Cut(shuffled, Settings).Select(Shape).ShouldBe(EvaluationJob.Cut(pairs, Settings).Select(Shape));

        static string Shape(EvaluationJob job) => string.Join(' ', job.Tree.Nodes.Select(n => $"{n.Token}@{n.Position}"));
    }

    [Fact]
    public void Cut_MemoryThatCannotBeShared_EvaluatesEachRequestAlone()
    {
        var settings = Settings with { SharesBeginnings = false, Layout = EvaluationLayout.Rewind, Sequences = 1 };
        var jobs = EvaluationJob.Cut(Questions(2, context: 50, ending: 12, preamble: 40), settings);
        jobs.Count.ShouldBe(8);
        jobs.ShouldAllBe(j => j.Preamble.Length == 0 && j.Tree.Sequences.Count == 1);
    }

    [Fact]
    public void Cut_Failures_AreLeftOut()
    {
        var failed = new EncodedPair(null, 0, new RequestFailure(RequestFailureKind.TooLong, "too long"));
        EvaluationJob.Cut([failed, failed], Settings).ShouldBeEmpty();
    }

    /// <summary>Questions of four endings; tokens are numbers that tell question, ending and place.</summary>
    private static EncodedPair[] Questions(int count, int context, int ending, int preamble = 1) =>
        [.. Enumerable.Range(0, count * 4).Select(i =>
        {
            var (question, choice) = (i / 4, i % 4);
            int[] tokens =
            [
                .. Enumerable.Range(0, preamble),
                .. Enumerable.Range(0, context - preamble).Select(_ => 10_000 + question),
                .. Enumerable.Range(0, ending).Select(_ => 20_000 + choice),
            ];
            return new EncodedPair(new TokenSequence(tokens, context, i), preamble > 1 ? preamble : 0, null);
        })];
}
