using System.Text.Json.Nodes;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Tests.Judging.Rubrics;

public class RubricDefinitionTests
{
    private const string Plain = """
        name: tone
        version: 1
        scale: { min: 1, max: 3, passFrom: 2 }
        question: Does it greet?
        scores:
          1: It does not.
          2: With one word.
          3: With a name.
        examples: [ { question: q, answer: a, score: 3, why: w } ]
        """;

    [Fact]
    public void Hash_IsTheSha256OfTheCanonicalText()
    {
        var rubric = RubricLoader.Parse(Plain, "r");

        rubric.DefinitionText.ShouldBe(
            """{"aggregate":"mean","context":"none","criteria":[{"name":"tone","question":"Does it greet?","scores":{"1":"It does not.","2":"With one word.","3":"With a name."},"weight":1}],"joint":true,"method":"score","name":"tone","reference":"optional","scale":{"max":3,"min":1,"passFrom":2},"version":"1"}""");
        // By sha256sum over that text: cards and comparisons are bound to it, so a change of the form would orphan every one that was stored.
        rubric.Hash.ShouldBe("032dadd3c40ef39051329eee4d9f2ceffdcfd7ce7da81e79351fc5e6f8d25b5f");
    }

    [Theory]
    [InlineData("name: tone", "# a note\nname: tone   # another")]
    [InlineData("name: tone\nversion: 1\n", "version: 1\nname: tone\ndescription: For mails.\n")]
    [InlineData("version: 1\n", "version: '1'\n")]
    [InlineData("scale: { min: 1, max: 3, passFrom: 2 }", "scale:\n  passFrom: 2\n  max: 3\n  min: 1")]
    [InlineData("question: Does it greet?", "question: >\n  Does it\n  greet?\n")]
    [InlineData("  2: With one word.\n  3: With a name.\n", "  3: 'With a name.'\n  2: \"With one word.\"\n")]
    [InlineData("examples:", "judge: [a, b]\nexamples:")]
    [InlineData("score: 3", "score: 2")]
    [InlineData("examples:", "reference: optional\ncontext: none\njoint: true\nmethod: score\naggregate: mean\nshowExamples: false\nexamples:")]
    [InlineData("\n", "\r\n")]
    public void Hash_WhatDecidesNothing_DoesNotCount(string old, string changed) => HashOf(old, changed).ShouldBe(RubricLoader.Parse(Plain, "r").Hash);

    [Fact]
    public void Hash_SingleCriterionWrittenAsAList_IsTheSame() =>
        RubricLoader.Parse(
            "name: tone\nversion: 1\nscale: { min: 1, max: 3, passFrom: 2 }\n"
            + "criteria: [ { name: tone, question: 'Does it greet?', weight: 1.0, scores: { 1: It does not., 2: With one word., 3: With a name. } } ]", "r")
            .Hash.ShouldBe(RubricLoader.Parse(Plain, "r").Hash);

    [Theory]
    [InlineData("name: tone", "name: tones")]
    [InlineData("version: 1", "version: 2")]
    [InlineData("passFrom: 2", "passFrom: 3")]
    [InlineData(", passFrom: 2", "")]
    [InlineData("min: 1, max: 3, passFrom: 2", "min: 0, max: 3, passFrom: 2")]
    [InlineData("Does it greet?", "Does it greet you?")]
    [InlineData("With one word", "With two words")]
    [InlineData("  2: With one word.\n", "")]
    [InlineData("examples:", "reference: none\nexamples:")]
    [InlineData("examples:", "context: optional\nexamples:")]
    [InlineData("examples:", "joint: false\nexamples:")]
    [InlineData("examples:", "aggregate: majority\nexamples:")]
    [InlineData("examples:", "prompt: Be strict.\nexamples:")]
    [InlineData("examples:", "showExamples: true\nexamples:")]
    public void Hash_WhatDecidesAVerdict_Counts(string old, string changed)
    {
        var yaml = Plain.Replace(old, changed).Replace("  1: It", changed.Contains("min: 0") ? "  0: Nothing.\n  1: It" : "  1: It");
        yaml.ShouldNotBe(Plain);
        RubricLoader.Parse(yaml, "r").Hash.ShouldNotBe(RubricLoader.Parse(Plain, "r").Hash);
    }

    [Fact]
    public void Hash_ShownExamples_Count()
    {
        var shown = Plain + "\nshowExamples: true";
        RubricLoader.Parse(shown.Replace("why: w", "why: v"), "r").Hash.ShouldNotBe(RubricLoader.Parse(shown, "r").Hash);
    }

    [Fact]
    public void DefinitionText_OfEveryKey_HoldsAllButThePeoplesOwn()
    {
        var json = JsonNode.Parse(RubricLoader.Parse(RubricReaderTests.Everything, "r").DefinitionText)!.AsObject();
        json.Select(p => p.Key).ShouldBe(
            ["aggregate", "context", "criteria", "examples", "joint", "method", "name", "prompt", "reference", "scale", "version"]);
        json["examples"]![0]!.AsObject().Select(p => p.Key).ShouldBe(["answer", "context", "question", "reference", "score", "why"]);
    }

    private static string HashOf(string old, string changed)
    {
        var yaml = Plain.Replace(old, changed);
        yaml.ShouldNotBe(Plain);
        return RubricLoader.Parse(yaml, "r").Hash;
    }
}
