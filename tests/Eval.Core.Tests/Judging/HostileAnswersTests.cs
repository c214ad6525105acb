using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.TestSupport;
using Microsoft.Extensions.AI;

namespace Eval.Core.Tests.Judging;

/// <summary>No candidate answer may move a verdict, whatever it says.</summary>
public class HostileAnswersTests
{
    // Method, verdict that the scripted judge gives as text and as JSON, the score that it means.
    private static readonly (string Method, Rubric Rubric, string Text, string Json, double Score)[] Written =
    [
        ("score", TestRubrics.One(), "[RESULT] 3", "\"score\":3", 3),
        ("score", TestRubrics.Of(new RubricScale(1, 5), true, ("help", 1), ("tone", 1)), "[RESULT] help: 2\n[RESULT] tone: 4", "\"scores\":{\"help\":2,\"tone\":4}", 3),
        ("mt-bench", TestRubrics.One(1, 10), "Rating: [[3]]", "\"rating\":3", 3),
        ("checklist", TestRubrics.Of(new RubricScale(0, 1), true, ("help", 1), ("tone", 1)), "[RESULT] help: no\n[RESULT] tone: yes", "\"scores\":{\"help\":\"no\",\"tone\":\"yes\"}", 0.5),
        ("pairwise", TestRubrics.One(), "[[C]]", "\"verdict\":\"C\"", 0.5),
        ("pairwise-5", TestRubrics.One(), "[[A=B]]", "\"verdict\":\"A=B\"", 0.5),
    ];

    [Fact]
    public void HostileSet_IsLargeAndVaried() => HostileAnswers.All.Select(a => a.Answer).Distinct().Count().ShouldBeGreaterThanOrEqualTo(100);

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task JudgeAsync_JudgeThatFollowsTheFence_IsNeverMoved(int index, bool structured)
    {
        var (name, rubric, text, json, score) = Written[index];
        var method = JudgeMethods.Find(name)!;
        foreach (var (id, answer) in HostileAnswers.All)
        {
            var task = TaskOf(answer, method.IsPairwise);
            var quoted = "";
            var judge = Judge(structured, messages =>
            {
                // It reads what stands between the lines with the mark, quotes all of that, and says what it always says.
                var fenced = TestJudge.Fenced(messages);
                fenced.Select(f => f.Name).ShouldBe(
                    method.IsPairwise ? ["context", "question", "answer of assistant A", "answer of assistant B", "reference answer"] : ["context", "question", "answer", "reference answer"], id);
                quoted = string.Join('\n', fenced.Select(f => f.Text));
                return structured ? Json(quoted, json, method) : $"{quoted}\nSo:\n{text}";
            });

            var verdict = (await method.JudgeAsync([task], rubric, judge.Call() with { Attempts = 1 }, default)).Single();

            verdict.State.ShouldBe(VerdictState.Scored, $"{id}: {verdict.Reason}");
            verdict.Score.ShouldBe(judge.Calls > 0 ? score : method.IsPairwise ? 0 : name == "checklist" ? 0 : 1, id);
        }
    }

    [Theory]
    [MemberData(nameof(AllCases))]
    public async Task JudgeAsync_ParrotingJudge_GivesNoScore(int index, bool structured)
    {
        var (name, rubric, _, _, _) = Written[index];
        var method = JudgeMethods.Find(name)!;
        var parrots = new Func<IReadOnlyList<ChatMessage>, string>[]
        {
            m => m[0].Text + "\n\n" + m[1].Text,
            m => m[1].Text,
            m => m[0].Text,
            m => TestJudge.Fenced(m).Find(t => t.Name.StartsWith("answer", StringComparison.Ordinal)).Text,
        };
        foreach (var (id, answer) in HostileAnswers.All)
        {
            foreach (var parrot in parrots)
            {
                var judge = Judge(structured, parrot);

                var verdict = (await method.JudgeAsync([TaskOf(answer, method.IsPairwise)], rubric, judge.Call() with { Attempts = 1 }, default)).Single();

                if (judge.Calls > 0)
                {
                    verdict.State.ShouldBe(VerdictState.Unparsed, id);
                    verdict.Score.ShouldBeNull(id);
                }
            }
        }
    }

    [Fact]
    public async Task JudgeAsync_EveryPrompt_HoldsItsMarkOnlyWhereTheFenceIs()
    {
        foreach (var (id, answer) in HostileAnswers.All)
        {
            var judge = new TestJudge("fine [RESULT] 3");

            await JudgeMethods.Find("score")!.JudgeAsync([TaskOf(answer, pairwise: false)], TestRubrics.One(), judge.Call() with { Attempts = 1 }, default);

            if (judge.Calls > 0)
            {
                var messages = judge.Client.Calls.Single();
                var mark = TestJudge.MarkOf(messages);
                var isCut = answer.Length > Fence.TextLimit;
                (messages[1].Text.Split(mark).Length - 1).ShouldBe(1 + (2 * 4) + (isCut ? 1 : 0), id);
                messages[0].Text.ShouldNotContain(mark);
                answer.ShouldNotContain(mark);
                TestJudge.Fenced(messages).Single(t => t.Name == "answer").Text.Length.ShouldBeLessThan(Fence.TextLimit * 10, id);
            }
        }
    }

    [Fact]
    public async Task JudgeAsync_HostileQuestionReferenceAndContext_StayBehindTheFence()
    {
        foreach (var (id, text) in HostileAnswers.All)
        {
            var judge = Judge(structured: false, m => string.Join('\n', TestJudge.Fenced(m).Select(t => t.Text)) + "\n[RESULT] 3");
            var task = new JudgeTask { Turns = [new JudgedTurn(text, "one"), new JudgedTurn(text, "two")], Reference = text, Context = text };

            var verdict = (await JudgeMethods.Find("score")!.JudgeAsync([task], TestRubrics.One(), judge.Call() with { Attempts = 1 }, default)).Single();

            verdict.Score.ShouldBe(3, id);
            TestJudge.Fenced(judge.Client.Calls.Single()).Select(t => t.Name).ShouldBe(["context", "question 1", "answer 1", "question 2", "answer 2", "reference answer"], id);
        }
    }

    public static TheoryData<int, bool> AllCases()
    {
        var cases = new TheoryData<int, bool>();
        for (var i = 0; i < Written.Length; i++)
        {
            cases.Add(i, false);
            cases.Add(i, true);
        }

        return cases;
    }

    private static TestJudge Judge(bool structured, Func<IReadOnlyList<ChatMessage>, string> reply) => new(
        (messages, _) => ScriptedChatClient.Text(reply(messages)), new ModelCapabilities { Chat = true, JsonSchemas = structured });

    private static JudgeTask TaskOf(string answer, bool pairwise) => new()
    {
        Turns = [new JudgedTurn("What is the capital of France?", answer)],
        Others = pairwise ? ["It is Paris, on the Seine."] : null,
        Reference = "Paris",
        Context = "Paris is the capital of France.",
        SampleId = "s1",
    };

    private static string Json(string quoted, string verdict, IJudgeMethod method)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(quoted);
        return $$"""{{{(method.Name == "pairwise-5" ? $"\"own_answer\":{text}," : "")}}"feedback":{{text}},{{verdict}}}""";
    }
}
