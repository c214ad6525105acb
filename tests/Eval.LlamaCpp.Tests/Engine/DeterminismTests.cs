using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>The same call gives the same numbers to the last bit, whatever the engine did before.</summary>
public sealed class DeterminismTests
{
    private const string Preamble =
        "Tom had a red ball. He ran to the park with his dog. The dog saw a cat and ran away.\n\n"
        + "Lily had a big doll. She went to the garden with her mom. Mom saw a bird and was happy.\n\n";

    private static readonly string[] Openings =
    [
        "One day, Tim went to the", "One day, Tim and Sue went to the", "Sue saw a cat. The cat was", "The boy was sad because he",
        "Mom said it was time to", "Once upon a time there was a little", "The dog ran after the", "Ben liked to eat",
    ];

    private static readonly string[] Endings = [" purple zebra.", " big and red.", " run away and hide.", " go to bed and have a good dream."];

    public static TheoryData<string, bool> Engines => new()
    {
        { "260K", false }, { "260K", true }, { "Q8_0", false }, { "Q8_0", true }, { "F32", false },
    };

    [SharedTheory]
    [MemberData(nameof(Engines))]
    public async Task ScoreContinuations_AfterOtherWork_GivesTheSameBits(string model, bool exact)
    {
        using var engine = Open(model, exact);
        var call = Questions("", 0);
        var withPreamble = Questions(Preamble, Preamble.Length);
        var first = await engine.ScoreContinuationsAsync(call, default);
        var firstWithPreamble = await engine.ScoreContinuationsAsync(withPreamble, default);
        first.Concat(firstWithPreamble).ShouldAllBe(s => s.Failure == null);

        // Other texts, the kept preamble under other questions, windows, a failure: then the same again.
        await engine.ScoreContinuationsAsync([.. withPreamble.Reverse().Take(7)], default);
        (await engine.ScoreContinuationsAsync(withPreamble, default)).ShouldBe(firstWithPreamble);
        var text = OracleText.SixTimes;
        var windows = await engine.ScoreWindowsAsync(new(text, new(WindowKind.Rolling, 100), 0, 3), default);
        (await engine.ScoreContinuationsAsync(call, default)).ShouldBe(first);
        (await engine.ScoreContinuationsAsync(withPreamble, default)).ShouldBe(firstWithPreamble);
        (await engine.ScoreWindowsAsync(new(text, new(WindowKind.Rolling, 100), 0, 3), default)).ShouldBe(windows);

        // And by an engine that did nothing before.
        using var fresh = Open(model, exact);
        (await fresh.ScoreContinuationsAsync(withPreamble, default)).ShouldBe(firstWithPreamble);
    }

    [SharedTheory]
    [InlineData("260K")]
    [InlineData("Q8_0")]
    public async Task ScoreContinuations_Exact_DoesNotDependOnWhatSharesTheCall(string model)
    {
        using var engine = Open(model, exact: true);
        var call = Questions(Preamble, Preamble.Length);
        var together = await engine.ScoreContinuationsAsync(call, default);
        for (var i = 0; i < call.Length; i += 5)
        {
            (await engine.ScoreContinuationsAsync([call[i]], default))[0].ShouldBe(together[i]);
        }

        var shuffled = call.OrderBy(r => r.Continuation.Length).ThenBy(r => r.Context).ToArray();
        var others = await engine.ScoreContinuationsAsync(shuffled, default);
        for (var i = 0; i < call.Length; i++)
        {
            others[Array.IndexOf(shuffled, call[i])].ShouldBe(together[i]);
        }
    }

    [SharedTheory]
    [InlineData("260K", 2e-4)]
    [InlineData("F32", 3e-2)]
    public async Task ScoreContinuations_SharedBeginnings_AgreeWithTheReferenceSetting(string model, double tolerance)
    {
        using var exact = Open(model, exact: true);
        using var engine = Open(model, exact: false);
        foreach (var call in new[] { Questions("", 0), Questions(Preamble, Preamble.Length), Questions(Preamble, 0) })
        {
            var expected = await exact.ScoreContinuationsAsync(call, default);
            var given = await engine.ScoreContinuationsAsync(call, default);
            for (var i = 0; i < call.Length; i++)
            {
                given[i].Failure.ShouldBeNull();
                given[i].LogLikelihood.ShouldBe(expected[i].LogLikelihood, tolerance, call[i].ToString());
                (given[i].TokenCount, given[i].ContextTokens).ShouldBe((expected[i].TokenCount, expected[i].ContextTokens));
            }
        }
    }

    [SharedFact]
    public async Task ScoreContinuations_OneAfterTheOtherFromManyThreads_GivesTheSameBits()
    {
        using var engine = Open("Q8_0", exact: false);
        var call = Questions("", 0);
        var expected = await engine.ScoreContinuationsAsync(call, default);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => engine.ScoreContinuationsAsync(call, default))));
        results.ShouldAllBe(r => r.SequenceEqual(expected));
    }

    [SharedFact]
    public async Task ScoreContinuations_Cancelled_StopsAndTheEngineGoesOn()
    {
        using var engine = Open("260K", exact: false);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => engine.ScoreContinuationsAsync(Questions("", 0), cancelled.Token));
        (await engine.ScoreContinuationsAsync(Questions("", 0), default)).ShouldAllBe(s => s.Failure == null);
    }

    private static LlamaEngine Open(string model, bool exact) =>
        TestModels.Open(model == "260K" ? SharedModels.Stories260K : SharedModels.Stories656K(model), exact);

    private static ContinuationRequest[] Questions(string preamble, int shared) =>
        [.. Openings.SelectMany(o => Endings.Select(e => new ContinuationRequest(preamble + o, e, shared)))];
}
