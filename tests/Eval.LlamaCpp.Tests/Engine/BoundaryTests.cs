using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>Where a context ends and its continuation begins, and what cannot be scored.</summary>
public sealed class BoundaryTests
{
    private const string Context = "Once upon a time there was a little girl named Lily. She";

    [SharedFact]
    public async Task ScoreContinuations_SpaceAtTheEndOfTheContext_BelongsToTheContinuation()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var scores = await engine.ScoreContinuationsAsync(
            [new(Context + " ", "loved to play."), new(Context, " loved to play."), new(Context + " \n", "loved")], default);

        scores[0].ShouldBe(scores[1]);
        scores[2].ContextTokens.ShouldBe(scores[1].ContextTokens); // and the new line too
    }

    [SharedFact]
    public async Task ScoreContinuations_TokensOfContextAndContinuation_AreThoseOfTheWholeText()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var vocabulary = engine.Model.Vocabulary;

        // Cut a text everywhere: what is scored is always the tail of the whole text's tokens after as many as the context has alone.
        const string Text = Context + " loved playing in the garden";
        var whole = vocabulary.EncodeWithBos(Text);
        var cuts = Enumerable.Range(Context.Length, Text.Length - Context.Length).Where(n => Text[n - 1] != ' ').ToArray();
        var scores = await engine.ScoreContinuationsAsync([.. cuts.Select(n => new ContinuationRequest(Text[..n], Text[n..]))], default);
        var insideToken = 0;
        foreach (var (cut, score) in cuts.Zip(scores))
        {
            var context = vocabulary.EncodeWithBos(Text[..cut]);
            insideToken += whole.AsSpan().StartsWith(context) ? 0 : 1;
            score.TokenCount.ShouldBe(Math.Max(0, whole.Length - context.Length), Text[..cut]);
            score.ContextTokens.ShouldBe(score.Failure is null ? context.Length : 0);
        }

        insideToken.ShouldBeGreaterThan(3);
    }

    [SharedTheory]
    [InlineData("", "")]
    [InlineData(Context, "")]
    public async Task ScoreContinuations_NothingToScore_SaysSo(string context, string continuation)
    {
        using var engine = TestModels.Open(SharedModels.Stories260K);
        var scores = await engine.ScoreContinuationsAsync([new(context, continuation), new(Context, " loved")], default);
        scores[0].Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.NothingToScore);
        scores[0].LogLikelihood.ShouldBe(double.NaN);
        scores[1].Failure.ShouldBeNull();
    }

    [SharedFact]
    public async Task ScoreContinuations_EmptyOrBlankContext_IsConditionedOnBosAlone()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var scores = await engine.ScoreContinuationsAsync([new("", " Once upon"), new(" ", "Once upon"), new("", "Once upon")], default);
        scores[0].ContextTokens.ShouldBe(1);
        scores[1].ShouldBe(scores[0]);
        scores[2].TokenCount.ShouldBeLessThan(scores[0].TokenCount); // the space is a token of its own before another one
    }

    [SharedFact]
    public async Task ScoreContinuations_UnencodableText_FailsAloneAndTheProcessLives()
    {
        using var engine = TestModels.Open(SharedModels.Stories656K("Q8_0"));
        var scores = await engine.ScoreContinuationsAsync(
            [new("Tom had a red ball", " and a caf\u00e9."), new("Tom had a red ball", " and a dog."), new("(Tom)", " ran.")], default);

        scores[0].Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.Unencodable);
        scores[0].Failure!.Message.ShouldContain("\u00e9");
        scores[2].Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.Unencodable);
        scores[1].LogLikelihood.ShouldBeLessThan(0);
        (await engine.CountTokensAsync(["caf\u00e9", "a dog", ""], default)).ShouldBe([-1, engine.Model.Vocabulary.Encode("a dog").Length, 0]);
        var rule = new WindowRule(WindowKind.Rolling);
        (await engine.MeasureTextAsync("caf\u00e9", rule, default)).Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.Unencodable);
        (await engine.ScoreWindowsAsync(new("caf\u00e9", rule, 0, 1), default))[0].Failure.ShouldNotBeNull();
    }

    [SharedTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreContinuations_LongerThanTheContext_FailsOrIsTruncatedAsDeclared(bool exact)
    {
        using var engine = TestModels.Open(SharedModels.Stories260K, exact);
        var vocabulary = engine.Model.Vocabulary;
        var longContext = string.Concat(Enumerable.Repeat(OracleText.Paragraph, 7)).TrimEnd();
        var scores = await engine.ScoreContinuationsAsync(
        [
            new(longContext, " She was happy."),
            new(longContext, " She was happy.", TruncateLeft: true),
            new("Once", longContext, TruncateLeft: true),
            new(Context, " loved"),
        ],
        default);

        scores[0].Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.TooLong);
        scores[1].Failure.ShouldBeNull();
        (scores[1].ContextTokens + scores[1].TokenCount).ShouldBe(512 + 1);
        scores[2].Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.TooLong); // what is scored alone does not fit
        scores[3].Failure.ShouldBeNull();

        // As long as it may be, and one token longer.
        var tokens = vocabulary.EncodeWithBos(longContext);
        var fits = LongestBeginning(n => vocabulary.EncodeWithBos(longContext[..n]).Length <= 513, longContext.Length);
        vocabulary.EncodeWithBos(longContext[..fits]).Length.ShouldBe(513);
        tokens.Length.ShouldBeGreaterThan(513);
        (await engine.ScoreContinuationsAsync([new("", longContext[..fits])], default))[0].TokenCount.ShouldBe(512);
    }

    private static int LongestBeginning(Func<int, bool> fits, int length) =>
        Enumerable.Range(1, length).Last(fits);
}
