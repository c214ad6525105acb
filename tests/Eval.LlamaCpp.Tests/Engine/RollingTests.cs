using System.Text;
using System.Text.Json;
using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>Rolling log-likelihood as lm-evaluation-harness defines it (research/benchmark-harnesses.md 2.1).</summary>
public sealed class RollingTests
{
    [SharedFact]
    public async Task ScoreWindows_TextInOneWindow_IsTheReferencesSum()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_outputs.json"))).RootElement;
        var text = reference.GetProperty("texts").GetProperty("story_timmy").GetString()!;
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var window = (await engine.ScoreWindowsAsync(new(text, new(WindowKind.Rolling), 0, 1), default)).ShouldHaveSingleItem();

        window.LogLikelihood.ShouldBe(-242.971762, 2e-3);
        window.ScoredTokens.ShouldBe(256);
        window.ScoredBytes.ShouldBe(Encoding.UTF8.GetByteCount(text));
        var logProbabilities = reference.GetProperty("models").GetProperty("stories260K-f32").GetProperty("texts").GetProperty("story_timmy")
            .GetProperty("token_logprobs").EnumerateArray().Select(v => v.GetDouble());
        window.SumOfSquares.ShouldBe(logProbabilities.Sum(p => p * p), 5e-3);
    }

    [SharedTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreWindows_LongText_ScoresEveryTokenOnceFromTheRightContext(bool exact)
    {
        const int Length = 100;
        using var engine = TestModels.Open(SharedModels.Stories260K, exact);
        var rule = new WindowRule(WindowKind.Rolling, Length);
        var measured = await engine.MeasureTextAsync(OracleText.SixTimes, rule, default);
        var windows = await engine.ScoreWindowsAsync(new(OracleText.SixTimes, rule, 0, measured.WindowCount), default);

        measured.TokenCount.ShouldBe(577);
        windows.Sum(w => w.ScoredTokens).ShouldBe(577);
        windows.Sum(w => w.ScoredBytes).ShouldBe(1638);

        // By hand: each window's tokens given the one before them, the last one filled up to the left.
        var vocabulary = engine.Model.Vocabulary;
        int[] tokens = [vocabulary.Bos!.Value, .. vocabulary.Encode(OracleText.SixTimes)];
        for (var w = 0; w < windows.Count; w++)
        {
            var end = Math.Min((w + 1) * Length, 577);
            var input = tokens[(w == 5 ? end - Length : w * Length)..(end + 1)];
            var alone = await ByHandAsync(engine, input, windows[w].ScoredTokens);
            windows[w].LogLikelihood.ShouldBe(alone, 1e-3, $"window {w}");
        }
    }

    [SharedFact]
    public async Task ScoreWindows_PartOfTheWindows_GivesTheNumbersOfThatPart()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var rule = new WindowRule(WindowKind.Rolling, 100);
        var all = await engine.ScoreWindowsAsync(new(OracleText.SixTimes, rule, 0, 6), default);
        (await engine.ScoreWindowsAsync(new(OracleText.SixTimes, rule, 2, 3), default)).ShouldBe(all.Skip(2).Take(3));
    }

    [SharedFact]
    public async Task MeasureText_EmptyText_HasNothingToScore()
    {
        using var engine = TestModels.Open(SharedModels.Stories260K);
        var measured = await engine.MeasureTextAsync("", new(WindowKind.Rolling), default);
        measured.WindowCount.ShouldBe(0);
        measured.Failure.ShouldNotBeNull().Kind.ShouldBe(RequestFailureKind.NothingToScore);
    }

    /// <summary>The sum over the last tokens, evaluated in a lane of its own.</summary>
    private static Task<double> ByHandAsync(LlamaCpp.Engine.LlamaEngine engine, int[] tokens, int scored)
    {
        using var lane = new LlamaCpp.Engine.EngineLane(engine.Model);
        var sequence = new LlamaCpp.Engine.TokenSequence(tokens, tokens.Length - scored, 0);
        var reader = new LlamaCpp.Engine.LogProbabilityReader([scored]);
        lane.Evaluate(new([], LlamaCpp.Engine.TokenTree.Build([sequence], 0), engine.Model.Settings.Layout), reader, default);
        return Task.FromResult(reader.LogProbabilities(0).ToArray().Sum());
    }
}
