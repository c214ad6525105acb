using Eval.Core.Judging.Rubrics;
using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Rubrics;

public class RubricReaderTests
{
    /// <summary>A rubric with every key that goes with several criteria.</summary>
    public const string Everything = """
        name: support-tone
        version: 2
        description: For support mails.
        scale: { min: 0, max: 3, passFrom: 2 }
        criteria:
          - name: warmth
            question: Does it greet and thank?
            weight: 2
            scores: { 0: neither, 1: one of them, 3: both }
          - name: next_step
            question: Does it say what happens next?
            scores: { 0: "no", 3: with a date }
        reference: required
        context: optional
        joint: false
        method: mt-bench
        prompt: "Judge as {{role}} would."
        judge: [gpt-small, house]
        aggregate: median
        examples:
          - { question: q, answer: a, score: 3, why: w, reference: r, context: c }
        showExamples: true
        """;

    private const string Short = "name: n\nversion: 1\nscale: 1-3\nquestion: Is it so?\nscores: { 1: a, 3: c }\n";

    [Fact]
    public void Load_EveryKey_IsRead()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rubrics/support-tone.yaml", Everything);
        var rubric = RubricLoader.Load(file);

        (rubric.Name, rubric.Version, rubric.Description, rubric.Method).ShouldBe(("support-tone", "2", "For support mails.", "mt-bench"));
        rubric.Scale.ShouldBe(new RubricScale(0, 3, PassFrom: 2));
        rubric.Criteria.Select(c => (c.Name, c.Question, c.Weight)).ShouldBe(
            [("warmth", "Does it greet and thank?", 2), ("next_step", "Does it say what happens next?", 1)]);
        rubric.Criteria[0].Descriptors.ShouldBe(new Dictionary<int, string> { [0] = "neither", [1] = "one of them", [3] = "both" });
        rubric.Criteria[1].Descriptors.ShouldBe(new Dictionary<int, string> { [0] = "no", [3] = "with a date" });
        (rubric.Reference, rubric.Context, rubric.IsJoint, rubric.Aggregate).ShouldBe((Presence.Required, Presence.Optional, false, JuryRule.Median));
        rubric.Prompt!.Text.ShouldBe("Judge as {{role}} would.");
        rubric.Prompt.DefinedAt!.Line.ShouldBe(17);
        rubric.Judges.ShouldBe(["gpt-small", "house"]);
        rubric.Examples.ShouldBe([new RubricExample("q", "a", 3, "w", "r", "c")]);
        rubric.ShowsExamples.ShouldBeTrue();
        rubric.File.ShouldBe(file);
        rubric.DefinedAt.ShouldBe(new SourcePosition(file, 1, 1));
    }

    [Fact]
    public void Parse_SingleCriterion_HasTheRubricsNameAndTheDefaults()
    {
        var rubric = RubricLoader.Parse("name: my.tone\nversion: 1\nscale: 1 - 3\nquestion: Is it so?\nscores: { 1: a, 3: c }\njudge: big\n", "r");

        var criterion = rubric.Criteria.ShouldHaveSingleItem();
        (criterion.Name, criterion.Question, criterion.Weight).ShouldBe(("my-tone", "Is it so?", 1));
        rubric.Scale.ShouldBe(new RubricScale(1, 3));
        (rubric.Reference, rubric.Context, rubric.IsJoint, rubric.Method, rubric.Aggregate, rubric.ShowsExamples)
            .ShouldBe((Presence.Optional, Presence.None, true, "score", JuryRule.Mean, false));
        rubric.Judges.ShouldBe(["big"]);
        rubric.Examples.ShouldBeEmpty();
        (rubric.Prompt, rubric.File, rubric.Description).ShouldBe((null, null, null));
    }

    [Fact]
    public void Parse_Labels_StandForScores()
    {
        var rubric = RubricLoader.Parse(
            """
            name: n
            version: 1
            scale: { labels: [no, partly, yes], passFrom: partly }
            question: Is it so?
            scores: { no: it is not, yes: it is }
            examples: [ { question: q, answer: "", score: partly, why: w } ]
            """,
            "r");

        (rubric.Scale.Min, rubric.Scale.Max, rubric.Scale.PassFrom).ShouldBe((1, 3, 2));
        rubric.Scale.Labels.ShouldBe(["no", "partly", "yes"]);
        rubric.Criteria[0].Descriptors.ShouldBe(new Dictionary<int, string> { [1] = "it is not", [3] = "it is" });
        (rubric.Examples[0].Score, rubric.Examples[0].Answer).ShouldBe((2, ""));
    }

    [Fact]
    public void Parse_SampleOfTheReadme_IsSound()
    {
        var readme = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "README.md"));
        var yaml = readme[readme.IndexOf("name: support-reply", StringComparison.Ordinal)..];
        yaml = yaml[..yaml.IndexOf("```", StringComparison.Ordinal)];

        RubricLoader.Parse(yaml, "README.md").Criteria.Select(c => (c.Name, c.Weight, c.Descriptors.Count)).ShouldBe([("next-step", 2, 5), ("tone", 1, 2)]);
        JsonSchemaSubset.Parse(FileSchemas.Rubric).Validate(ConfigDocument.Parse(yaml, "README.md").Root.ToJson().ToJsonString()).ShouldBeEmpty();
    }

    [Fact]
    public void Parse_TwoScores_NeedNoDescriptors() =>
        RubricLoader.Parse("name: n\nversion: 1\nscale: 0-1\nquestion: Is it so?", "r").Criteria[0].Descriptors.ShouldBeEmpty();

    [Theory]
    [InlineData("name: my tone\nversion: 1\nscale: 0-1\nquestion: q", "r:1:7: \"my tone\" is not a valid name (letters, digits and . _ - only, beginning with a letter or digit)")]
    [InlineData("name: n\nscale: 0-1\nquestion: q", "r:1:1: \"version\" is missing in r")]
    [InlineData("name: n\nversion: 1\nquestion: q", "r:1:1: \"scale\" is missing in r")]
    [InlineData("name: n\nversion: 1\nscale: 0-1", "r:1:1: \"criteria\" is missing (a list of { name, question, scores }; for a single one write \"question\" and \"scores\" at the top)")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestion: q\ncriteria: [ { name: a, question: b } ]", "r:4:11: \"question\" at the top is for a single criterion, and there are \"criteria\" (move it into a criterion)")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: []", "r:4:11: \"criteria\" names no criterion")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ a ]", "r:4:11: \"criteria\" must be a list of maps")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a, question: b }, { name: A, question: c } ]", "r:4:47: the criterion \"A\" is already defined")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a.b, question: b } ]", "r:4:21: \"a.b\" is not a valid name (letters, digits and _ - only, beginning with a letter or digit)")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a } ]", "r:4:13: \"question\" is missing in r › criteria[0]")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a, question: b, weight: 0 } ]", "r:4:45: \"weight\" must be above 0 (leave out a criterion that does not count)")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\ncriteria: [ { name: a, question: b, wieght: 2 } ]", "r:4:37: unknown key \"wieght\" in r › criteria[0] (did you mean \"weight\"?)")]
    [InlineData("name: n\nversion: 1\nscale: 0-1\nquestoin: q\nquestion: q", "r:4:1: unknown key \"questoin\" in r (did you mean \"question\"?)")]
    public void Parse_Mistake_IsToldWithItsPlace(string yaml, string problem) => ConfigAssert.Problem(() => RubricLoader.Parse(yaml, "r")).ShouldBe(problem);

    [Theory]
    [InlineData("scale: 5", "r:3:8: \"scale\" must be a range, or a map of keys (write 1-5, ")]
    [InlineData("scale: [no, yes]", "r:3:8: \"scale\" must be a range, or a map of keys (write 1-5, ")]
    [InlineData("scale: 5-1", "r:3:8: the best score of a scale must be above the worst")]
    [InlineData("scale: 3-3", "r:3:8: the best score of a scale must be above the worst")]
    [InlineData("scale: 0-500", "r:3:8: a scale has at most 101 scores, from -1000 to 1000")]
    [InlineData("scale: { min: 1 }", "r:3:8: \"max\" is missing in r › scale")]
    [InlineData("scale: { min: 1, max: 1 }", "r:3:23: the best score of a scale must be above the worst")]
    [InlineData("scale: { min: 1, max: 5.5 }", "r:3:23: \"max\" must be a whole number from -1000 to 1000")]
    [InlineData("scale: { min: 1, max: 5, passFrom: 6 }", "r:3:36: \"6\" is not on the scale (the scale is 1 to 5)")]
    [InlineData("scale: { min: 1, max: 5, passFrom: 1 }", "r:3:36: \"passFrom\" is the worst of the scale, so that nothing could fail")]
    [InlineData("scale: { labels: [bad] }", "r:3:18: \"labels\" must name 2 to 101 labels, the worst first")]
    [InlineData("scale: { labels: [bad, good, Bad] }", "r:3:30: the label \"Bad\" is given twice")]
    [InlineData("scale: { labels: [bad, \"[[good]]\"] }", "r:3:24: \"[[good]]\" is not a valid label (up to 40 letters, digits, spaces and . _ - + ' only)")]
    [InlineData("scale: { labels: [bad, fair, good], passFrom: fiar }", "r:3:47: \"fiar\" is not on the scale (did you mean \"fair\"?)")]
    [InlineData("scale: { labels: [bad, good], max: 3 }", "r:3:36: \"max\" does not go with \"labels\" (labels count from 1, the worst first)")]
    [InlineData("scale: { min: 1, max: 2, pasFrom: 2 }", "r:3:26: unknown key \"pasFrom\" in r › scale (did you mean \"passFrom\"?)")]
    public void Parse_WrongScale_IsToldOnce(string scale, string problem) =>
        ConfigAssert.Problem(() => RubricLoader.Parse($"name: n\nversion: 1\n{scale}\nquestion: q\n{(scale.Contains("1, max: 5,") ? "scores: { 1: a, 5: b }" : scale.Contains("fair") ? "scores: { bad: a, good: b }" : "")}", "r"))
            .ShouldStartWith(problem);

    [Theory]
    [InlineData("scores: { 1: a, 2: b }", "r:5:9: \"scores\" does not say what earns \"3\" (describe at least the worst and the best score, in words that can be checked in the text)")]
    [InlineData("joint: true", "r:1:1: \"scores\" does not say what earns \"1\" and \"3\" (describe at least the worst and the best score, in words that can be checked in the text)")]
    [InlineData("scores: { 1: a, 3: b, 4: c }", "r:5:26: \"4\" is not on the scale (the scale is 1 to 3)")]
    [InlineData("scores: { 1: a, 3: b, 01: c }", "r:5:27: \"01\" is not on the scale (the scale is 1 to 3)")]
    [InlineData("scores: { 1: a, 3: ' ' }", "r:5:20: what earns \"3\" is empty")]
    [InlineData("scores: { 1: a, 3: [b] }", "r:5:20: \"3\" must be a text")]
    [InlineData("scores: [a, b, c]", "r:5:9: \"scores\" must be a map of keys")]
    public void Parse_WrongDescriptors_AreTold(string scores, string problem) =>
        ConfigAssert.Problem(() => RubricLoader.Parse("name: n\nversion: 1\nscale: 1-3\nquestion: q\n" + scores, "r")).ShouldBe(problem);

    [Theory]
    [InlineData("reference: needed", "r:6:12: \"needed\" is not a valid reference (valid: none, optional, required)")]
    [InlineData("context: requird", "r:6:10: \"requird\" is not a valid context (did you mean \"required\"?)")]
    [InlineData("aggregate: modus", "r:6:12: \"modus\" is not a valid aggregate (valid: majority, mean, median)")]
    [InlineData("joint: perhaps", "r:6:8: \"joint\" must be true or false")]
    [InlineData("judge: [a, b, a]", "r:6:15: the judge \"a\" is named twice")]
    [InlineData("judge: ['']", "r:6:9: a judge is named by the id of a candidate; this one is empty")]
    [InlineData("showExamples: true", "r:6:15: \"showExamples\" is true, but there are no \"examples\"")]
    [InlineData("prompt: 'x {{#if a}}'", "r:6:9: the template is malformed")]
    [InlineData("examples: [ { question: q, answer: a, score: 4, why: w } ]", "r:6:46: \"4\" is not on the scale (the scale is 1 to 3)")]
    [InlineData("examples: [ { question: q, answer: a, score: 3 } ]", "r:6:13: \"why\" is missing in r › examples[0]")]
    [InlineData("examples: [ { question: q, score: 3, why: w } ]", "r:6:13: \"answer\" is missing in r › examples[0]")]
    [InlineData("examples: [ { question: q, answer: a, score: 3, why: w, context: c } ]", "r:6:66: the example has a \"context\", but the rubric shows the judge none (write \"context: optional\"")]
    [InlineData("reference: required\nexamples: [ { question: q, answer: a, score: 3, why: w } ]", "r:7:13: an example needs a \"reference\", because the rubric requires one")]
    public void Parse_OtherMistake_IsToldWithItsPlace(string line, string problem) =>
        ConfigAssert.Problem(() => RubricLoader.Parse(Short + line, "r")).ShouldStartWith(problem);

    [Fact]
    public void Parse_ManyMistakes_AreAllTold() =>
        ConfigAssert.Problems(() => RubricLoader.Parse(
            "name: n\nversoin: 1\nscale: 1-5\ncriteria:\n  - { name: a, question: q, scores: { 1: x, 6: y } }\n  - { name: a, question: q }\njoint: 7\n", "r")).ShouldBe(
        [
            "r:1:1: \"version\" is missing in r",
            "r:2:1: unknown key \"versoin\" in r (did you mean \"version\"?)",
            "r:5:48: \"6\" is not on the scale (the scale is 1 to 5)",
            "r:6:5: \"scores\" does not say what earns \"1\" and \"5\" (describe at least the worst and the best score, in words that can be checked in the text)",
            "r:6:13: the criterion \"a\" is already defined",
            "r:7:8: \"joint\" must be true or false",
        ]);

    [Fact]
    public void Parse_UnknownMethod_IsToldWithTheNearest() =>
        ConfigAssert.Problem(() => RubricLoader.Parse(Short + "method: scroe", "r", [new PickyMethod("score", null), new PickyMethod("checklist", null)]))
            .ShouldBe("r:6:9: \"scroe\" is not a method of judging (did you mean \"score\"?)");

    [Fact]
    public void Parse_MethodThatDoesNotFit_IsToldWhereTheUserChoseIt()
    {
        PickyMethod[] methods = [new("score", "it has no words for 2"), new("checklist", "a checklist needs two scores")];

        ConfigAssert.Problem(() => RubricLoader.Parse(Short + "method: checklist", "r", methods))
            .ShouldBe("r:6:9: this rubric cannot be applied by \"checklist\": a checklist needs two scores");
        RubricLoader.Parse(Short, "r", methods).Method.ShouldBe("score");
    }
}
