using System.Text.Json;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.MultipleChoice;

public class LikelihoodChoicesTests
{
    private const string Plain = "kind: multiple-choice\nprompt: 'Q: {{q}}'\nchoices: c\nanswer: a\n";

    private static readonly Sample Question = Row("""{"q":"2+2?","c":["four","five","six"],"a":0,"subject":"sums","text":"t7"}""");

    [Fact]
    public async Task RunAsync_TextChoices_ScoresEachAfterTheDelimiter()
    {
        var model = Scored(("four", -3), ("five", -2), ("six", -5));
        var result = (await RunAsync(Suite(Plain + "slices: [subject]\ncluster: text\n"), [Question], new FakeModelSession(model))).Single();
        model.ContinuationCalls.Single().ShouldBe([new("Q: 2+2?", " four"), new("Q: 2+2?", " five"), new("Q: 2+2?", " six")]);
        (result.Outcome, result.Answer, result.Target, result.Prompt).ShouldBe((SampleOutcome.Completed, "five", "four", "Q: 2+2?"));
        (result.Measures["acc"], result.Measures["acc_norm_chars"]).ShouldBe((0, 0));
        (result.Slices["subject"], result.Cluster).ShouldBe(("sums", "t7"));

        using var detail = JsonDocument.Parse(result.DetailJson!);
        detail.RootElement.GetProperty("predicted").GetInt32().ShouldBe(1);
        detail.RootElement.GetProperty("gold")[0].GetInt32().ShouldBe(0);
        var first = detail.RootElement.GetProperty("choices")[0];
        (first.GetProperty("text").GetString(), first.GetProperty("ll").GetDouble(), first.GetProperty("chars").GetInt32(), first.GetProperty("bytes").GetInt32())
            .ShouldBe(("four", -3, 4, 4));
    }

    [Fact]
    public async Task RunAsync_Characters_AreCodePointsAndBytesAreUtf8()
    {
        var result = (await RunAsync(Suite(Plain), [Row("""{"q":"","c":["ä😀","x"],"a":0}""")], new FakeModelSession(new FakeLikelihoodModel()))).Single();
        using var detail = JsonDocument.Parse(result.DetailJson!);
        var first = detail.RootElement.GetProperty("choices")[0];
        (first.GetProperty("chars").GetInt32(), first.GetProperty("bytes").GetInt32()).ShouldBe((2, 6));
    }

    [Fact]
    public async Task RunAsync_Letters_ShowsLinesAndScoresLetters()
    {
        var model = new FakeLikelihoodModel();
        var suite = Suite("kind: multiple-choice\nprompt: \"{{q}}\\n{{choiceLines}}\\nAnswer:\"\nchoices: c\nanswer: a\nchoiceStyle: letter\n");
        var result = (await RunAsync(suite, [Question], new FakeModelSession(model))).Single();
        model.ContinuationCalls.Single().Select(r => r.Continuation).ShouldBe([" A", " B", " C"]);
        model.ContinuationCalls[0].ShouldAllBe(r => r.Context == "2+2?\nA. four\nB. five\nC. six\nAnswer:");
        (result.Target, result.Answer!.Length).ShouldBe(("A", 1));
    }

    [Fact]
    public async Task RunAsync_SuffixStyle_ScoresTheSameTextAfterEachContext()
    {
        var suite = Suite("kind: multiple-choice\ncontextPerChoice: '{{before}}{{choice}}'\nsuffix: '{{after}}'\nchoices: c\nanswer: a\nanswerBase: 1\n");
        var model = new FakeLikelihoodModel { Answer = r => new ContinuationScore(r.Context.Contains("Tom", StringComparison.Ordinal) ? -1 : -2, 3, false) };
        var row = Row("""{"before":"Lily gave the toy to Tom because ","after":"was kind.","c":["Lily","Tomas"],"a":"2"}""");
        var result = (await RunAsync(suite, [row], new FakeModelSession(model))).Single();
        model.ContinuationCalls.Single().ShouldBe(
        [
            new("Lily gave the toy to Tom because Lily", " was kind."),
            new("Lily gave the toy to Tom because Tomas", " was kind."),
        ]);
        result.Measures["acc"].ShouldBe(0); // equal numbers: the lowest index, as everywhere here
        result.Answer.ShouldBe("Lily");
    }

    [Fact]
    public async Task RunAsync_FewShot_PutsPreambleExamplesAndSeparatorsBefore()
    {
        var suite = Suite(Plain + "fewShot: { count: 2, preamble: \"About {{subject}}.\\n\", separator: \"\\n--\\n\" }\n");
        var context = Context with { FewShot = new FixedExamples(Row("""{"q":"1+1?","c":["two","ten"],"a":0}""", 8), Row("""{"q":"1+2?","c":["no","three"],"a":1}""", 9)) };
        var model = new FakeLikelihoodModel();
        await RunAsync(suite, [Question], new FakeModelSession(model), context);
        const string Block = "About sums.\nQ: 1+1? two\n--\nQ: 1+2? three\n--\n";
        model.ContinuationCalls.Single().ShouldAllBe(r => r.Context == Block + "Q: 2+2?" && r.SharedPrefixLength == Block.Length);
    }

    [Fact]
    public async Task RunAsync_FewShotTemplate_SeesTheTarget()
    {
        var suite = Suite(Plain + "fewShot: { count: 1, template: '{{q}} => {{target}}' }\n");
        var context = Context with { FewShot = new FixedExamples(Row("""{"q":"1+2?","c":["no","three"],"a":1}""", 9)) };
        var model = new FakeLikelihoodModel();
        await RunAsync(suite, [Question], new FakeModelSession(model), context);
        model.ContinuationCalls.Single()[0].Context.ShouldBe("1+2? => three\n\nQ: 2+2?");
    }

    [Fact]
    public async Task RunAsync_MutualInformation_AsksEachChoiceAloneOnceAndOnlyThen()
    {
        var model = new FakeLikelihoodModel { ContextLength = 100 };
        var rows = Enumerable.Range(0, 3).Select(i => Row($$"""{"q":"q{{i}}","c":["yes","no"],"a":0}""", i)).ToList();
        var results = await RunAsync(Suite(Plain + "metrics: [acc, acc_mutual_info]\n"), rows, new FakeModelSession(model));
        model.ContinuationCalls.Count.ShouldBe(2);
        model.ContinuationCalls[1].ShouldBe([new("", " yes"), new("", " no")]);
        foreach (var (result, i) in results.Select((r, i) => (r, i)))
        {
            double Gain(string choice) => model.Score(new("Q: q" + i, choice)).LogLikelihood - model.Score(new("", choice)).LogLikelihood;
            result.Measures["acc_mutual_info"].ShouldBe(Gain(" yes") >= Gain(" no") ? 1 : 0);
        }

        var without = new FakeLikelihoodModel();
        (await RunAsync(Suite(Plain), rows, new FakeModelSession(without)))[0].Measures.Keys.ShouldNotContain("acc_mutual_info");
        without.ContinuationCalls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_FailureOfOneChoice_TouchesItsSampleOnly()
    {
        var rows = new[] { ("long", 0), ("odd", 1), ("crash", 2), ("nan", 3), ("fine", 4) }
            .Select(r => Row($$"""{"q":"{{r.Item1}}","c":["yes","no"],"a":0}""", r.Item2));
        var model = new FakeLikelihoodModel
        {
            Answer = r => r.Continuation != " no" ? null : r.Context switch
            {
                "Q: long" => ContinuationScore.Failed(new RequestFailure(RequestFailureKind.TooLong, "600 tokens, the context holds 512")),
                "Q: odd" => ContinuationScore.Failed(new RequestFailure(RequestFailureKind.Unencodable, "no token for \"é\"")),
                "Q: crash" => ContinuationScore.Failed(new RequestFailure(RequestFailureKind.EngineFailed, "the engine crashed")),
                "Q: nan" => new ContinuationScore(double.NaN, 1, false),
                _ => null,
            },
        };
        var results = await RunAsync(Suite(Plain), rows, new FakeModelSession(model));
        results.Select(r => r.Outcome).ShouldBe(
        [
            SampleOutcome.Skipped, SampleOutcome.Skipped, SampleOutcome.ProviderError, SampleOutcome.ProviderError, SampleOutcome.Completed,
        ]);
        results[0].Reason.ShouldBe("choice 2: 600 tokens, the context holds 512");
        results[3].Reason!.ShouldContain("no finite");
        results.Take(4).ShouldAllBe(r => r.Measures.Count == 0 && r.Target == "yes" && r.Prompt!.StartsWith("Q: "));
    }

    [Fact]
    public async Task RunAsync_EmptyChoice_IsSkippedWithoutAsking()
    {
        var model = new FakeLikelihoodModel();
        var result = (await RunAsync(Suite(Plain), [Row("""{"q":"x","c":["a"," "],"a":0}""")], new FakeModelSession(model))).Single();
        (result.Outcome, result.Reason).ShouldBe((SampleOutcome.Skipped, "choice 2 is empty: there is nothing to score"));
        model.ContinuationCalls.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_EqualChoices_AreAskedOnceAndTie()
    {
        var model = Scored(("same", -1), ("other", -2));
        var result = (await RunAsync(Suite(Plain), [Row("""{"q":"x","c":["other","same","same"],"a":2}""")], new FakeModelSession(model))).Single();
        model.ContinuationCalls.Single().Count.ShouldBe(2);
        result.Measures["acc"].ShouldBe(0); // the lowest index of equal numbers, as the harness
    }

    [Fact]
    public async Task RunAsync_TextBothRightAndWrong_IsScoredAndSaid()
    {
        var result = (await RunAsync(Suite(Plain), [Row("""{"q":"x","c":["unknown","yes","unknown"],"a":0}""")], new FakeModelSession(new FakeLikelihoodModel()))).Single();
        (result.Outcome, result.Reason).ShouldBe((SampleOutcome.Completed, "the data calls \"unknown\" both right and wrong"));
    }

    [Fact]
    public async Task RunAsync_TooLongTruncated_AsksThoseQuestionsAgainAndSaysSo()
    {
        var model = new FakeLikelihoodModel { ContextLength = 20 };
        var words = string.Concat(Enumerable.Range(0, 60).Select(i => $"w{i} "));
        var rows = new[] { Row($$"""{"q":"{{words}}","c":["a","b"],"a":0}"""), Row("""{"q":"short","c":["a","b"],"a":0}""", 1) };
        var results = await RunAsync(Suite(Plain + "tooLong: truncateLeft\n"), rows, new FakeModelSession(model));
        results.ShouldAllBe(r => r.Outcome == SampleOutcome.Completed);
        results[0].Reason.ShouldBe("the context was truncated on the left to fit");
        results[1].Reason.ShouldBeNull();
        model.ContinuationCalls.Count.ShouldBe(2);
        model.ContinuationCalls[0].ShouldAllBe(r => !r.TruncateLeft);
        model.ContinuationCalls[1].ShouldBe([new("Q: " + words, " a", 0, TruncateLeft: true), new("Q: " + words, " b", 0, TruncateLeft: true)]);

        // Without the declared rule the same question is skipped.
        (await RunAsync(Suite(Plain), [rows[0]], new FakeModelSession(model)))[0].Outcome.ShouldBe(SampleOutcome.Skipped);
    }

    [Fact]
    public async Task RunAsync_ChoiceLongerThanTheContext_IsSkippedEvenWhenTruncating()
    {
        var model = new FakeLikelihoodModel { ContextLength = 4 };
        var result = (await RunAsync(
            Suite(Plain + "tooLong: truncateLeft\n"), [Row("""{"q":"q","c":["a","a choice that is far too long"],"a":0}""")], new FakeModelSession(model))).Single();
        result.Outcome.ShouldBe(SampleOutcome.Skipped);
        result.Reason!.ShouldContain("choice 2");
    }

    [Fact]
    public async Task CutAsync_Samples_MakesUnitsOfConsecutiveOrdinals()
    {
        var rows = Enumerable.Range(0, 10).Select(i => Row("""{"q":"x","c":["a","b"],"a":0}""", i)).ToList();
        var units = await CutAsync(Suite(Plain + "unitSize: 4\n"), rows, new FakeModelSession(new FakeLikelihoodModel()));
        units.Select(u => string.Join(' ', u.Samples.Select(s => s.Ordinal))).ShouldBe(["0 1 2 3", "4 5 6 7", "8 9"]);
        units.Select(u => u.Index).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task RunAsync_EpochOfTheUnit_IsThatOfItsResults()
    {
        var suite = Suite(Plain);
        var session = new FakeModelSession(new FakeLikelihoodModel());
        var unit = (await CutAsync(suite, [Question], session))[0] with { Epoch = 3 };
        (await SuiteKinds.Find("multiple-choice")!.RunAsync(suite, unit, Context, session, CancellationToken.None))[0].Epoch.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_ModelGone_Throws()
    {
        var model = new FakeLikelihoodModel { BeforeCall = (_, _) => throw new ModelUnavailableException("crashed", isPermanent: false) };
        await Should.ThrowAsync<ModelUnavailableException>(() => RunAsync(Suite(Plain), [Question], new FakeModelSession(model)));
    }

    [Fact]
    public void Check_Sample_EstimatesItsCallsAndCharacters()
    {
        Check(Suite(Plain), Question).ShouldBe(new SampleEstimate(3, "Q: 2+2?".Length + " four five six".Length, 0));
        Check(Suite(Plain + "metrics: [acc_mutual_info]\n"), Question).Calls.ShouldBe(6);
    }

    [Fact]
    public void Check_TemplateWithUnknownField_IsAnErrorWithBothPlaces()
    {
        var message = ConfigAssert.Problem(() => Check(Suite("kind: multiple-choice\nprompt: '{{nope}}'\nchoices: c\nanswer: a\n"), Question));
        message.ShouldContain("\"nope\"");
        message.ShouldContain("data.jsonl:1");
    }

    [Fact]
    public void WhyNot_ModelWithoutLikelihoods_IsTold()
    {
        var kind = SuiteKinds.Find("multiple-choice")!;
        kind.WhyNot(Suite(Plain), new FakeModelSession(chat: new ScriptedChatClient(_ => "A")).Description)!.ShouldContain("mode: auto");
        kind.WhyNot(Suite(Plain), new FakeModelSession(new FakeLikelihoodModel()).Description).ShouldBeNull();
    }

    private static FakeLikelihoodModel Scored(params (string Choice, double LogLikelihood)[] scores)
    {
        var numbers = scores.ToDictionary(s => " " + s.Choice, s => s.LogLikelihood, StringComparer.Ordinal);
        return new FakeLikelihoodModel { Answer = r => new ContinuationScore(numbers[r.Continuation], 1, IsGreedy: false, 3) };
    }
}
