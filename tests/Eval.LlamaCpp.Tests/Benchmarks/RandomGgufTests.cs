using Eval.Benchmarks.Baseline;
using Eval.Benchmarks.Models;
using Eval.Core.Statistics;
using Eval.LlamaCpp.Gguf;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Benchmarks;

public class RandomGgufTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ensure_SmallShape_IsAModelThatLlamaCppEvaluates(bool quantised)
    {
        using var folder = new TemporaryFolder();
        var shape = RandomModelShape.Tiny(quantised ? WeightType.Q8_0 : WeightType.F16);

        var file = RandomGguf.Ensure(shape, folder.Root);

        var header = GgufFile.Read(file);
        header.HeadSize.ShouldBe(shape.HeadSize);
        header.TrainingContext.ShouldBe(shape.Context);
        using var model = new NaiveModel(file, context: 128, threads: 1);
        var text = RandomGguf.VocabularyOf(shape).Text(SeededRandom.For(1, "text"), 400);
        model.Tokenize(text, addSpecial: true).Length.ShouldBeInRange(400, 1600);

        // Random weights know next to nothing: they are about as surprised as a die with one side for each token.
        model.Perplexity(text, 64, 8).ShouldBeInRange(shape.Vocabulary * 0.5, shape.Vocabulary * 2.0);
    }

    [Fact]
    public void Write_SameShapeTwice_GivesTheSameBytes()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        RandomGguf.Write(RandomModelShape.Tiny(WeightType.Q8_0), first);
        RandomGguf.Write(RandomModelShape.Tiny(WeightType.Q8_0), second);
        second.ToArray().ShouldBe(first.ToArray());
    }

    [Fact]
    public void Text_OfTheLargeVocabulary_FallsApartIntoFewTokens()
    {
        var vocabulary = RandomGguf.VocabularyOf(RandomModelShape.Hundred(WeightType.F16));
        vocabulary.Tokens.Count.ShouldBe(32_000);
        vocabulary.Tokens.Select(t => t.Text).ShouldBeUnique();
        vocabulary.Words.Count.ShouldBeGreaterThan(5_000);
    }
}
