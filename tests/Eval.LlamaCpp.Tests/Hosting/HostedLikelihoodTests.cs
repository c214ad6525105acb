using System.Diagnostics;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Hosting;
using Eval.LlamaCpp.Native;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Hosting;

/// <summary>Likelihoods through a child process: the same numbers as in this one, whatever happens to the child.</summary>
public sealed class HostedLikelihoodTests
{
    private static readonly string Book = string.Concat(Enumerable.Range(0, 120).Select(i =>
        $"{(i % 3 == 0 ? "Once upon a time" : "The next day")} the dog saw {i} cats in the park, and {(i % 2 == 0 ? "ran home" : "was happy")}. "));

    private static readonly ContinuationRequest[] Unit =
        [.. Enumerable.Range(0, 60).Select(i => new ContinuationRequest(
            $"Question: What does the {(i / 4 % 2 == 0 ? "dog" : "cat")} number {i / 4} like?\nAnswer:", new[] { " milk", " the park", " é", " a red ball" }[i % 4], 10))];

    private static readonly WindowRequest Windows = new(Book, new WindowRule(WindowKind.HalfWindow, 128), 3, 9);

    [Fact]
    public async Task EveryCall_ThroughAChild_GivesTheNumbersOfThisProcess()
    {
        using var engine = LlamaEngine.Open(LlamaLibrary.Load(new LlamaLibraryOptions()), HostedModels.Candidate(DemoModels.TinySmall).Local!, exact: false);
        using var folder = new TemporaryFolder();
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var none = CancellationToken.None;
        (await model.ScoreContinuationsAsync(Unit, none)).ShouldBe(await engine.ScoreContinuationsAsync(Unit, none));
        (await model.CountTokensAsync(["a dog", "", "é"], none)).ShouldBe(await engine.CountTokensAsync(["a dog", "", "é"], none));
        foreach (var rule in new[] { Windows.Rule, new WindowRule(WindowKind.Rolling, 200) })
        {
            var measured = await model.MeasureTextAsync(Book, rule, none);
            measured.ShouldBe(await engine.MeasureTextAsync(Book, rule, none));
            measured.WindowCount.ShouldBeGreaterThan(12);
            (await model.ScoreWindowsAsync(Windows with { Rule = rule }, none)).ShouldBe(await engine.ScoreWindowsAsync(Windows with { Rule = rule }, none));
        }

        await model.WriteReferenceLogitsAsync(Windows, folder.PathOf("child.kld"), none);
        await engine.WriteReferenceLogitsAsync(Windows, folder.PathOf("own.kld"), none);
        (await File.ReadAllBytesAsync(folder.PathOf("child.kld"))).ShouldBe(await File.ReadAllBytesAsync(folder.PathOf("own.kld")));
        var compared = await model.CompareWindowsAsync(Windows, folder.PathOf("child.kld"), none);
        var expected = await engine.CompareWindowsAsync(Windows, folder.PathOf("child.kld"), none);
        compared.Count.ShouldBe(expected.Count);
        for (var i = 0; i < compared.Count; i++)
        {
            compared[i].Index.ShouldBe(expected[i].Index);
            compared[i].LogProbs.ShouldBe(expected[i].LogProbs);
            compared[i].Divergences.ShouldBe(expected[i].Divergences);
            compared[i].SameTop.ShouldBe(expected[i].SameTop);
        }

        model.HostStarts.ShouldBe(1);
    }

    [Fact]
    public async Task ScoreWindowsAsync_TextsTakeTurns_EachGetsItsOwnNumbers()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var other = Windows with { Text = "Tom and Lily. " + Book };
        var first = await model.ScoreWindowsAsync(Windows, CancellationToken.None);
        var second = await model.ScoreWindowsAsync(other, CancellationToken.None);
        first.ShouldNotBe(second);
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => model.ScoreWindowsAsync(i % 2 == 0 ? Windows : other, CancellationToken.None)));
        for (var i = 0; i < all.Length; i++)
        {
            all[i].ShouldBe(i % 2 == 0 ? first : second);
        }
    }

    [Fact]
    public async Task ScoreContinuationsAsync_OneRequestCrashesTheHost_ItAloneHasNoNumber()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall, exact: true);
        var expected = await model.ScoreContinuationsAsync(Unit[..8], CancellationToken.None);
        var poison = new ContinuationRequest(TestHostProgram.Abort, " x");
        var scores = await model.ScoreContinuationsAsync([.. Unit[..4], poison, .. Unit[4..8]], CancellationToken.None);
        scores.Where((_, i) => i != 4).ShouldBe(expected);
        scores[4].Failure!.Kind.ShouldBe(RequestFailureKind.EngineFailed);
        double.IsNaN(scores[4].LogLikelihood).ShouldBeTrue();
    }

    [Fact]
    public async Task ScoreWindowsAsync_Cancelled_TheSameHostGoesOn()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinyLarge);
        var library = string.Concat(Enumerable.Repeat(Book, 60));
        var all = new WindowRequest(library, Windows.Rule, 0, (await model.MeasureTextAsync(library, Windows.Rule, CancellationToken.None)).WindowCount);
        all.WindowCount.ShouldBeGreaterThan(500);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Should.ThrowAsync<OperationCanceledException>(() => model.ScoreWindowsAsync(all, cancel.Token));
        (await model.ScoreWindowsAsync(all with { WindowCount = 1 }, CancellationToken.None)).Count.ShouldBe(1);
        model.HostStarts.ShouldBe(1);
    }

    [Fact]
    public async Task EveryCall_HostKilledAtAnyMoment_TheNumbersAreTheSame()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var undisturbed = Stopwatch.StartNew();
        var expected = await BothAsync(model);
        var length = undisturbed.Elapsed;
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            var process = await model.HostProcessIdAsync(CancellationToken.None);
            var working = BothAsync(model);
            await Task.Delay(length * SeededRandom.For(round, "kill likelihoods").NextDouble(), TimeProvider.System);
            HostedModels.Kill(process);
            var (scores, windows) = await working;
            scores.ShouldBe(expected.Scores);
            windows.ShouldBe(expected.Windows);
        }

        model.HostStarts.ShouldBeGreaterThan(1);
    }

    private static async Task<(IReadOnlyList<ContinuationScore> Scores, IReadOnlyList<WindowScore> Windows)> BothAsync(HostedModel model)
    {
        var scores = model.ScoreContinuationsAsync(Unit, CancellationToken.None);
        var windows = model.ScoreWindowsAsync(Windows, CancellationToken.None);
        return (await scores, await windows);
    }
}
