using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Service.Tests.Gating;

/// <summary>Arenas in a policy: what cannot decide anything is refused before anybody is asked.</summary>
public class GateArenaTests
{
    private const string Scored = "target: '{{letter}}'\nscoring: [contains]";

    [Theory]
    [InlineData("", "judge: same\nrubric: helpfulness", "the suite \"quiz\" has no metric that a gate can compare: it comes from battles among the candidates of one run", "guard a suite that scores answers singly")]
    [InlineData("quiz: rating_bt", "judge: same\nrubric: helpfulness", "a gate cannot compare \"rating_bt\" of the suite \"quiz\"", "guard a suite that scores answers singly")]
    [InlineData("quiz: rating_bt", Scored, "a gate cannot compare \"rating_bt\" of the suite \"quiz\"", "metric: { quiz: contains }")]
    public async Task Decide_ArenaWithoutAPairedMetric_IsAMistakeOfThePolicy(string metric, string keys, string message, string hint)
    {
        using var shop = Workshop(keys, metric);

        var problem = (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync())).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldStartWith(message);
        problem.Hint.ShouldNotBeNull().ShouldStartWith(hint);
        problem.At!.Line.ShouldBeGreaterThan(1);
        shop.Answered.ShouldBeEmpty();
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.Gates().SelfCheckAsync(shop.Request(), CancellationToken.None))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task Decide_ArenaByAScorer_ComparesScoresOfOneRunAndRefusesOneSideAlone()
    {
        using var shop = Workshop(Scored, "");
        var run = await shop.RunAsync("old", "better");
        run.Status.ShouldBe(RunStatus.Finished);
        shop.Answered.Clear();

        var stored = await shop.DecideAsync(with: r => r with { NoRun = true });
        (stored.ExitCode, stored.Decided!.Decision.Suites.ShouldHaveSingleItem().MetricId).ShouldBe((0, "contains"));

        var problem = (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(candidate: "worse"))).Problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe("the arena \"quiz\" has no results of worse that could be taken, and one side alone cannot play it");
        problem.Hint.ShouldNotBeNull().ShouldContain("--no-run");
        (await Should.ThrowAsync<EvalConfigurationException>(() => shop.DecideAsync(with: r => r with { Fresh = true, Options = new RunOptions { Fresh = true } }))).Message.ShouldContain("no results of better");
        shop.Answered.ShouldBeEmpty();
    }

    private static GateWorkshop Workshop(string keys, string metric)
    {
        var shop = new GateWorkshop(gates: $"upgrade: {{ margin: {{ quiz: 0.05 }}{(metric.Length > 0 ? $", metric: {{ {metric} }}" : "")} }}");
        shop.Write("suites/quiz/suite.yaml", $$$"""
            name: quiz
            version: 1
            kind: arena
            dataset: { files: [rows.jsonl] }
            prompt: "quiz {{question}}"
            {{{keys}}}
            """);
        shop.Write("suites/quiz/rows.jsonl", string.Join('\n', Enumerable.Range(0, 400).Select(i => $$"""{"id":"q{{i}}","question":"What is {{i}}?","letter":"{{"ABCD"[i % 4]}}"}""")));
        return shop;
    }
}
