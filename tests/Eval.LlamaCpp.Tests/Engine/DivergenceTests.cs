using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

/// <summary>The KL-divergence mode of llama.cpp's perplexity tool (research/benchmark-harnesses.md 2.4).</summary>
public sealed class DivergenceTests
{
    private static readonly WindowRule Rule = new(WindowKind.HalfWindow, 128);

    [SharedFact]
    public async Task WriteReferenceLogits_FourWindows_HasTheToolsSizeAndTokens()
    {
        using var folder = new TemporaryFolder();
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var file = folder.PathOf("base.kld");
        await engine.WriteReferenceLogitsAsync(new(OracleText.SixTimes, Rule, 0, 4), file, default);

        new FileInfo(file).Length.ShouldBe(262_132);
        Directory.GetFiles(folder.Root).ShouldHaveSingleItem();
        using var logits = ReferenceLogits.Open(file);
        (logits.ContextLength, logits.VocabularySize, logits.WindowCount, logits.RowsPerWindow, logits.RowLength).ShouldBe((128, 512, 4, 63, 516));
        logits.Tokens.ShouldBe(engine.Model.Vocabulary.EncodeWithBos(OracleText.SixTimes).Take(512));
    }

    [SharedFact]
    public async Task CompareWindows_AModelWithItself_DivergesByQuantisationOnly()
    {
        using var folder = new TemporaryFolder();
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        var request = new WindowRequest(OracleText.SixTimes, Rule, 1, 3);
        await engine.WriteReferenceLogitsAsync(request, folder.PathOf("base.kld"), default);
        var compared = await engine.CompareWindowsAsync(request, folder.PathOf("base.kld"), default);
        var scores = await engine.ScoreWindowsAsync(request, default);

        compared.Select(c => c.Index).ShouldBe([1, 2, 3]);
        foreach (var (c, s) in compared.Zip(scores))
        {
            c.LogProbs.Sum(p => (double)p).ShouldBe(s.LogLikelihood, 1e-3);
            c.ReferenceLogProbs.Sum(p => (double)p).ShouldBe(s.LogLikelihood, 2e-2);
            c.Divergences.ShouldAllBe(d => Math.Abs(d) < 1e-4);
            c.SameTop.Count(t => t).ShouldBeGreaterThanOrEqualTo(62); // two of nearly the same probability may become one number
        }
    }

    [SharedFact]
    public async Task CompareWindows_AnotherPrecision_GivesTheDivergenceComputedByHand()
    {
        using var folder = new TemporaryFolder();
        var rows = new Dictionary<string, float[][]>();
        var request = new WindowRequest(string.Concat(Enumerable.Repeat(OracleText.Paragraph, 8)), Rule, 0, 2);
        IReadOnlyList<DivergenceScore>? compared = null;
        foreach (var precision in new[] { "F32", "Q4_0" })
        {
            using var engine = TestModels.Open(SharedModels.Stories656K(precision), exact: true);
            rows[precision] = AllRows(engine, request);
            if (precision == "F32")
            {
                await engine.WriteReferenceLogitsAsync(request, folder.PathOf("base.kld"), default);
            }
            else
            {
                compared = await engine.CompareWindowsAsync(request, folder.PathOf("base.kld"), default);
            }
        }

        var given = compared!.SelectMany(c => c.Divergences).ToArray();
        given.Length.ShouldBe(rows["F32"].Length);
        var differentTop = 0;
        for (var i = 0; i < given.Length; i++)
        {
            var p = Softmax(rows["F32"][i]);
            var q = Softmax(rows["Q4_0"][i]);
            var byHand = p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();
            ((double)given[i]).ShouldBe(byHand, 2e-3 + (2e-2 * byHand), $"row {i}");
            var sameTop = Array.IndexOf(p, p.Max()) == Array.IndexOf(q, q.Max());
            differentTop += sameTop ? 0 : 1;
            compared!.SelectMany(c => c.SameTop).ElementAt(i).ShouldBe(sameTop, $"row {i}");
        }

        given.Average().ShouldBeGreaterThan(0.01f);
        differentTop.ShouldBeGreaterThan(0);
    }

    [SharedFact]
    public async Task CompareWindows_FileOfTheWholeText_IsFoundAtItsPlace()
    {
        using var folder = new TemporaryFolder();
        using var engine = TestModels.Open(SharedModels.Stories260K, exact: true);
        await engine.WriteReferenceLogitsAsync(new(OracleText.SixTimes, Rule, 0, 4), folder.PathOf("whole.kld"), default);
        await engine.WriteReferenceLogitsAsync(new(OracleText.SixTimes, Rule, 2, 1), folder.PathOf("part.kld"), default);
        var request = new WindowRequest(OracleText.SixTimes, Rule, 2, 1);
        var ofWhole = await engine.CompareWindowsAsync(request, folder.PathOf("whole.kld"), default);
        var ofPart = await engine.CompareWindowsAsync(request, folder.PathOf("part.kld"), default);
        ofWhole[0].Divergences.ShouldBe(ofPart[0].Divergences);
    }

    [SharedFact]
    public async Task CompareWindows_OtherVocabularyTextOrFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("base.kld");
        using (var small = TestModels.Open(SharedModels.Stories260K))
        {
            await small.WriteReferenceLogitsAsync(new(OracleText.SixTimes, Rule, 0, 1), file, default);
            var other = new WindowRequest("Tom. " + OracleText.SixTimes, Rule, 0, 1);
            (await Should.ThrowAsync<InvalidDataException>(() => small.CompareWindowsAsync(other, file, default))).Message.ShouldContain("another text");
        }

        using var large = TestModels.Open(SharedModels.Stories656K("Q4_0"));
        var request = new WindowRequest(string.Concat(Enumerable.Repeat(OracleText.SixTimes, 2)), Rule, 0, 1);
        (await Should.ThrowAsync<InvalidDataException>(() => large.CompareWindowsAsync(request, file, default))).Message.ShouldContain("vocabulary");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);
        (await Should.ThrowAsync<InvalidDataException>(() => large.CompareWindowsAsync(request, file, default))).Message.ShouldContain("incomplete");
        File.WriteAllText(file, "something else altogether");
        (await Should.ThrowAsync<InvalidDataException>(() => large.CompareWindowsAsync(request, file, default))).Message.ShouldContain("not a file");
    }

    private static float[][] AllRows(LlamaEngine engine, WindowRequest request)
    {
        var tokens = engine.Model.Vocabulary.EncodeWithBos(request.Text);
        var rows = new List<float[]>();
        using var lane = new EngineLane(engine.Model);
        for (var w = 0; w < request.WindowCount; w++)
        {
            int[] window = [engine.Model.Vocabulary.Bos!.Value, .. tokens[((w * 128) + 1)..((w + 1) * 128)]];
            var tree = TokenTree.Build([new TokenSequence(window, 65, 0)], 0);
            var reader = new Collector();
            lane.Evaluate(new EvaluationJob([], tree, engine.Model.Settings.Layout), reader, default);
            rows.AddRange(reader.Rows.OrderBy(r => r.Key).Select(r => r.Value));
        }

        return [.. rows];
    }

    private static double[] Softmax(float[] logits)
    {
        var max = logits.Max();
        var e = logits.Select(l => Math.Exp(l - max)).ToArray();
        var sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }

    private sealed class Collector : RowReader
    {
        internal Dictionary<int, float[]> Rows { get; } = [];

        public override void Read(TokenTree tree, int node, ReadOnlySpan<float> logits) => Rows[node] = logits.ToArray();
    }
}
