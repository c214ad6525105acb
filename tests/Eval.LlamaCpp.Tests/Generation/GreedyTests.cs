using System.Text.Json;
using Eval.LlamaCpp.Generation;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Generation;

/// <summary>Greedy text of real models against an independent float64 implementation.</summary>
public sealed class GreedyTests
{
    private static readonly JsonElement Reference =
        SharedFolder.Root is null ? default : JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_outputs.json"))).RootElement.GetProperty("models");

    [SharedTheory]
    [InlineData("stories260K-f32", false)]
    [InlineData("stories260K-f32", true)]
    [InlineData("TinyStories-656K-F32", false)]
    [InlineData("TinyStories-656K-F32", true)]
    public void Step_GreedyPrompts_GivesTheReferenceTokens(string name, bool exact)
    {
        using var generator = new GeneratorHarness(SharedModels.ByReferenceName(name), exact);
        var references = Reference.GetProperty(name).GetProperty("greedy_64").EnumerateObject().ToList();
        var answers = generator.Run([.. references.Select(r => new GenerationRequest { Prompt = r.Name, MaxTokens = 64 })]);
        foreach (var (reference, answer) in references.Zip(answers))
        {
            var prompt = Ints(reference.Value.GetProperty("prompt_tokens"));
            var expected = Ints(reference.Value.GetProperty("new_tokens"));
            var endsItself = generator.Vocabulary.IsEndOfGeneration(expected[^1]);
            answer.Failure.ShouldBeNull();
            answer.PromptTokens.ShouldBe(prompt.Length);
            answer.Tokens.ShouldBe(endsItself ? expected[..^1] : expected, reference.Name);
            answer.End.ShouldBe(endsItself ? GenerationEnd.Stop : GenerationEnd.Length);
            if (!endsItself)
            {
                answer.Text.ShouldBe(reference.Value.GetProperty("text").GetString());
            }

            answer.GapMilliseconds.Count.ShouldBe(answer.Tokens.Count - 1);
            answer.FirstTokenMilliseconds.ShouldBeGreaterThan(0);
        }
    }

    [SharedFact]
    public void Step_FromBosAlone_GivesThePublishedStory()
    {
        using var generator = new GeneratorHarness(SharedModels.Stories260K);
        var reference = Reference.GetProperty("stories260K-f32").GetProperty("greedy_from_bos_199");
        var answer = generator.Run(new GenerationRequest { Prompt = "", MaxTokens = 199 })[0];
        answer.PromptTokens.ShouldBe(1);
        answer.Tokens.ShouldBe(Ints(reference.GetProperty("tokens"))[1..]);
        answer.Text.ShouldBe(reference.GetProperty("text").GetString());
    }

    private static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];
}
