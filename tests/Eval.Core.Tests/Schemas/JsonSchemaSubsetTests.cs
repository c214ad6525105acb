using Eval.Core.Schemas;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Schemas;

public class JsonSchemaSubsetTests
{
    [Theory]
    [InlineData("""{"properties":{"a/b":{"format":"date"}}}""", "#/properties/a~1b/format", "\"format\" is not supported")]
    [InlineData("""{"minimun":1}""", "#/minimun", "did you mean \"minimum\"")]
    [InlineData("""{"items":[{"type":"string"}]}""", "#/items", "a schema must be a map, true or false")]
    [InlineData("""{"type":"text"}""", "#/type", "is not a type")]
    [InlineData("""{"type":[]}""", "#/type", "not empty")]
    [InlineData("""{"enum":[]}""", "#/enum", "not empty")]
    [InlineData("""{"anyOf":[]}""", "#/anyOf", "not empty")]
    [InlineData("""{"required":"a"}""", "#/required", "list of texts")]
    [InlineData("""{"required":["a","a"]}""", "#/required", "twice")]
    [InlineData("""{"minLength":-1}""", "#/minLength", "whole number")]
    [InlineData("""{"maxItems":1.5}""", "#/maxItems", "whole number")]
    [InlineData("""{"maximum":"3"}""", "#/maximum", "must be a number")]
    [InlineData("""{"exclusiveMinimum":true}""", "#/exclusiveMinimum", "must be a number")]
    [InlineData("""{"pattern":"(?=a)"}""", "#/pattern", "look-around")]
    [InlineData("""{"pattern":"(a)\\1"}""", "#/pattern", "back-references")]
    [InlineData("""{"pattern":"a{"}""", "#/pattern", "\\{")]
    [InlineData("""{"$ref":"https://example.org/x"}""", "#/$ref", "outside")]
    [InlineData("""{"$ref":"#name"}""", "#/$ref", "anchor")]
    [InlineData("""{"$ref":"#/$defs/nope","$defs":{"node":{}}}""", "#/$ref", "leads to no schema")]
    [InlineData("""{"$ref":"#"}""", "#:", "refers to itself")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"allOf":[{"$ref":"#/$defs/a"}]}}}""", "#/$defs/a:", "refers to itself")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "#/$schema", "dialect")]
    [InlineData("""{"properties":{"x":{"$id":"y"}}}""", "#/properties/x/$id", "root only")]
    [InlineData("""{"type":"string","type":"null"}""", "#/type", "stands twice")]
    [InlineData("""{"unevaluatedProperties":false}""", "#/unevaluatedProperties", "not supported")]
    [InlineData("""3""", "#:", "a schema must be")]
    [InlineData("""{""", "", "not valid JSON")]
    public void Parse_WhatIsOutsideOfTheSubset_IsAConfigurationErrorWithItsPointer(string schema, string pointer, string message)
    {
        var problem = Should.Throw<EvalConfigurationException>(() => JsonSchemaSubset.Parse(schema, new SourcePosition("s.yaml", 3, 5))).Problems.ShouldHaveSingleItem();
        problem.ToString().ShouldStartWith("s.yaml:3:5: ");
        problem.ToString().ShouldContain(pointer);
        problem.ToString().ShouldContain(message);
    }

    [Fact]
    public void Parse_SeveralMistakes_AreAllReported() =>
        Should.Throw<EvalConfigurationException>(() => JsonSchemaSubset.Parse("""{"type":"x","properties":{"a":{"not":{}},"b":{"if":true}}}"""))
            .Problems.Count.ShouldBe(3);

    [Fact]
    public void Parse_Annotations_AssertNothing()
    {
        var schema = JsonSchemaSubset.Parse("""
            {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.org/s","title":"t","description":"d","default":3,"examples":[1],"$comment":"c"}
            """);
        schema.Validate("null").ShouldBeEmpty();
    }

    [Fact]
    public void Validate_SeveralFaults_ReportsEachWithItsPointers()
    {
        var schema = JsonSchemaSubset.Parse("""
            {"type":"object","required":["id"],"additionalProperties":false,
             "properties":{"id":{},"list":{"items":{"type":"integer","maximum":5}},"a/b":{"minLength":2,"pattern":"^x"}}}
            """);
        var violations = schema.Validate("""{"list":[1,"x",7],"a/b":"y","zz":0}""");
        violations.Select(v => (v.InstancePointer, v.SchemaPointer)).ShouldBe(
        [
            ("", "/required"), ("/list/1", "/properties/list/items/type"), ("/list/2", "/properties/list/items/maximum"),
            ("/a~1b", "/properties/a~1b/minLength"), ("/a~1b", "/properties/a~1b/pattern"), ("", "/additionalProperties"),
        ]);
        violations[1].ToString().ShouldBe("/list/1: is of type string, not integer");
    }

    [Theory]
    [InlineData("{\"a\":", "not JSON")]
    [InlineData("{'a':1}", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("\"\\ud800\"", "surrogate")]
    public void Validate_NotJson_IsOneViolation(string text, string message) =>
        JsonSchemaSubset.Parse("true").Validate(text).ShouldHaveSingleItem().Message.ShouldContain(message);

    [Fact]
    public void Validate_NestedTooDeeply_IsAViolationNotACrash() =>
        JsonSchemaSubset.Parse("true").Validate(new string('[', 100_000)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("""{"maxLength":1}""", "\"😀\"", true)]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "1e400", true)]
    [InlineData("""{"type":"integer"}""", "12345678901234567890.5", false)]
    [InlineData("""{"const":100000000000000000001}""", "100000000000000000002", false)]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[1.0,20e-1]}""", true)]
    [InlineData("""{"maximum":0.3}""", "0.30000000000000000000001", false)]
    [InlineData("""{"maximum":1e999999999}""", "1e999999998", true)]
    [InlineData("""{"maxProperties":1,"properties":{"a":{"type":"null"}}}""", """{"a":1,"a":null}""", true)]
    public void Validate_EdgesOfTheDataModel_AreExact(string schema, string value, bool valid) =>
        (JsonSchemaSubset.Parse(schema).Validate(value).Count == 0).ShouldBe(valid);

    [Fact]
    public void Validate_ChoicesOnEveryLevel_TakesLinearTime()
    {
        // Without remembered verdicts each level would double the work: 2 to the power of 400.
        var schema = JsonSchemaSubset.Parse("""
            {"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"array","items":{"$ref":"#/$defs/n"},"minItems":1},{"items":{"$ref":"#/$defs/n"},"maxItems":1}]}}}
            """);
        schema.Validate(new string('[', 400) + "[1,2]" + new string(']', 400)).ShouldBeEmpty();
    }
}
