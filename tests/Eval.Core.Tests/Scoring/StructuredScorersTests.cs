using System.Text.Json.Nodes;
using Eval.Core.Scoring;
using Eval.Core.Workspaces;
using static Eval.Core.Tests.Scoring.ScorerTesting;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Scoring;

public class StructuredScorersTests
{
    private const string Schema = "{ json_schema: { schema: { type: object, required: [n], properties: { n: { type: integer } } } } }";

    [Theory]
    [InlineData("""{"n": 3}""", 1, false)]
    [InlineData("```json\n{\"n\": 3}\n```", 1, false)]
    [InlineData("""{"n": "3"}""", 0, false)]
    [InlineData("{}", 0, false)]
    [InlineData("Here it is: {\"n\": 3}", 0, true)]
    [InlineData("", 0, true)]
    public void Score_JsonSchema_TellsUnreadFromWrong(string text, double expected, bool isUnread)
    {
        var score = Score(Schema, text);
        score.Measures["json_schema_valid"].ShouldBe(expected);
        score.IsUnread.ShouldBe(isUnread);
        (score.Note is not null).ShouldBe(expected == 0 && !isUnread);
    }

    [Fact]
    public void Score_SchemaOfTheRow_MayBeAMapOrAText()
    {
        var use = Use("{ json_schema: { field: s } }");
        Score(use, "5", Row("""{"s":{"type":"integer"}}""")).Measures["json_schema_valid"].ShouldBe(1);
        Score(use, "5.5", Row("""{"s":"{\"type\":\"integer\"}"}""")).Measures["json_schema_valid"].ShouldBe(0);
        Should.Throw<EvalConfigurationException>(() => use.Scorer.Check(use.Options, Row("{}"), Context)).Message.ShouldContain("no schema");
        Should.Throw<EvalConfigurationException>(() => use.Scorer.Check(use.Options, Row("""{"s":{"type":"whole"}}"""), Context));
        Should.Throw<EvalConfigurationException>(() => Use("json_schema")).Message.ShouldContain("either \"schema\"");
        Should.Throw<EvalConfigurationException>(() => Use("{ json_schema: { schema: { format: date } } }")).Message.ShouldContain("format");
    }

    [Theory]
    [InlineData("""{"name":"add","arguments":{"a":1,"b":2}}""", 1, 1)]
    [InlineData("""{"arguments":{"b":2.0,"a":1},"name":"add"}""", 1, 1)]
    [InlineData("""{"name":"add","arguments":"{\"a\":1,\"b\":2}"}""", 1, 1)]
    [InlineData("""[{"function":{"name":"add","arguments":{"a":1,"b":2}}}]""", 1, 1)]
    [InlineData("```json\n{\"name\":\"add\",\"arguments\":{\"a\":1,\"b\":2}}\n```", 1, 1)]
    [InlineData("""{"name":"add","arguments":{"a":1,"b":3}}""", 0, 1)]
    [InlineData("""{"name":"add","arguments":{"a":1,"b":2,"c":3}}""", 0, 1)]
    [InlineData("""{"name":"sub","arguments":{"a":1,"b":2}}""", 0, 0)]
    [InlineData("""[{"name":"add","arguments":{"a":1,"b":2}},{"name":"add","arguments":{"a":1,"b":2}}]""", 0, 0)]
    [InlineData("I would add 1 and 2.", 0, 0)]
    public void Score_ToolCallInTheText_IsCompared(string text, double call, double name)
    {
        var score = Score(Use("tool_call"), text, Row("{}"), new Reference(JsonNode.Parse("""{"name":"add","arguments":{"a":1,"b":2}}""")));
        score.Measures["tool_call_match"].ShouldBe(call);
        score.Measures["tool_name_match"].ShouldBe(name);
        score.IsUnread.ShouldBe(text.StartsWith('I'));
    }

    [Fact]
    public void Score_SeveralToolCalls_MayComeInAnyOrder()
    {
        Reference[] expected = [Call("a", 1), Call("b", 2)];
        const string Swapped = """[{"name":"b","arguments":{"x":2}},{"name":"a","arguments":{"x":1}}]""";
        Score(Use("tool_call"), Swapped, Row("{}"), expected).Measures["tool_call_match"].ShouldBe(1);
        Score(Use("{ tool_call: { inOrder: true } }"), Swapped, Row("{}"), expected).Measures["tool_call_match"].ShouldBe(0);

        static Reference Call(string name, int x) => new(new JsonObject { ["name"] = name, ["arguments"] = new JsonObject { ["x"] = x } });
    }

    [Fact]
    public void Score_NoCallExpected_IsRightWithoutOne()
    {
        var use = Use("tool_call");
        Score(use, "Hello!", Row("{}")).Measures["tool_call_match"].ShouldBe(1);
        Score(use, """{"name":"add","arguments":{}}""", Row("{}")).Measures["tool_call_match"].ShouldBe(0);
        Should.Throw<ScorerException>(() => Score(use, "x", Row("{}"), new Reference(JsonValue.Create("add(1,2)"))));
    }

    [Fact]
    public async Task Score_ToolCallsOfTheEndpoint_WinOverTheText()
    {
        var use = Use("tool_call");
        var input = new ScoringInput("", [new Reference(JsonNode.Parse("""{"name":"add","arguments":{"a":1}}"""))], Row("{}"))
        {
            ToolCalls = [new ToolCall("add", (JsonObject)JsonNode.Parse("""{"a":1}""")!)],
        };
        (await use.Scorer.ScoreAsync(input, use.Options, CancellationToken.None)).Measures["tool_call_match"].ShouldBe(1);
    }
}
