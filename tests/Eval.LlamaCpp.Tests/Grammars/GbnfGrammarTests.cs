using Eval.Core.Schemas;
using Eval.Core.Workspaces;
using Eval.LlamaCpp.Grammars;

namespace Eval.LlamaCpp.Tests.Grammars;

public class GbnfGrammarTests
{
    [Theory]
    [InlineData("""{"type":"integer","minimum":-3,"maximum":120}""", "-3 -1 0 9 10 99 100 119 120", "-4 121 -0 00 1.0 1e1 +1 200")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5}""", "6 9 10 123456789012345678901234567890", "5 4 0 -6 06")]
    [InlineData("""{"type":"integer","minimum":0.5,"exclusiveMaximum":2.5}""", "1 2", "0 3 -1")]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "0 1 0.5 1.0 0.000 0.999 1.00", "1.001 2 -0.1 -0 01 .5 1. 1e0")]
    [InlineData("""{"type":"number","exclusiveMinimum":-1.25,"maximum":10.5}""", "-1.2 -1.249 -1 0 10.5 10.50 9.99", "-1.25 -1.250 -1.3 10.51 11 100")]
    [InlineData("""{"type":"integer"}""", "0 7 -12 100", "-0 1.0 01 1e2")]
    [InlineData("""{"type":"number"}""", "0 -0.5 12.25 1e9 1E-10", "01 .5 1. 1e 1e100 NaN")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"ab\" \"a😀\" \"\\n\\\"é\"", "\"a\" \"abcd\" ab \"\\u0061b\"")]
    [InlineData("""{"type":"string","pattern":"^[A-Z]{2}-\\d+$"}""", "\"AB-1\" \"XY-123\"", "\"AB-\" \"aAB-1\" \"AB-1x\" \"A-1\"")]
    [InlineData("""{"type":"string","pattern":"b+c"}""", "\"bc\" \"abbbcd\" \"😀bc\"", "\"ac\" \"\"")]
    [InlineData("""{"type":"string","pattern":"^\\S+@\\S+$","maxLength":5}""", "\"a@b\" \"aa@bb\"", "\"a@\" \"a @b\" \"aaa@bb\"")]
    [InlineData("""{"type":["null","boolean"]}""", "null true false", "0 \"null\"")]
    [InlineData("""{"enum":[1,"a\"b",null,{"x":[1,2.5]},1.0]}""", "1 \"a\\\"b\" null {\"x\":[1,2.5]}", "2 1.0")]
    [InlineData("""{"const":"yes","minLength":2}""", "\"yes\"", "\"no\"")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3}""", "[1] [1,2] [1,2,3]", "[] [1,2,3,4] [1,] [\"a\"]")]
    [InlineData("""{"type":"array","items":false}""", "[]", "[1]")]
    [InlineData("""{"type":"array","items":{"enum":[0]},"minItems":2}""", "[0,0] [0,0,0,0]", "[] [0]")]
    public void FromSchema_Values_AdmitsExactly(string schema, string admitted, string refused)
    {
        var grammar = Grammar(schema);
        foreach (var text in admitted.Split(' '))
        {
            grammar.Admits(text).ShouldBeTrue(text);
        }

        foreach (var text in refused.Split(' '))
        {
            grammar.Admits(text).ShouldBeFalse(text);
        }
    }

    [Fact]
    public void FromSchema_Object_FixesTheOrderAndHandlesOptionalMembers()
    {
        var grammar = Grammar("""
            {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"null"}},"required":["b"]}
            """);
        string[] admitted = ["""{"b":true}""", """{"a":1,"b":true}""", """{"a": 1, "b": true, "c": null}""", """{"b":false,"c":null}"""];
        string[] refused = ["{}", """{"a":1}""", """{"b":true,"a":1}""", """{"b":true,"z":1}""", """{"b":true,}""", """{"b":true,"b":true}""", """{"b":  true}"""];
        admitted.ShouldAllBe(t => grammar.Admits(t));
        refused.ShouldAllBe(t => !grammar.Admits(t));
    }

    [Fact]
    public void FromSchema_MemberCounts_AreKept()
    {
        var grammar = Grammar("""
            {"type":"object","properties":{"a":{"const":1},"b":{"const":1},"c":{"const":1}},"minProperties":1,"maxProperties":2}
            """);
        string[] admitted = ["""{"a":1}""", """{"c":1}""", """{"a":1,"c":1}""", """{"b":1,"c":1}"""];
        string[] refused = ["{}", """{"a":1,"b":1,"c":1}"""];
        admitted.ShouldAllBe(t => grammar.Admits(t));
        refused.ShouldAllBe(t => !grammar.Admits(t));
    }

    [Fact]
    public void FromSchema_FreeMap_TakesAnyName()
    {
        var grammar = Grammar("""{"type":"object","additionalProperties":{"type":"integer"},"maxProperties":2}""");
        grammar.Admits("""{"x":1,"y\n":2}""").ShouldBeTrue();
        grammar.Admits("{}").ShouldBeTrue();
        grammar.Admits("""{"x":1,"y":2,"z":3}""").ShouldBeFalse();
        grammar.Admits("""{"x":"1"}""").ShouldBeFalse();
    }

    [Fact]
    public void FromSchema_AllOf_MergesMembers()
    {
        var grammar = Grammar("""
            {"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},
                      {"properties":{"a":{"minimum":5},"b":{"type":"string"}},"additionalProperties":false}]}
            """);
        grammar.Admits("""{"a":5}""").ShouldBeTrue();
        grammar.Admits("""{"a":5,"b":"x"}""").ShouldBeTrue();
        grammar.Admits("""{"a":4}""").ShouldBeFalse();
    }

    [Fact]
    public void FromSchema_Recursion_IsRecursionOfTheGrammar()
    {
        var grammar = Grammar("""
            {"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#/$defs/tree"}}},"required":["v"]}}}
            """);
        var text = """{"v":1}""";
        for (var depth = 0; depth < 50; depth++)
        {
            text = $$"""{"v":{{depth}},"kids":[{{text}},{"v":2}]}""";
        }

        grammar.Admits(text).ShouldBeTrue();
        grammar.Admits(text[..^1]).ShouldBeFalse();
        grammar.RuleCount.ShouldBeLessThan(40);
    }

    [Fact]
    public void FromSchema_OneOfToldApartByAConst_IsExact()
    {
        var grammar = Grammar("""
            {"oneOf":[
              {"type":"object","properties":{"kind":{"const":"a"},"n":{"type":"integer"}},"required":["kind"]},
              {"type":"object","properties":{"kind":{"const":"b"},"n":{"type":"string"}},"required":["kind"]},
              {"type":"number","maximum":3},{"type":"number","exclusiveMinimum":3}]}
            """);
        string[] admitted = ["""{"kind":"a","n":1}""", """{"kind":"b","n":"1"}""", "3", "3.1"];
        admitted.ShouldAllBe(t => grammar.Admits(t));
        grammar.Admits("""{"kind":"b","n":1}""").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "#/oneOf")]
    [InlineData("""{"type":"object","properties":{"x":{"oneOf":[{"type":"object","properties":{"a":{}},"required":["a"]},{"type":"object","properties":{"b":{}},"required":["b"]}]}}}""", "#/properties/x/oneOf")]
    [InlineData("""{"type":"string","pattern":"a.{14}$"}""", "states")]
    [InlineData("""{"type":"string","maxLength":50000}""", "states")]
    [InlineData("""{"type":"array","minItems":40000}""", "too many")]
    [InlineData("""{"type":"object","minProperties":2}""", "#/minProperties")]
    [InlineData("""{"type":"number","maximum":1e5000}""", "1,000 digits")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "no value")]
    [InlineData("""{"type":"string","const":1}""", "no value")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"required":["n"]}}}""", "no value")]
    public void FromSchema_NotExactlyExpressible_IsAConfigurationError(string schema, string names) =>
        Should.Throw<EvalConfigurationException>(() => GbnfGrammar.FromSchema(JsonSchemaSubset.Parse(schema))).Message.ShouldContain(names);

    [Fact]
    public void FromSchema_RefusedPartThatNothingReaches_IsNoError()
    {
        // The optional member can never be written, so that its overlap does not matter.
        var grammar = Grammar("""
            {"type":"object","properties":{"x":{"allOf":[{"type":"string"},{"type":"integer"}],"oneOf":[{},{"minimum":2}]},"y":{"type":"null"}}}
            """);
        grammar.Admits("""{"y":null}""").ShouldBeTrue();
    }

    private static Gbnf Grammar(string schema) => new(GbnfGrammar.FromSchema(JsonSchemaSubset.Parse(schema)));
}
