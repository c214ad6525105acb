using System.Text.Json.Nodes;
using Eval.Core.Scoring.Overlap;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Overlap;

public class ChrfTests
{
    [SharedFact]
    public void Score_SentenceOracle_IsSacrebleus() => TextOracle.Check("chrf_sentence", c =>
    {
        foreach (var (name, options) in Kinds(c))
        {
            Chrf.Score(Chrf.Measure(c.Text("hypothesis"), c.Texts("references"), options), options).ShouldBe(c["expected"]!.Number(name), 1e-9);
        }
    });

    [SharedFact]
    public void Score_CorpusOracle_IsSacrebleus() => TextOracle.Check("chrf_corpus", c =>
    {
        var references = c["references_per_segment"]!.AsArray();
        foreach (var (name, options) in Kinds(c))
        {
            var segments = c.Texts("hypotheses").Select((h, i) => Chrf.Measure(h, references[i].Texts(), options)).ToList();
            var sums = new ChrfSums(Sum(segments, s => s.Hypothesis), Sum(segments, s => s.Reference), Sum(segments, s => s.Matches));
            Chrf.Score(sums, options).ShouldBe(c["expected"]!.Number(name), 1e-9);
        }
    });

    private static double[] Sum(List<ChrfSums> segments, Func<ChrfSums, IReadOnlyList<double>> part) =>
        [.. Enumerable.Range(0, part(segments[0]).Count).Select(i => segments.Sum(s => part(s)[i]))];

    private static IEnumerable<(string, ChrfOptions)> Kinds(JsonNode c)
    {
        var options = c["options"]!;
        var plain = new ChrfOptions(
            Beta: options["beta"]?.GetValue<double>() ?? 2,
            Lowercase: options["lowercase"]?.GetValue<bool>() ?? false,
            KeepWhiteSpace: options["whitespace"]?.GetValue<bool>() ?? false,
            EpsilonSmoothing: options["eps_smoothing"]?.GetValue<bool>() ?? false);
        return [("chrF2", plain), ("chrF2++", plain with { Words = true })];
    }
}
