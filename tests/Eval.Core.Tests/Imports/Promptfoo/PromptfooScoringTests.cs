using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Imports.Promptfoo;

namespace Eval.Core.Tests.Imports.Promptfoo;

public class PromptfooScoringTests
{
    [Theory]
    [InlineData("""{"testCase":{"assert":[{"type":"equals"},{"type":"llm-rubric"}]}}""", true)]
    [InlineData("""{"testCase":{"assert":[{"type":"not-llm-rubric"}]}}""", true)]
    [InlineData("""{"testCase":{"assert":[{"type":"assert-set","assert":[{"type":"factuality"}]}]}}""", true)]
    [InlineData("""{"testCase":{},"gradingResult":{"componentResults":[{"assertion":{"type":"g-eval"}}]}}""", true)]
    [InlineData("""{"testCase":{"assert":[{"type":"equals"},{"type":"python"},{}, 7]},"gradingResult":null}""", false)]
    public void IsJudged_Row_TellsWhetherAModelGradedIt(string row, bool isJudged) => PromptfooSample.IsJudged(JsonDocument.Parse(row).RootElement).ShouldBe(isJudged);

    [Theory]
    [InlineData("Paris", "equals", "Paris")]
    [InlineData("equals: Paris", "equals", "Paris")]
    [InlineData("icontains: a: b", "icontains", "a: b")]
    [InlineData("not-contains: x", "not-contains", "x")]
    [InlineData("similar(0.8): x", "similar", "x")]
    [InlineData("fn: output == 1", "javascript", "output == 1")]
    [InlineData("grade: is kind", "llm-rubric", "is kind")]
    [InlineData("note: this is no type", "equals", "note: this is no type")]
    [InlineData("10:30", "equals", "10:30")]
    [InlineData("is-json", "is-json", null)]
    public void Parse_CellOfExpected_IsReadAsPromptfooReadsIt(string cell, string type, string? value)
    {
        var assertion = PromptfooExpected.Parse(cell);
        (assertion.Type, assertion.Value?.ToString()).ShouldBe((type, value));
    }

    [Theory]
    [InlineData("equals", "Paris", "exact_match { trim: false }", "Paris")]
    [InlineData("icontains", "{{ city }}", "contains { ignoreCase: true }", "Lima")]
    [InlineData("contains-any", "a, b", "contains { ignoreCase: false }", "a|b")]
    [InlineData("icontains-all", "a,b", "contains { ignoreCase: true, all: true }", "a|b")]
    [InlineData("starts-with", "Yes", "contains { ignoreCase: false, atStart: true }", "Yes")]
    [InlineData("regex", "^[0-9]+$", "regex_match { pattern: \"^[0-9]+$\" }", "")]
    public void Of_AssertionWithAScorer_DecidesTheSame(string type, string value, string signature, string targets)
    {
        var (scorer, why) = PromptfooScoring.Of(type, JsonValue.Create(value), new JsonObject { ["city"] = "Lima" });
        why.ShouldBeNull();
        scorer!.Signature.ShouldBe(signature);
        string.Join('|', scorer.Targets).ShouldBe(targets);
    }

    [Theory]
    [InlineData("not-equals", "x", "must not be")]
    [InlineData("llm-rubric", "x", "rubric")]
    [InlineData("javascript", "x", "command")]
    [InlineData("equals", "{{ missing }}", "no value")]
    [InlineData("equals", "{{ city | upper }}", "no value")]
    [InlineData("equals", "file://x.txt", "no value")]
    [InlineData("regex", "(?=x)", "look-around")]
    [InlineData("made-up", "x", "no scorer like \"made-up\"")]
    [InlineData("latency", null, "maxLatencyIncrease")]
    public void Of_AssertionWithoutAScorer_SaysWhy(string type, string? value, string why)
    {
        var (scorer, reason) = PromptfooScoring.Of(type, value is null ? null : JsonValue.Create(value), new JsonObject { ["city"] = "Lima" });
        scorer.ShouldBeNull();
        reason!.ShouldContain(why);
    }

    [Theory]
    [InlineData("Say {{ a }} and {{b.c}}", null)]
    [InlineData("no variables at all", null)]
    [InlineData("{% for x in y %}{{ x }}{% endfor %}", "statements")]
    [InlineData("{{ a | upper }}", "more than the name")]
    [InlineData("{{ a[0] }}", "more than the name")]
    [InlineData("{{ a }}{{ b() }}", "more than the name")]
    [InlineData("{# note #}x", "comments")]
    public void WhyNot_Template_TellsPlainOnesFromOthers(string template, string? why)
    {
        if (why is null)
        {
            PromptfooPrompts.WhyNot(template).ShouldBeNull();
        }
        else
        {
            PromptfooPrompts.WhyNot(template)!.ShouldContain(why);
        }
    }
}
