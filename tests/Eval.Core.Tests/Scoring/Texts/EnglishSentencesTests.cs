using Eval.Core.Scoring.Texts;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Texts;

public class EnglishSentencesTests
{
    [SharedFact]
    public void Split_Oracle_IsPunkts() => TextOracle.Check("punkt_sentences", c =>
    {
        var text = c.Text("text");
        EnglishSentences.Split(text).ShouldBe(c.Texts("sentences"));
        var counts = c["expected_counts"]!;
        Count("sentences").ShouldBe(EnglishSentences.Split(text).Count);
        Count("words").ShouldBe(PythonText.Words(text).Count);
        Count("capital_words").ShouldBe(EnglishTokens.Split(text).Count(EnglishTokens.IsCapital));
        EnglishTokens.Split(text).ShouldBe(c.Texts("nltk_tokens"));

        int Count(string key) => counts[key]!.GetValue<int>();
    });

    [Fact]
    public void Split_LongLineWithoutSpaces_TakesNoTime() =>
        EnglishSentences.Split(new string('.', 20_000) + new string('a', 20_000)).Count.ShouldBe(1);

    [Theory]
    [InlineData("DON'T", new[] { "DO", "N'T" })]
    [InlineData("\"Yes,\" he said.", new[] { "``", "Yes", ",", "''", "he", "said", "." })]
    [InlineData("well-known -- and $5, i.e. (50%)", new[] { "well-known", "--", "and", "$", "5", ",", "i.e.", "(", "50", "%", ")" })]
    public void Tokens_Text_AreTreebanks(string text, string[] tokens) => EnglishTokens.Split(text).ShouldBe(tokens);
}
