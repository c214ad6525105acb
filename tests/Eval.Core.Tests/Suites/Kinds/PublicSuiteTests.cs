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
    [InlineData("gsm8k", 1319, 1319)]
    [InlineData("bbh", 6511, 6511)]
    [InlineData("mmlu-generate", 14042, 14042)]
    [InlineData("truthfulqa-generate", 790, 790)]
    [InlineData("ifeval", 8, 8)]
    [InlineData("mt-bench", 80, 160)]
    [InlineData("arena-hard", 750, 750)]
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

    [SharedFact]
    public async Task RunAsync_Gsm8k_TheDataSetsOwnSolutionsAreRight()
    {
        var suite = Load("gsm8k");
        var (data, context) = await OpenAsync(suite);
        var rows = await data.ReadAsync(suite, null, 1, CancellationToken.None).ToListAsync();
        var solutions = rows.ToDictionary(r => $"Question: {r.Fields["question"]}\nAnswer:", r => r.Fields["answer"]!.GetValue<string>());
        var chat = new ScriptedChatClient(prompt => solutions[prompt[prompt.LastIndexOf("Question:", StringComparison.Ordinal)..]]);
        var results = await KindTesting.RunAsync(suite, rows, new FakeModelSession(chat: chat), context);

        // The marked number of every solution is its answer, by both filters.
        results.Count.ShouldBe(1319);
        results.ShouldAllBe(r => r.Measures["exact_match_gsm8k_strict"] == 1 && r.Measures["exact_match_gsm8k_flexible"] == 1);
        var prompt = results[0].Prompt!;
        prompt.Split("Question:").Length.ShouldBe(7);
        prompt.Split("#### ").Length.ShouldBe(6);
        chat.Options[0]!.StopSequences.ShouldBe(["Question:", "</s>", "<|im_end|>"]);
    }

    [SharedTheory]
    [InlineData("So the answer is {0}.")]
    [InlineData("First. The answer is 5. No: so **the answer is {0}**")]
    [InlineData("So the answer is \"{0}\".\n")]
    public async Task RunAsync_Bbh_ReadsTheLastAnswerOfEveryTask(string reply)
    {
        var suite = Load("bbh");
        var (data, context) = await OpenAsync(suite);
        var rows = (await data.ReadAsync(suite, null, 1, CancellationToken.None).ToListAsync()).DistinctBy(r => r.Fields["task"]!.GetValue<string>()).ToList();
        rows.Count.ShouldBe(27);
        var targets = rows.ToDictionary(r => r.Fields["input"]!.GetValue<string>(), r => r.Fields["target"]!.GetValue<string>());
        var chat = new ScriptedChatClient(p => string.Format(null, reply, targets[p[..p.IndexOf("\n\nThink step", StringComparison.Ordinal)]]));
        var results = await KindTesting.RunAsync(suite, rows, new FakeModelSession(chat: chat), context);
        results.Where(r => r.Measures["exact_match"] != 1).Select(r => $"{r.SampleId}: {r.Answer} {r.DetailJson}").ShouldBeEmpty();
    }

    [SharedFact]
    public async Task RunAsync_TruthfulQa_TellsTrueFromFalseReferences()
    {
        var suite = Load("truthfulqa-generate");
        var (data, context) = await OpenAsync(suite);
        var rows = await data.ReadAsync(suite, null, 1, CancellationToken.None).Take(100).ToListAsync();
        (await Share("answer")).ShouldBeGreaterThan(0.95);
        (await Share("Best Incorrect Answer")).ShouldBeLessThan(0.05);

        async Task<double> Share(string field)
        {
            var answers = rows.ToDictionary(r => $"Answer in one sentence.\n\nQ: {r.Fields["question"]}\nA:", r => r.Fields[field]!.GetValue<string>());
            var results = await KindTesting.RunAsync(suite, rows, new FakeModelSession(chat: new ScriptedChatClient(p => answers[p])), context);
            return results.Average(r => r.Measures["truthful_bleu_acc"]);
        }
    }

    private static Suite Load(string name) => SuiteLoader.Load(Path.Combine(SharedFolder.RepositoryRoot, "suites", name, "suite.yaml"));

    private static async Task<(SuiteData Data, SampleContext Context)> OpenAsync(Suite suite)
    {
        var data = new SuiteData(new DataSources(SharedFolder.PathOf("datasets")));
        return (data, KindTesting.Context with { FewShot = await data.FewShotAsync(suite, 1, CancellationToken.None) });
    }
}
