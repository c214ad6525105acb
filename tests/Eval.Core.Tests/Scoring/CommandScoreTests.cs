using System.Diagnostics;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Scoring.Commands;
using Eval.Core.Suites;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Scoring;

public sealed class CommandScoreTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScorerCommands _commands = new(TimeProvider.System);

    [Fact]
    public async Task ScoreAsync_Program_ReadsAndWritesALineForEachAnswer()
    {
        // The number of the line is part of the answer: all lines went to one process.
        var suite = Suite("n=0; while read -r line; do n=$((n+1)); case \"$line\" in *'\"text\":\"yes\"'*'\"references\":[\"4\"]'*) echo \"{\\\"score\\\":1,\\\"reading\\\":\\\"$n\\\"}\";; *) echo '{\"score\":0.25,\"note\":\"near\"}';; esac; done");
        var replies = new Queue<string>(["no", "yes", "no", "yes"]);
        var rows = Enumerable.Range(0, 4).Select(i => Row("""{"q":"2+2?","a":"4"}""", i));
        var results = await RunAsync(suite, rows, new FakeModelSession(chat: new ScriptedChatClient(_ => replies.Dequeue())), Context with { Commands = _commands });
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed);
        results.Select(r => r.Measures["command_score"]).ShouldBe([0.25, 1, 0.25, 1]);
        results[0].Reason.ShouldBe("near");
        results[3].DetailJson!.ShouldContain("\"vote\":\"4\"");
    }

    [Theory]
    [InlineData("read -r line; echo 'not json'", "no JSON map")]
    [InlineData("read -r line; echo '{\"score\":2}'", "from 0 to 1")]
    [InlineData("read -r line; echo '{\"error\":\"cannot\"}'", "cannot")]
    [InlineData("echo broken >&2; exit 3", "ended")]
    public async Task ScoreAsync_FailingProgram_IsAScorerErrorNotAWrongAnswer(string script, string message)
    {
        var result = (await RunAsync(Suite(script), [Row("""{"q":"x","a":"4"}""")], Model(), Context with { Commands = _commands })).Single();
        (result.Outcome, result.Measures.Count).ShouldBe((SampleOutcome.ScorerError, 0));
        result.Reason!.ShouldContain(message);
    }

    [Fact]
    public async Task ScoreAsync_TimeOut_EndsTheProgramAndStartsItAnew()
    {
        // Hangs on the first line of its first life only.
        var suite = Suite("while read -r line; do if [ -e again ]; then echo '{\"score\":true}'; else : > again; sleep 600; fi; done", timeout: 1);
        var rows = Enumerable.Range(0, 2).Select(i => Row("""{"q":"x","a":"4"}""", i));
        var results = await RunAsync(suite, rows, Model(), Context with { Commands = _commands });
        results.Select(r => r.Outcome).ShouldBe([SampleOutcome.ScorerError, SampleOutcome.Completed], ignoreOrder: true);
        results.Single(r => r.Outcome == SampleOutcome.ScorerError).Reason!.ShouldContain("no answer within 1 s");
    }

    [Fact]
    public async Task DisposeAsync_Program_IsEndedAndSawNoKeys()
    {
        Environment.SetEnvironmentVariable("EVAL_TEST_SECRET", "hidden");
        var suite = Suite("while read -r line; do echo \"{\\\"score\\\":null,\\\"note\\\":\\\"$$ ${EVAL_TEST_SECRET:-unset}\\\"}\"; done");
        var result = (await RunAsync(suite, [Row("""{"q":"x","a":"4"}""")], Model(), Context with { Commands = _commands })).Single();
        (result.Outcome, result.Measures["command_extracted"]).ShouldBe((SampleOutcome.Unparsed, 0));
        var use = ((Eval.Core.Suites.Kinds.Generation.GenerationSettings)suite.Settings).Scoring.Single();
        var score = await use.Scorer.ScoreAsync(
            new ScoringInput("x", [], Row("{}")) { Context = Context with { Commands = _commands } }, use.Options, CancellationToken.None);
        var parts = score.Note!.Split(' ');
        parts[1].ShouldBe("unset");
        using var process = Process.GetProcessById(int.Parse(parts[0]));
        await _commands.DisposeAsync();
        process.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
    }

    [Fact]
    public async Task ScoreAsync_ProgramThatKeepsFailing_IsGivenUp()
    {
        var suite = Suite("echo x >> lives; exit 1");
        var rows = Enumerable.Range(0, 20).Select(i => Row("""{"q":"x","a":"4"}""", i));
        var results = await RunAsync(suite, rows, Model(), Context with { Commands = _commands });
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.ScorerError);
        File.ReadAllLines(_folder.PathOf("lives")).Length.ShouldBe(CommandProcess.MostFailures);
    }

    [Fact]
    public void Check_NotAllowed_IsAMistakeThatNamesTheOption()
    {
        var suite = Suite("exit 0");
        var thrown = Should.Throw<EvalConfigurationException>(() => Check(suite, Row("""{"q":"x","a":"4"}""")));
        thrown.Problems.Single().Hint!.ShouldContain("--allow-commands");
        (Path.GetFileName(thrown.Problems[0].At!.File), thrown.Problems[0].At!.Line).ShouldBe(("suite.yaml", 7));
        Check(suite, Row("""{"q":"x","a":"4"}"""), Context with { Commands = _commands }).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task ScoreAsync_MissingProgram_IsNamed()
    {
        var suite = SuiteLoader.Load(_folder.Write("suite.yaml", Yaml("[no-such-program-here]", 5)));
        var result = (await RunAsync(suite, [Row("""{"q":"x","a":"4"}""")], Model(), Context with { Commands = _commands })).Single();
        result.Reason!.ShouldContain("no-such-program-here cannot be started");
    }

    public async ValueTask DisposeAsync()
    {
        await _commands.DisposeAsync();
        _folder.Dispose();
    }

    private static FakeModelSession Model() => new(chat: new ScriptedChatClient(_ => "yes"));

    private static string Yaml(string run, double timeout) =>
        $"name: test\nversion: 1\nkind: generation\ndataset: {{ samples: [ {{ q: x, a: y }} ] }}\nprompt: '{{{{q}}}}'\ntarget: a\nscoring: {{ command: {{ run: {run}, timeout: {timeout} }} }}\n";

    private Suite Suite(string script, double timeout = 30)
    {
        _folder.Write("score.sh", script + "\n");
        return SuiteLoader.Load(_folder.Write("suite.yaml", Yaml("[/bin/sh, score.sh]", timeout)));
    }
}
