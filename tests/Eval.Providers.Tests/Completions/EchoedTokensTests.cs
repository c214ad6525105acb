using System.Text.Json;
using Eval.Providers.Completions;

namespace Eval.Providers.Tests.Completions;

public class EchoedTokensTests
{
    [Theory]
    [InlineData("The cat sat", 7, 2, 3, false)]
    [InlineData("The cat sat", 3, 1, 3, false)]
    [InlineData("The cat sat", 0, 0, 3, false)]
    [InlineData("The cat sat", 9, 3, 3, true)]
    [InlineData("The cat sat", 5, 2, 3, true)]
    public void Split_PlaceInAPlainText_IsFoundByOffsets(string text, int place, int first, int end, bool straddles) =>
        Of(["The", " cat", " sat", "."], [0, 3, 7, 11], generated: 1).Split(text, place).ShouldBe(new EchoSplit(first, end, straddles));

    [Fact]
    public void Split_BosThatIsShown_IsNoPartOfTheText()
    {
        // vLLM counts its length, others do not.
        Of(["<s>", "The", " cat", "."], [0, 3, 6, 10], 1).Split("The cat", 3).ShouldBe(new EchoSplit(2, 3, false));
        Of(["<s>", "The", " cat", "."], [0, 0, 3, 7], 1).Split("The cat", 3).ShouldBe(new EchoSplit(2, 3, false));
        Of(["<s>", "The", " cat", "."], [0, 0, 3, 7], 1).Split("The cat", 0).ShouldBe(new EchoSplit(1, 3, false));
    }

    [Theory]
    [InlineData(2, 6, 10)] // UTF-16
    [InlineData(1, 5, 9)] // code points
    [InlineData(4, 8, 12)] // bytes
    public void Split_Unit_IsToldByWhereTheAnswerBegins(int second, int third, int end) =>
        Of(["😀", " big", " cat", "."], [0, second, third, end], 1).Split("😀 big cat", 6).ShouldBe(new EchoSplit(2, 3, false));

    [Fact]
    public void Split_OffsetsThatDoNotFit_AreNotBelieved() =>
        Of(["\uFFFD", "\uFFFD", " cat", "."], [0, 1, 2, 6], 1).Split("日 cat", 1).ShouldBeNull();

    [Fact]
    public void Split_NothingGenerated_CountsInCodePoints() =>
        Of(["The", " cat"], [0, 3], 0).Split("The cat", 3).ShouldBe(new EchoSplit(1, 2, false));

    [Fact]
    public void Split_UsageMissing_FindsTheEndByOffsets() =>
        Of(["The", " cat", "."], [0, 3, 7], null).Split("The cat", 3).ShouldBe(new EchoSplit(1, 2, false));

    [Theory]
    [InlineData("null")]
    [InlineData("""{"tokens":["a"],"token_logprobs":[null],"top_logprobs":null}""")]
    [InlineData("""{"tokens":["a","b"],"token_logprobs":[null],"text_offset":[0,1]}""")]
    [InlineData("""{"content":[{"token":"a","logprob":-1}]}""")]
    public void Read_OtherForm_GivesNothing(string logprobs)
    {
        using var document = JsonDocument.Parse($"{{\"logprobs\":{logprobs}}}");

        EchoedTokens.Read(document.RootElement, 1).ShouldBeNull();
    }

    private static EchoedTokens Of(string[] tokens, int[] offsets, int? generated) =>
        new(tokens, [null, .. tokens.Skip(1).Select((_, i) => (double?)-i - 1)], [], offsets, generated);
}
