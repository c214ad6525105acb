using System.Text.Json.Nodes;
using Eval.Core.Scoring.Overlap;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Overlap;

public class BleuTests
{
    private const double Tolerance = 1e-9;

    [SharedFact]
    public void Tokenize_Oracle_IsSacrebleus() =>
        TextOracle.Check("bleu_tokenizer_13a", c => BleuTokenizer.Tokenize(c.Text("text")).ShouldBe(c.Text("tokens")));

    [SharedFact]
    public void Score_CorpusOracle_IsSacrebleus() => TextOracle.Check("bleu_corpus", c =>
    {
        var options = Options(c["options"]!, effectiveOrder: false);
        var references = c["references_per_segment"]!.AsArray();
        var segments = c.Texts("hypotheses").Select((h, i) => Bleu.Measure(h, references[i].Texts(), options)).ToList();
        Compare(Bleu.Score(Sum(segments), options), Sum(segments), c["expected"]!);
    });

    [SharedFact]
    public void Score_SentenceOracle_IsSacrebleus() => TextOracle.Check("bleu_sentence", c =>
    {
        var options = Options(c["options"]!, effectiveOrder: true);
        var sums = Bleu.Measure(c.Text("hypothesis"), c.Texts("references"), options);
        Compare(Bleu.Score(sums, options), sums, c["expected"]!);
    });

    private static BleuSums Sum(List<BleuSums> segments) => new(
        [.. Enumerable.Range(0, segments[0].Matches.Count).Select(n => segments.Sum(s => s.Matches[n]))],
        [.. Enumerable.Range(0, segments[0].Totals.Count).Select(n => segments.Sum(s => s.Totals[n]))],
        segments.Sum(s => s.HypothesisLength), segments.Sum(s => s.ReferenceLength));

    private static void Compare(BleuScore score, BleuSums sums, JsonNode expected)
    {
        score.Value.ShouldBe(expected.Number("score"), Tolerance);
        score.BrevityPenalty.ShouldBe(expected.Number("brevity_penalty"), Tolerance);
        score.Precisions.ShouldBe(Numbers("precisions"), Tolerance);
        score.Matches.ShouldBe(Numbers("counts"));
        score.Totals.ShouldBe(Numbers("totals"));
        sums.HypothesisLength.ShouldBe(expected.Number("hyp_length"));
        sums.ReferenceLength.ShouldBe(expected.Number("ref_length"));

        IEnumerable<double> Numbers(string key) => expected[key]!.AsArray().Select(n => n!.GetValue<double>());
    }

    private static BleuOptions Options(JsonNode options, bool effectiveOrder) => new()
    {
        Lowercase = options["lowercase"]?.GetValue<bool>() ?? false,
        EffectiveOrder = options["effective_order"]?.GetValue<bool>() ?? effectiveOrder,
        Orders = options["max_ngram_order"]?.GetValue<int>() ?? 4,
        SmoothingValue = options["smooth_value"]?.GetValue<double>(),
        Smoothing = options["smooth_method"]?.GetValue<string>() switch
        {
            "add-k" => BleuSmoothing.AddK,
            "floor" => BleuSmoothing.Floor,
            "none" => BleuSmoothing.None,
            _ => BleuSmoothing.Exponential,
        },
    };
}
