using System.Text.Json.Nodes;
using Eval.Core.Scoring;
using Eval.Core.Scoring.Overlap;
using Eval.Core.Tests.Suites.Kinds;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Overlap;

public class DropTests
{
    [SharedFact]
    public void Normalize_Oracle_IsTheHarnesses() => TextOracle.Check("drop_normalize", c => Drop.Normalize(c.Text("text")).ShouldBe(c.Text("normalized")));

    [Theory] // Python's repr(float(x))
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("123456789.125", "123456789.125")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.000012", "1.2e-05")]
    [InlineData("1_000", "1000.0")]
    [InlineData("0", "0.0")]
    [InlineData("100", "100.0")]
    public void Normalize_Number_IsPythons(string text, string normalized) =>
        Drop.Normalize(text).ShouldBe(normalized);

    [SharedFact]
    public void Compare_Oracle_IsTheHarnesses() => TextOracle.Check("drop_pair", c =>
    {
        var prediction = c["prediction"] is JsonArray list ? list.Texts() : [c.Text("prediction")];
        Same(Drop.Compare(prediction, c.Texts("reference_spans")), c["expected"]!);
    });

    [SharedFact]
    public void Best_Oracle_IsTheHarnesses() => TextOracle.Check("drop_multi_reference", c =>
        Same(Drop.Best(c.Texts("prediction_spans"), c["references"]!.AsArray().Select(r => r.Texts())), c["expected"]!));

    [SharedFact]
    public void Spans_Oracle_AreTheHarnesses() => TextOracle.Check("drop_parse_answer", c => Drop.Spans(c["answer"]).ShouldBe(c.Texts("spans")));

    [Fact]
    public void Score_References_AreTextsListsOrRecords()
    {
        var use = ScorerTesting.Use("f1_drop");
        var record = JsonNode.Parse("""{"number":"7","date":{},"spans":[]}""");
        var score = ScorerTesting.Score(use, "7 yards", KindTesting.Row("{}"), new Reference(record), new Reference(JsonNode.Parse("""["seven","yards"]""")));
        score.Measures.ShouldBe(new Dictionary<string, double> { ["f1_drop"] = 0.67, ["exact_match_drop"] = 0 }, ignoreOrder: true);
        ScorerTesting.Score("f1_drop", "7.0", "7").Measures["exact_match_drop"].ShouldBe(1);
    }

    private static void Same((double Exact, double F1) score, JsonNode expected)
    {
        score.Exact.ShouldBe(expected.Number("exact_match"));
        score.F1.ShouldBe(expected.Number("f1"), 1e-9);
    }
}
