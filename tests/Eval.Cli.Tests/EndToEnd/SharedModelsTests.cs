using System.Text.Json.Nodes;
using Eval.TestSupport;

namespace Eval.Cli.Tests.EndToEnd;

/// <summary>The program on real models and public data, as a user sees it.</summary>
public sealed class SharedModelsTests(SharedModelsRun run) : IClassFixture<SharedModelsRun>
{
    private static readonly string[] Full = ["stories-260k"];
    private static readonly string[] Narrow = ["stories-656k", "stories-656k-q4"];
    private static readonly string[] PublicSuites = ["arc-easy", "hellaswag", "truthfulqa-mc1", "mmlu", "book-opening"];

    // What TinyStories-656K has tokens for (../shared/models/SOURCE.md).
    private const string Known = "\n !\"$',-.0123456789:;<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz|";

    [SharedFact]
    public async Task Run_FiveDataSets_IsBrokenOnlyWhereAModelCannotReadTheText()
    {
        var (document, error) = await run.ResultAsync();
        var low = PublicSuites.SelectMany(s => Narrow.Select(c => (Suite: s, Candidate: c))).Where(c => Coverage(document, c.Candidate, c.Suite) < 0.98).ToList();
        low.ShouldNotBeEmpty();
        document["exitCode"]!.GetValue<int>().ShouldBe(4);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(low.Count, error);
        low.ShouldAllBe(c => error.Contains($"{c.Candidate} on {c.Suite}: coverage"));
        foreach (var suite in PublicSuites)
        {
            Full.ShouldAllBe(c => Coverage(document, c, suite) == 1);
            Narrow.ShouldAllBe(c => Coverage(document, c, suite) > 0);
        }

        Narrow.ShouldAllBe(c => Coverage(document, c, "book-opening") == 1 && Coverage(document, c, "truthfulqa-mc1") >= 0.9);
    }

    [SharedTheory]
    [InlineData("arc-easy")]
    [InlineData("hellaswag")]
    [InlineData("mmlu")]
    public async Task Run_TextWithACharacterThatTheModelLacks_IsSkippedForThatReasonAlone(string suite)
    {
        var samples = await run.SamplesAsync("stories-656k", suite);
        samples.Count.ShouldBe(SharedModelsRun.Limit);
        foreach (var sample in samples)
        {
            var reason = sample["reason"]?.GetValue<string>() ?? "";
            if (sample["outcome"]!.GetValue<string>() == "completed")
            {
                Texts(sample).ShouldAllBe(c => Known.Contains(c), sample.ToJsonString());
            }
            else
            {
                sample["outcome"]!.GetValue<string>().ShouldBe("skipped");
                reason.ShouldContain("the vocabulary has no token for \"");
                Known.ShouldNotContain(reason.Split("no token for \"")[1][..1]);
                sample["measures"]!.AsObject().ShouldBeEmpty();
            }
        }
    }

    [SharedFact]
    public async Task Run_MmluInAContextOf512_TruncatesWhatIsTooLongAndSaysSo()
    {
        var samples = await run.SamplesAsync("stories-260k", "mmlu");
        samples.Count.ShouldBe(SharedModelsRun.Limit);
        samples.ShouldAllBe(s => s["outcome"]!.GetValue<string>() == "completed");

        // Five examples and a question are more than 512 tokens of so small a vocabulary; what is left fills the context.
        var cut = samples.Where(s => s["reason"]?.GetValue<string>() == "the context was truncated on the left to fit").ToList();
        cut.Count.ShouldBeGreaterThan(SharedModelsRun.Limit / 2);
        cut.ShouldAllBe(s => s["inputTokens"]!.GetValue<int>() > 500);
        samples.ShouldAllBe(s => s["inputTokens"]!.GetValue<int>() < 512 + 16);
    }

    [SharedTheory]
    [InlineData("stories-260k", "stories260K-f32", 1e-3)]
    [InlineData("stories-656k", "TinyStories-656K-F32", 3e-3)] // flash attention and a 16-bit cache: its default
    [InlineData("stories-656k-q4", "TinyStories-656K-Q4_0", 2e-2)] // activations are rounded to 8 bits, which the reference does not
    public async Task Run_ReferenceTexts_GivesTheReferencesLogLikelihoods(string candidate, string model, double tolerance)
    {
        var reference = JsonNode.Parse(await File.ReadAllTextAsync(SharedFolder.PathOf("models", "reference_outputs.json")))!["models"]![model]!["texts"]!;
        var samples = await run.SamplesAsync(candidate, "reference-texts");
        samples.Count.ShouldBe(5);
        foreach (var sample in samples)
        {
            var expected = reference[sample["sampleId"]!.GetValue<string>()]!;
            var tokens = expected["scored_tokens"]!.GetValue<double>();
            sample["measures"]!["rolling_tokens"]!.GetValue<double>().ShouldBe(tokens);
            sample["measures"]!["rolling_ll"]!.GetValue<double>().ShouldBe(expected["sum_logprob"]!.GetValue<double>(), tolerance * tokens);
        }
    }

    [SharedFact]
    public async Task Run_OneBookTwoTokenizers_TokenPerplexityMisleadsAndBitsPerByteDoNot()
    {
        var (document, _) = await run.ResultAsync();
        double Value(string candidate, string metric) => Estimate(document, candidate, "book-opening", metric)["value"]!.GetValue<double>();
        var (fine, coarse) = (Value("stories-260k", "ppl_token_halfwindow"), Value("stories-656k", "ppl_token_halfwindow"));

        // The whole book (reference_bench.json): 24.32 and 174.47. Seven-fold, because the one model spells the book in 1.6 times as many tokens.
        fine.ShouldBe(24.32, 2.5);
        coarse.ShouldBe(174.47, 26);
        (coarse / fine).ShouldBeGreaterThan(6);

        // The same models on the same bytes: as good as each other.
        Value("stories-656k", "bits_per_byte").ShouldBe(Value("stories-260k", "bits_per_byte"), 0.06);
        Value("stories-260k", "bits_per_byte").ShouldBe(2.6, 0.15);

        // Within one tokenizer both tell the same: the quantised file is worse.
        Value("stories-656k-q4", "ppl_token_halfwindow").ShouldBeGreaterThan(coarse);
        Value("stories-656k-q4", "bits_per_byte").ShouldBeGreaterThan(Value("stories-656k", "bits_per_byte"));
    }

    [SharedFact]
    public async Task Run_MultipleChoice_GivesPlausibleSharesWithIntervals()
    {
        var (document, _) = await run.ResultAsync();
        foreach (var (suite, metric) in new[] { ("arc-easy", "acc"), ("hellaswag", "acc_norm_chars"), ("truthfulqa-mc1", "mc1"), ("mmlu", "acc") })
        {
            foreach (var candidate in (IEnumerable<string>)[.. Full, .. Narrow])
            {
                var estimate = Estimate(document, candidate, suite, metric);
                var value = estimate["value"]!.GetValue<double>();
                value.ShouldBeInRange(estimate["low"]!.GetValue<double>(), estimate["high"]!.GetValue<double>());

                // Models of a few hundred thousand parameters guess: one in four or five, within what a dozen questions allow.
                estimate["low"]!.GetValue<double>().ShouldBeLessThan(0.25, $"{candidate} {suite}");
                estimate["high"]!.GetValue<double>().ShouldBeGreaterThan(0.2, $"{candidate} {suite}");
            }
        }
    }

    private static string Texts(JsonNode sample) => sample["prompt"]!.GetValue<string>()
        + string.Concat(sample["detail"]!["choices"]!.AsArray().Select(c => c!["text"]!.GetValue<string>()));

    private static JsonNode Cell(JsonNode document, string candidate, string suite) => document["cells"]!.AsArray()
        .Single(c => c!["candidate"]!.GetValue<string>() == candidate && c["suite"]!.GetValue<string>() == suite)!;

    private static JsonNode Estimate(JsonNode document, string candidate, string suite, string metric) => Cell(document, candidate, suite)["estimates"]!.AsArray()
        .Single(e => e!["metric"]!.GetValue<string>() == metric && e["slice"] is null)!;

    private static double Coverage(JsonNode document, string candidate, string suite) =>
        Cell(document, candidate, suite)["estimates"]!.AsArray().First(e => e!["slice"] is null)!["coverage"]!.GetValue<double>();
}
