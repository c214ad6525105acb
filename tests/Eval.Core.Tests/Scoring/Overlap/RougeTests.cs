using System.Text.Json.Nodes;
using Eval.Core.Scoring;
using Eval.Core.Scoring.Overlap;
using Eval.Core.Scoring.Texts;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Overlap;

public class RougeTests
{
    private static readonly (string Form, bool Stem)[] Forms = [("plain", false), ("stemmed", true)];

    [SharedFact]
    public void Stem_Oracle_IsNltks() => TextOracle.Check("rouge_porter_stem", c => Rouge.Tokens(c.Text("token"), stem: true).ShouldBe([c.Text("stem")]));

    [SharedFact]
    public void Tokens_Oracle_AreRougeScores() => TextOracle.Check("rouge_tokenize", c =>
    {
        Rouge.Tokens(c.Text("text"), stem: false).ShouldBe(c.Texts("tokens"));
        Rouge.Tokens(c.Text("text"), stem: true).ShouldBe(c.Texts("tokens_stemmed"));
    });

    [SharedFact]
    public void NAndL_Oracle_AreRougeScores() => TextOracle.Check("rouge_n_and_l", c =>
    {
        foreach (var (form, stem) in Forms)
        {
            var (prediction, reference) = (Rouge.Tokens(c.Text("prediction"), stem), Rouge.Tokens(c.Text("reference"), stem));
            var expected = c["expected"]![form]!;
            Compare(Rouge.N(prediction, reference, 1), expected["rouge1"]!);
            Compare(Rouge.N(prediction, reference, 2), expected["rouge2"]!);
            Compare(Rouge.L(prediction, reference), expected["rougeL"]!);
        }
    });

    [SharedFact]
    public void Lsum_Oracle_IsRougeScores() => TextOracle.Check("rouge_lsum", c =>
    {
        foreach (var (form, stem) in Forms)
        {
            Compare(Rouge.Lsum(Sentences("prediction"), Sentences("reference")), c["expected"]![form]!);

            List<IReadOnlyList<string>> Sentences(string key) => c.Text("split") == "punkt"
                ? [.. EnglishSentences.Split(c.Text(key)).Select(s => (IReadOnlyList<string>)Rouge.Tokens(s, stem))]
                : Rouge.Lines(c.Text(key), stem);
        }
    });

    [SharedFact]
    public void Best_SeveralReferences_TakesTheBestOfEachType() => TextOracle.Check("rouge_multi_reference", c =>
    {
        foreach (var (form, stem) in Forms)
        {
            foreach (var (type, scorer) in new[] { ("rouge1", RougeF1.One), ("rouge2", RougeF1.Two), ("rougeL", RougeF1.L), ("rougeLsum", RougeF1.Lsum) })
            {
                var expected = c["expected"]![form]![type]!;
                var (score, reference) = scorer.Best(c.Text("prediction"), c.Texts("references"), stem);
                Compare(score, expected);
                reference.ShouldBe(expected["best_reference"]!.GetValue<int>());
            }
        }
    });

    private static void Compare(OverlapScore score, JsonNode expected)
    {
        score.Precision.ShouldBe(expected.Number("precision"), 1e-9);
        score.Recall.ShouldBe(expected.Number("recall"), 1e-9);
        score.F1.ShouldBe(expected.Number("f1"), 1e-9);
    }
}
