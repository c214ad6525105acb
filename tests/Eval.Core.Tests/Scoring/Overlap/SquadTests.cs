using System.Text.Json.Nodes;
using Eval.Core.Scoring;
using Eval.Core.Scoring.Overlap;
using Eval.TestSupport;

namespace Eval.Core.Tests.Scoring.Overlap;

public class SquadTests
{
    [SharedFact]
    public void Normalize_Oracle_IsTheScripts() => TextOracle.Check("squad_normalize", c => Squad.Normalize(c.Text("text")).ShouldBe(c.Text("normalized")));

    [SharedFact]
    public void Measure_QuestionOfVersion1_IsTheScripts() => TextOracle.Check("squad_v1_question", c =>
    {
        var (exact, f1) = SquadMatch.V1.Measure(c.Text("prediction"), c.Texts("references"));
        exact.ShouldBe(c["expected"]!.Number("exact_match"));
        f1.ShouldBe(c["expected"]!.Number("f1"), 1e-9);
    });

    [SharedFact]
    public void Measure_QuestionOfVersion2_IsTheScripts() => TextOracle.Check("squad_v2_question", c =>
    {
        var (exact, f1) = SquadMatch.V2.Measure(c.Text("prediction"), c.Texts("references"));
        exact.ShouldBe(c["expected"]!.Number("exact"));
        f1.ShouldBe(c["expected"]!.Number("f1"), 1e-9);
    });

    [SharedFact]
    public void Mean_SetOfVersion1_IsTheScripts() => TextOracle.Check("squad_v1_corpus", c =>
    {
        // A question without a prediction scores 0 and still counts.
        var scores = Questions(c).Select(q => q.Text is null ? (0, 0) : SquadMatch.V1.Measure(q.Text, q.References)).ToList();
        (100 * scores.Average(s => s.Exact)).ShouldBe(c["expected"]!.Number("exact_match"), 1e-9);
        (100 * scores.Average(s => s.F1)).ShouldBe(c["expected"]!.Number("f1"), 1e-9);
    });

    [SharedFact]
    public void Mean_SetOfVersion2_IsTheScripts() => TextOracle.Check("squad_v2_corpus", c =>
    {
        var expected = c["expected"]!;
        var probabilities = c["no_answer_probability"]?.AsArray().Select(p => p!.GetValue<double>()).ToList();
        var questions = Questions(c).Select((q, i) => (
            Score: SquadMatch.V2.Measure(q.Text!, q.References), HasAnswer: q.References.Count > 0, NoAnswer: probabilities?[i] ?? 0, IsEmpty: q.Text!.Length == 0)).ToList();
        Compare(q => q.Score.Exact, "exact");
        Compare(q => q.Score.F1, "f1");

        void Compare(Func<((double Exact, double F1) Score, bool HasAnswer, double NoAnswer, bool IsEmpty), double> measure, string name)
        {
            var scores = questions.Select(q => (Value: SquadAbstention.Apply(measure(q), q.NoAnswer, c.Number("threshold"), q.HasAnswer), q.HasAnswer)).ToList();
            (100 * scores.Average(s => s.Value)).ShouldBe(expected.Number(name), 1e-9);
            foreach (var (prefix, has) in new[] { ("HasAns", true), ("NoAns", false) })
            {
                var part = scores.Where(s => s.HasAnswer == has).ToList();
                (part.Count > 0).ShouldBe(expected[$"{prefix}_{name}"] is not null);
                if (part.Count > 0)
                {
                    (100 * part.Average(s => s.Value)).ShouldBe(expected.Number($"{prefix}_{name}"), 1e-9);
                }
            }

            if (expected["best_" + name] is not null)
            {
                var (best, threshold) = SquadAbstention.Best([.. questions.Select(q => (measure(q), q.NoAnswer, q.HasAnswer, q.IsEmpty))]);
                (100 * best).ShouldBe(expected.Number("best_" + name), 1e-9);
                threshold.ShouldBe(expected.Number($"best_{name}_thresh"), 1e-9);
            }
        }
    });

    private static List<(string? Text, List<string> References)> Questions(JsonNode c) =>
        [.. c["predictions"]!.AsArray().Zip(c["references"]!.AsArray()).Select(p => (p.First?.GetValue<string>(), p.Second.Texts()))];
}
