using Eval.Core.Models;
using Eval.LlamaCpp.Generation;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Generation;

public sealed class GeneratorTests
{
    private static readonly SamplingSettings Warm = new() { Temperature = 0.9f, TopK = 40, TopP = 0.95f, MinP = 0.02f, Seed = 5 };

    /// <summary>Greedy and drawn, short and long: what a neighbour could disturb.</summary>
    private static readonly GenerationRequest[] Mixed =
    [
        new() { Prompt = "Once upon a time", MaxTokens = 60, TopLogProbs = 3 },
        new() { Prompt = "Tom and Lily went to the park.", MaxTokens = 40, Sampling = Warm, TopLogProbs = 0 },
        new() { Prompt = "The dog saw a cat and ran away. Tom was sad, but his mom helped him find the dog. They went home", MaxTokens = 25 },
        new() { Prompt = "One day", MaxTokens = 90, Sampling = Warm with { Seed = 6 } },
        new() { Prompt = "She", MaxTokens = 3 },
    ];

    [SharedTheory]
    [InlineData("stories260K-f32")]
    [InlineData("TinyStories-656K-F32")]
    [InlineData("TinyStories-656K-F16")]
    [InlineData("TinyStories-656K-Q8_0")]
    [InlineData("TinyStories-656K-Q4_0")]
    public void Step_WithNeighbours_EveryAnswerIsTheSameToTheLastBitAsAlone(string name)
    {
        using var generator = new GeneratorHarness(SharedModels.ByReferenceName(name));
        var alone = Mixed.Select(r => generator.Run(r)[0]).ToList();
        var crowd = Enumerable.Range(0, 7).SelectMany(_ => Mixed).Reverse().ToList();
        var together = generator.Run(crowd);
        for (var i = 0; i < crowd.Count; i++)
        {
            var single = alone[Array.IndexOf(Mixed, crowd[i])];
            together[i].Tokens.ShouldBe(single.Tokens);
            together[i].Text.ShouldBe(single.Text);
            together[i].Choices?.Select(c => c.LogProb).ShouldBe(single.Choices!.Select(c => c.LogProb));
        }
    }

    [Fact]
    public void Step_TwoContexts_GiveTheAnswersOfOne()
    {
        using var one = new GeneratorHarness(DemoModels.TinySmall);
        using var two = new GeneratorHarness(DemoModels.TinySmall, threads: 2);
        GenerationShape.Of(two.Model.File, two.Model.Settings).Lanes.ShouldBe(2);
        GenerationRequest[] requests = [.. Mixed, .. Mixed, .. Mixed, .. Mixed];
        two.Run(requests).Select(a => a.Text).ShouldBe(one.Run(requests).Select(a => a.Text));
    }

    [Fact]
    public void Step_SeveralThreads_GiveTheAnswerOfOne()
    {
        using var generator = new GeneratorHarness(DemoModels.TinySmall);
        var expected = generator.Run(Mixed[0])[0];
        using var lane = new GenerationLane(generator.Model, new GenerationShape(1, 4, 2), () => generator.Generator.Chat, TimeProvider.System);
        GeneratedText? answer = null;
        lane.Begin(new GenerationJob(Mixed[0], () => { }, null, a => answer = a, CancellationToken.None));
        while (lane.ActiveCount > 0)
        {
            lane.Step();
        }

        answer!.Tokens.ShouldBe(expected.Tokens);
    }

    [SharedFact]
    public void Step_Seeds_DecideTheText()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var requests = new[] { 1u, 1u, 2u, 3u, uint.MaxValue, uint.MaxValue }.Select(seed => new GenerationRequest
        {
            Prompt = "Once upon a time",
            MaxTokens = 40,
            Sampling = new SamplingSettings { Temperature = 1, Seed = seed },
        });
        var texts = generator.Run([.. requests]).Select(a => a.Text).ToList();
        texts[0].ShouldBe(texts[1]);
        texts[4].ShouldBe(texts[5]);
        texts.Distinct().Count().ShouldBe(4);
    }

    [SharedFact]
    public void Step_TopK1AndTinyTopP_AreGreedy()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var request = new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 30 };
        var answers = generator.Run(
            request,
            request with { Sampling = new SamplingSettings { Temperature = 5, TopK = 1 } },
            request with { Sampling = new SamplingSettings { Temperature = 5, TopP = 1e-6f } },
            request with { Sampling = new SamplingSettings { Temperature = 5, MinP = 1 } });
        answers.Select(a => a.Text).Distinct().ShouldHaveSingleItem();
    }

    [SharedFact]
    public void Step_FirstTokenDrawnOften_FollowsTheModelsDistribution()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        const int Draws = 3000;
        var answers = generator.Run([.. Enumerable.Range(0, Draws).Select(seed => new GenerationRequest
        {
            Prompt = "The",
            MaxTokens = 1,
            TopLogProbs = 5,
            Sampling = new SamplingSettings { Temperature = 1, Seed = (uint)seed },
        })]);
        foreach (var (token, logProb) in answers[0].Choices![0].Top)
        {
            var expected = Draws * Math.Exp(logProb);
            var drawn = answers.Count(a => a.Tokens[0] == token);
            var deviation = Math.Abs(drawn - expected) / Math.Sqrt(expected * (1 - Math.Exp(logProb)));
            deviation.ShouldBeLessThan(5, $"token {token}: {drawn} drawn, {expected:0} expected");
        }
    }

    [SharedFact]
    public void Step_LogProbs_AreThoseOfTheModelAndInOrder()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var answer = generator.Run(new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 20, TopLogProbs = 512 })[0];
        answer.Choices!.Count.ShouldBe(20);
        foreach (var choice in answer.Choices)
        {
            choice.Top.Count.ShouldBe(512);
            choice.Top[0].Token.ShouldBe(choice.Token);
            choice.Top[0].LogProb.ShouldBe(choice.LogProb);
            choice.Top.Select(t => -t.LogProb).ShouldBeInOrder();
            choice.Top.Sum(t => Math.Exp(t.LogProb)).ShouldBe(1, 1e-5);
        }
    }

    [SharedFact]
    public void Step_StopSequence_EndsTheAnswerBeforeIt()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var answer = generator.Run(new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 64, StopSequences = ["One day", " play out"] })[0];
        answer.Text.ShouldBe(", there was a little girl named Lily. She loved to");
        answer.StopSequence.ShouldBe(" play out");
        answer.End.ShouldBe(GenerationEnd.Stop);
    }

    [SharedFact]
    public void Step_Grammar_HoldsForGreedyAndDrawnAnswers()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        const string Grammar = """
            root ::= answer ", " number "."
            answer ::= "yes" | "no" | "maybe"
            number ::= [1-9] [0-9]{0,3}
            """;
        var answers = generator.Run([.. Enumerable.Range(0, 24).Select(i => new GenerationRequest
        {
            Prompt = "Once upon a time",
            MaxTokens = 64,
            Grammar = Grammar,
            Sampling = i == 0 ? SamplingSettings.Greedy : new SamplingSettings { Temperature = 1.5f, TopK = i % 2 == 0 ? 20 : null, Seed = (uint)i },
        })]);
        answers.ShouldAllBe(a => a.Failure == null && a.End == GenerationEnd.Stop);
        foreach (var answer in answers)
        {
            answer.Text.ShouldMatch("^(yes|no|maybe), [1-9][0-9]{0,3}[.]$");
        }

        answers.Select(a => a.Text).Distinct().Count().ShouldBeGreaterThan(3);
    }

    [SharedFact]
    public void Step_BadGrammar_FailsThatRequestAlone()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var answers = generator.Run(
            new GenerationRequest { Prompt = "Once", MaxTokens = 3, Grammar = "root ::= \"unclosed" },
            new GenerationRequest { Prompt = "Once", MaxTokens = 3 });
        answers[0].Failure!.Message.ShouldContain("grammar");
        answers[1].Failure.ShouldBeNull();
        answers[1].Tokens.Count.ShouldBe(3);
    }

    [SharedFact]
    public void Step_Penalties_PreventRepetition()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var request = new GenerationRequest { Prompt = "Tom and Lily went to the park.", MaxTokens = 40 };
        var answers = generator.Run(request, request with { Sampling = new SamplingSettings { PresencePenalty = 50 } });
        answers[0].Tokens.Distinct().Count().ShouldBeLessThan(40);
        answers[1].Tokens.Distinct().Count().ShouldBe(40);
    }

    [SharedFact]
    public void Step_ContextIsFull_EndsByLength()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var answer = generator.Run(new GenerationRequest { Prompt = "Once upon a time", MaxTokens = int.MaxValue, IgnoreEnd = true })[0];
        answer.End.ShouldBe(GenerationEnd.Length);
        (answer.PromptTokens + answer.Tokens.Count).ShouldBe(512);
    }

    [SharedFact]
    public void Step_PromptsThatCannotBe_FailAlone()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories656K("F32"));
        var answers = generator.Run(
            new GenerationRequest { Prompt = string.Concat(Enumerable.Repeat("a dog ", 600)) },
            new GenerationRequest { Prompt = "a café" },
            new GenerationRequest { Prompt = "a dog", MaxTokens = 5 });
        answers[0].Failure!.Kind.ShouldBe(RequestFailureKind.TooLong);
        answers[1].Failure!.Kind.ShouldBe(RequestFailureKind.Unencodable);
        answers[1].Failure!.Message.ShouldContain("é");
        answers[2].Failure.ShouldBeNull();
    }

    [SharedFact]
    public void Step_Cancelled_LeavesTheOthersAlone()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var request = new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 60 };
        var expected = generator.Run(request)[0];
        using var cancel = new CancellationTokenSource();
        GeneratedText? kept = null;
        var dropped = 0;
        for (var i = 0; i < 40; i++)
        {
            generator.Generator.Submit(new GenerationJob(request, () => { }, null, a => dropped += a is null ? 1 : 0, cancel.Token));
        }

        generator.Generator.Submit(new GenerationJob(request, () => { }, null, a => kept = a, CancellationToken.None));
        for (var i = 0; i < 5; i++)
        {
            generator.Generator.Step();
        }

        cancel.Cancel();
        generator.Finish();
        dropped.ShouldBe(40);
        kept!.Tokens.ShouldBe(expected.Tokens);
    }

    [SharedFact]
    public void Step_Streamed_PiecesAreTheText()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var pieces = new List<string>();
        GeneratedText? answer = null;
        var request = new GenerationRequest { Prompt = "Once upon a time", MaxTokens = 64, StopSequences = ["One day"], Stream = true };
        generator.Generator.Submit(new GenerationJob(request, () => { }, pieces.Add, a => answer = a, CancellationToken.None));
        generator.Finish();
        string.Concat(pieces).ShouldBe(answer!.Text);
        pieces.Count.ShouldBeGreaterThan(10);
    }
}
