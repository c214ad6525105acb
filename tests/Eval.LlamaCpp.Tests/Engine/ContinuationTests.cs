using System.Text.Json;
using Eval.Core.Models;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>Log-likelihoods against the tool's and against an independent forward pass in double precision.</summary>
public sealed class ContinuationTests
{
    [SharedFact]
    public async Task ScoreContinuations_ReferenceTexts_GiveTheReferenceSums()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_outputs.json"))).RootElement;
        foreach (var entry in reference.GetProperty("models").EnumerateObject())
        {
            foreach (var exact in new[] { true, false })
            {
                using var engine = TestModels.Open(SharedModels.ByReferenceName(entry.Name), exact);
                var texts = entry.Value.GetProperty("texts").EnumerateObject().ToArray();
                var scores = await engine.ScoreContinuationsAsync(
                    [.. texts.Select(t => new ContinuationRequest("", reference.GetProperty("texts").GetProperty(t.Name).GetString()!))], default);
                for (var i = 0; i < texts.Length; i++)
                {
                    var expected = texts[i].Value;
                    var what = $"{entry.Name} {texts[i].Name} exact={exact}";
                    var tokens = expected.GetProperty("scored_tokens").GetInt32();
                    scores[i].TokenCount.ShouldBe(tokens, what);
                    scores[i].ContextTokens.ShouldBe(1, what);

                    // The reference quantises no activations, llama.cpp does with Q8_0 and Q4_0 weights; a KV cache of 16 bits costs digits too.
                    var quantised = entry.Name.EndsWith("Q8_0", StringComparison.Ordinal) || entry.Name.EndsWith("Q4_0", StringComparison.Ordinal);
                    var perToken = quantised ? 0.05 : exact ? 2e-4 : 5e-3;
                    (scores[i].LogLikelihood / tokens).ShouldBe(expected.GetProperty("sum_logprob").GetDouble() / tokens, perToken, what);
                }
            }
        }
    }

    [SharedFact]
    public async Task ScoreContinuations_EachTokenAlone_GivesTheReferencesLogProbabilities()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_outputs.json"))).RootElement;
        var expected = reference.GetProperty("models").GetProperty("stories260K-f32").GetProperty("texts").GetProperty("hand_story");
        var text = reference.GetProperty("texts").GetProperty("hand_story").GetString()!;
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);

        // Beginnings that end where a token ends: their scores are sums of the reference's log-probabilities.
        var vocabulary = engine.Model.Vocabulary;
        var tokens = vocabulary.Encode(text);
        var beginnings = Enumerable.Range(1, text.Length).Select(n => text[..n])
            .Where(b => vocabulary.Encode(b) is var t && tokens.AsSpan().StartsWith(t)).ToArray();
        var scores = await engine.ScoreContinuationsAsync([.. beginnings.Select(b => new ContinuationRequest("", b))], default);
        var logProbabilities = expected.GetProperty("token_logprobs").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        foreach (var score in scores)
        {
            score.LogLikelihood.ShouldBe(logProbabilities.Take(score.TokenCount).Sum(), 1e-3);
        }

        scores.Select(s => s.TokenCount).Distinct().Count().ShouldBeGreaterThan(40);
    }

    [SharedFact]
    public async Task ScoreContinuations_ToolsMultipleChoice_GivesItsMeanLogProbabilities()
    {
        // The tool scores the tokens after the common beginning of all answers and takes their mean (benchmark-harnesses.md 3.3 and 4.5).
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        const string Question = "Once upon a time there was a little girl named Lily. She";
        var scores = await engine.ScoreContinuationsAsync(
        [
            new(Question, " loved to play in the park with her dog."),
            new(Question, " is the of and to a in that it."),
            new(Question, " car car car car car car."),
        ],
        default);

        scores.ShouldAllBe(s => s.ContextTokens == 16);
        (scores[0].LogLikelihood / scores[0].TokenCount).ShouldBe(-0.655001, 2e-5);
        (scores[1].LogLikelihood / scores[1].TokenCount).ShouldBe(-7.458529, 2e-5);
        (scores[2].LogLikelihood / scores[2].TokenCount).ShouldBe(-5.241294, 2e-5);
    }

    [SharedTheory]
    [InlineData("Lily gave the toy to Tom because ", "Lily", "Tom", " was very kind to him.", -1.615297, -1.617892)]
    [InlineData("Tom was sad, so Mom hugged him because ", "Mom", "Tom", " wanted to help him.", -0.977733, -0.917121)]
    [InlineData("The dog ran after the cat because ", "dog", "cat", " wanted to play.", -1.405143, -1.626626)]
    public async Task ScoreContinuations_ToolsWinogrande_GivesItsMeanLogProbabilities(
        string prefix, string first, string second, string suffix, double expectedFirst, double expectedSecond)
    {
        // The tool leaves out the last token, the full stop: the difference of two scores (benchmark-harnesses.md 3.2).
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var scores = await engine.ScoreContinuationsAsync(
        [
            new(prefix + first, suffix), new(prefix + first + suffix[..^1], "."),
            new(prefix + second, suffix), new(prefix + second + suffix[..^1], "."),
        ],
        default);

        Mean(scores[0], scores[1]).ShouldBe(expectedFirst, 2e-5);
        Mean(scores[2], scores[3]).ShouldBe(expectedSecond, 2e-5);

        static double Mean(ContinuationScore whole, ContinuationScore last)
        {
            last.TokenCount.ShouldBe(1);
            return (whole.LogLikelihood - last.LogLikelihood) / (whole.TokenCount - 1);
        }
    }

    [SharedTheory]
    [InlineData("Easy", 71)]
    [InlineData("Challenge", 65)]
    public async Task ScoreContinuations_Arc_GivesTheReferencesAccuracy(string set, int right)
    {
        // arc_first_300 of models/reference_bench.json: 0.23667 and 0.21667 of 300.
        using var engine = TestModels.Open(SharedModels.Stories260K);
        int found = 0, tooLong = 0;
        foreach (var rows in File.ReadLines(SharedFolder.PathOf("datasets", "arc", $"ARC-{set}-test.jsonl")).Take(300).Chunk(50))
        {
            var items = rows.Select(r => JsonDocument.Parse(r).RootElement).ToArray();
            var requests = items.SelectMany(i => i.GetProperty("choices").EnumerateArray().Select(c =>
                new ContinuationRequest($"Question: {i.GetProperty("question").GetString()}\nAnswer:", " " + c.GetString())));
            var scores = new Queue<ContinuationScore>(await engine.ScoreContinuationsAsync([.. requests], default));
            foreach (var item in items)
            {
                var choices = Enumerable.Range(0, item.GetProperty("choices").GetArrayLength()).Select(_ => scores.Dequeue()).ToArray();
                if (choices.Select(c => c.Failure).FirstOrDefault(f => f is not null) is { } failure)
                {
                    failure.Kind.ShouldBe(RequestFailureKind.TooLong);
                    tooLong++;
                    continue;
                }

                var best = Enumerable.Range(0, choices.Length).MaxBy(i => choices[i].LogLikelihood);
                found += best == item.GetProperty("answer").GetInt32() ? 1 : 0;
            }
        }

        found.ShouldBe(right);
        tooLong.ShouldBe(1);
    }

    [SharedFact]
    public async Task ScoreContinuations_CrowsPairs_GiveTheReferencesSums()
    {
        var reference = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("models", "reference_bench.json"))).RootElement;
        var rows = reference.GetProperty("crows_pairs").GetProperty("rows").EnumerateArray().ToArray();
        var table = CsvTable.Read(SharedFolder.PathOf("datasets", "crows-pairs", "crows_pairs_anonymized.csv"));
        table.Count.ShouldBe(rows.Length);
        using var engine = TestModels.Open(SharedModels.Stories260K);

        // Every tenth row: all of them take ten times as long.
        var chosen = Enumerable.Range(0, rows.Length).Where(i => i % 10 == 0).ToArray();
        var requests = chosen.SelectMany(i => new[] { new ContinuationRequest("", table[i]["sent_more"]), new ContinuationRequest("", table[i]["sent_less"]) });
        var scores = await engine.ScoreContinuationsAsync([.. requests], default);
        for (var k = 0; k < chosen.Length; k++)
        {
            var row = rows[chosen[k]];
            scores[2 * k].LogLikelihood.ShouldBe(row[1].GetDouble(), 2e-3, $"row {chosen[k]}");
            scores[(2 * k) + 1].LogLikelihood.ShouldBe(row[2].GetDouble(), 2e-3, $"row {chosen[k]}");
            scores[2 * k].TokenCount.ShouldBe(row[3].GetInt32());
            scores[(2 * k) + 1].TokenCount.ShouldBe(row[4].GetInt32());
        }
    }
}
