using Eval.Core.Datasets;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.TestSupport;

namespace Eval.Core.Tests.Suites.Kinds;

/// <summary>The suites for public data on the real files: every row must make a question, and its prompt must be that of the harness.</summary>
public class PublicSuiteTests
{
    [SharedTheory]
    [InlineData("mmlu", 14042, 56168)]
    [InlineData("hellaswag", 10042, 40168)]
    [InlineData("arc-easy", 2376, null)]
    [InlineData("arc-challenge", 1172, null)]
    [InlineData("truthfulqa-mc1", 790, null)]
    [InlineData("truthfulqa-mc2", 790, null)]
    [InlineData("wikitext-2", 1, 1)]
    [InlineData("wikitext-2-rolling", 1, 1)]
    [InlineData("gatsby", 1, 2)]
    public async Task Check_EveryRow_IsSound(string name, int rows, int? calls)
    {
        var suite = Load(name);
        var (data, context) = await OpenAsync(suite);
        var found = await data.InspectAsync(suite, null, 1, s => KindTesting.Check(suite, s, context), CancellationToken.None);
        found.Count.ShouldBe(rows);
        found.Calls.ShouldBe(calls ?? found.Calls);
        found.Calls.ShouldBeGreaterThanOrEqualTo(rows);
    }

    [SharedFact]
    public async Task RunAsync_MmluFiveShot_SendsTheHarnessesPrompt()
    {
        var suite = Load("mmlu");
        var (data, context) = await OpenAsync(suite);
        var model = new FakeLikelihoodModel { ContextLength = 100_000 };
        var rows = await data.ReadAsync(suite, null, 1, CancellationToken.None).Take(2).ToListAsync();
        var results = await KindTesting.RunAsync(suite, rows, new FakeModelSession(model), context);
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed);
        var prompt = results[0].Prompt!;
        prompt.ShouldStartWith("Find all c in Z_3 such that Z_3[x]/(x^2 + c) is a field.\nA. 0\nB. 1\nC. 2\nD. 3\nAnswer: B\n\n");
        prompt.Split("Answer:").Length.ShouldBe(7);
        prompt.ShouldEndWith("\nAnswer:");
        model.ContinuationCalls.Single().Select(r => r.Continuation).Distinct().ShouldBe([" A", " B", " C", " D"]);

        // The five examples are the same for the whole subject: one preamble for the engine to keep.
        model.ContinuationCalls[0].Select(r => r.Context[..r.SharedPrefixLength]).Distinct().ShouldHaveSingleItem().ShouldEndWith("\n\n");
    }

    [SharedFact]
    public async Task RunAsync_MmluSubjectWithARepeatedExample_ShowsItTwiceAsTheHarness()
    {
        var suite = Load("mmlu");
        var (data, context) = await OpenAsync(suite);
        var row = await data.ReadAsync(suite, null, 1, CancellationToken.None).FirstAsync(s => s.Fields["subject"]!.GetValue<string>() == "college_physics");
        var examples = context.FewShot!.Choose(row);
        examples.Count.ShouldBe(5);
        examples[3].Fields["question"]!.GetValue<string>().ShouldBe(examples[0].Fields["question"]!.GetValue<string>());
    }

    private static Suite Load(string name) => SuiteLoader.Load(Path.Combine(SharedFolder.RepositoryRoot, "suites", name, "suite.yaml"));

    private static async Task<(SuiteData Data, SampleContext Context)> OpenAsync(Suite suite)
    {
        var data = new SuiteData(new DataSources(SharedFolder.PathOf("datasets")));
        return (data, KindTesting.Context with { FewShot = await data.FewShotAsync(suite, 1, CancellationToken.None) });
    }
}
