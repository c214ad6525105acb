using System.Diagnostics;
using Eval.Core.Models;
using Eval.Core.Statistics;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Hosting;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Hosting;

public sealed class CrashTests
{
    private static readonly string[] Prompts = ["Once upon a time", "Tom and Lily went to the park.", "The dog", "One day", "She was"];

    [Theory]
    [InlineData(TestHostProgram.Abort, "SIGABRT")]
    [InlineData(TestHostProgram.Exit, "exit code 7")]
    [InlineData(TestHostProgram.Garbage, "no frame")]
    public async Task GenerateAsync_OneRequestCrashesTheHost_ItAloneFails(string crash, string cause)
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var expected = await AskAsync(model, Prompts);
        var answers = await AskAsync(model, [Prompts[0], Prompts[1], crash, Prompts[2], Prompts[3]]);
        answers.Where((_, i) => i != 2).Select(a => a.Text).ShouldBe(expected.Take(4).Select(a => a.Text));
        answers[2].Failure!.Kind.ShouldBe(RequestFailureKind.EngineFailed);
        answers[2].Failure!.Message.ShouldContain(cause);
        model.HostStarts.ShouldBe(4, "twice with all of them, once with the one alone, and once more for the rest");
    }

    [SharedFact]
    public async Task GenerateAsync_LlamaAbortsOnACharacter_TheHostIsReplaced()
    {
        Environment.SetEnvironmentVariable(TestHostProgram.ModelVariable, SharedModels.Stories656K("F32"));
        await using var model = await HostedModels.OpenAsync(SharedModels.Stories656K("F32"));
        var answers = await AskAsync(model, [TestHostProgram.Unscreened, "Once upon a time"]);
        answers[0].Failure!.Kind.ShouldBe(RequestFailureKind.EngineFailed);
        answers[0].Failure!.Message.ShouldContain("SIGABRT");
        answers[1].Text.ShouldStartWith(", a little girl named Lily lived");
    }

    [Fact]
    public async Task GenerateAsync_EveryRequestCrashes_TheModelIsGivenUp()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var error = await Should.ThrowAsync<ModelUnavailableException>(
            () => AskAsync(model, [.. Enumerable.Repeat(TestHostProgram.Exit, 6)]));
        error.IsPermanent.ShouldBeTrue();
        error.Message.ShouldContain("3 times in a row");
        error.Message.ShouldContain("leaving by the back door", customMessage: "the last lines of the log");
        var starts = model.HostStarts;
        (await Should.ThrowAsync<ModelUnavailableException>(() => AskAsync(model, Prompts))).IsPermanent.ShouldBeTrue();
        model.HostStarts.ShouldBe(starts, "a model that was given up is not started again");
    }

    [Fact]
    public async Task GenerateAsync_ManyCallsBesideAPoisonousOne_OnlyThatFails()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var expected = (await AskAsync(model, [Prompts[0]]))[0].Text;
        var calls = Enumerable.Range(0, 12).Select(i => AskAsync(model, [i == 5 ? TestHostProgram.Abort : Prompts[0]])).ToList();
        var answers = (await Task.WhenAll(calls)).Select(a => a[0]).ToList();
        answers[5].Failure!.Kind.ShouldBe(RequestFailureKind.EngineFailed);
        answers.Where((_, i) => i != 5).ShouldAllBe(a => a.Failure == null && a.Text == expected);
    }

    [Fact]
    public async Task GenerateAsync_HostKilledAtAnyMoment_TheAnswersAreTheSame()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        var undisturbed = Stopwatch.StartNew();
        var expected = await AskAsync(model, Prompts);
        var length = undisturbed.Elapsed;
        for (var round = 0; round < TestRounds.Of(20); round++)
        {
            var process = await model.HostProcessIdAsync(CancellationToken.None);
            var streamed = new string[Prompts.Length];
            var asking = model.GenerateAsync(
                [.. Prompts.Select(p => Request(p) with { Stream = true })], (i, text) => streamed[i] += text, CancellationToken.None);
            await Task.Delay(length * SeededRandom.For(round, "kill").NextDouble(), TimeProvider.System);
            HostedModels.Kill(process);
            var answers = await asking;
            answers.Select(a => a.Text).ShouldBe(expected.Select(a => a.Text));
            streamed.ShouldBe(expected.Select(a => a.Text), "what was streamed before the crash is not repeated");
        }

        model.HostStarts.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task GetAsync_HostDiesBetweenCalls_TheNextCallHasAFreshOne()
    {
        await using var model = await HostedModels.OpenAsync(DemoModels.TinySmall);
        for (var i = 0; i < 5; i++)
        {
            var process = await model.HostProcessIdAsync(CancellationToken.None);
            HostedModels.Kill(process);
            (await HostedModels.EndsAsync(process)).ShouldBeTrue();
            (await AskAsync(model, ["The dog"]))[0].Failure.ShouldBeNull();
        }
    }

    private static Task<IReadOnlyList<GeneratedText>> AskAsync(HostedModel model, IReadOnlyList<string> prompts) =>
        model.GenerateAsync([.. prompts.Select(Request)], null, CancellationToken.None);

    private static GenerationRequest Request(string prompt) => new() { Prompt = prompt, MaxTokens = 60, IgnoreEnd = true };
}
