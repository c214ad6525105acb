using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Workspaces;

public class ConfigMapTests
{
    [Theory]
    [InlineData("a:")]
    [InlineData("a: null")]
    [InlineData("a: ~")]
    public void OptionalString_PlainNull_IsAMistake(string yaml)
    {
        var document = ConfigDocument.Parse(yaml, "f.yaml");
        document.Root.OptionalString("a").ShouldBeNull();
        ConfigAssert.Problem(document.ThrowIfInvalid).ShouldContain("\"a\" must be a text");
    }

    [Theory]
    [InlineData("a: \"\"", "")]
    [InlineData("a: 'null'", "null")]
    [InlineData("a: '~'", "~")]
    [InlineData("a: |\n  x\n", "x\n")]
    [InlineData("a: 1.10", "1.10")]
    public void OptionalString_QuotedOrPlainText_IsTakenAsWritten(string yaml, string expected)
    {
        var document = ConfigDocument.Parse(yaml, "f.yaml");
        document.Root.OptionalString("a").ShouldBe(expected);
        document.ThrowIfInvalid();
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key \"a\" is given twice in one map")]
    [InlineData("x: {a: 1, a: 2}", "f.yaml:1:11: the key \"a\" is given twice in one map")]
    [InlineData("a: &x {b: 1}", "f.yaml:1:4: the anchor &x is not supported")]
    [InlineData("a: [*x]", "f.yaml:1:5: the alias *x is not supported")]
    [InlineData("a: &x [*x]", "f.yaml:1:4: the anchor &x is not supported")]
    [InlineData("a:\n  <<: {b: 1}", "f.yaml:2:3: the merge key << is not supported")]
    [InlineData("a: !!python/object x", "f.yaml:1:4: the tag tag:yaml.org,2002:python/object is not supported")]
    [InlineData("a: !mine x", "f.yaml:1:4: the tag !mine is not supported")]
    [InlineData("a:\n  b: 1\n\tc: 2", "f.yaml:3:1: is not valid YAML")]
    [InlineData("a: [1", "f.yaml:")]
    [InlineData("- a", "f.yaml:1:1: must be a map of keys at the top")]
    [InlineData("", "f.yaml:1:1: is empty")]
    [InlineData("a: 1\n---\nb: 2", "f.yaml:3:1: holds more than one YAML document")]
    public void Parse_WhatReadsDifferentlyElsewhere_IsRefusedWithItsPlace(string yaml, string message) =>
        ConfigAssert.Problem(() => ConfigDocument.Parse(yaml, "f.yaml")).ShouldStartWith(message);

    [Fact]
    public void Parse_DepthBeyondReason_IsRefused() =>
        ConfigAssert.Problem(() => ConfigDocument.Parse("a: " + new string('[', 5000) + new string(']', 5000), "f.yaml")).ShouldContain("nested more than 64");

    [Fact]
    public void ThrowIfInvalid_KeyThatIsNoText_IsReportedAndNothingElseBreaks()
    {
        var document = ConfigDocument.Parse("? [a, b]\n: 1", "f.yaml");
        document.Root.ToJson().Count.ShouldBe(0);
        ConfigAssert.Problem(document.ThrowIfInvalid).ShouldContain("not a text");
    }

    [Fact]
    public void ThrowIfInvalid_UnknownKey_NamesTheNearestAndItsPlace()
    {
        var document = ConfigDocument.Parse("seed: 1\nepoch: 2", "f.yaml");
        document.Root.OptionalInt("seed");
        document.Root.OptionalInt("epochs");
        ConfigAssert.Problem(document.ThrowIfInvalid).ShouldBe("f.yaml:2:1: unknown key \"epoch\" in f.yaml (did you mean \"epochs\"?)");
    }

    [Theory]
    [InlineData("a: x", "must be a whole number from 1 to 5")]
    [InlineData("a: 1.5", "must be a whole number from 1 to 5")]
    [InlineData("a: \"2\"", "must be a whole number from 1 to 5")]
    [InlineData("a: 6", "must be a whole number from 1 to 5")]
    [InlineData("a: [1]", "must be a whole number from 1 to 5")]
    public void OptionalInt_WrongValue_IsReported(string yaml, string message)
    {
        var document = ConfigDocument.Parse(yaml, "f.yaml");
        document.Root.OptionalInt("a", 1, 5).ShouldBeNull();
        ConfigAssert.Problem(document.ThrowIfInvalid).ShouldContain(message);
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        ConfigAssert.Problem(() => ConfigDocument.Load("/nowhere/eval.yaml")).ShouldBe("/nowhere/eval.yaml: there is no such file");

    [Fact]
    public void Load_InvalidUtf8_NamesTheLine()
    {
        using var folder = new TestSupport.TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("f.yaml"), [.. "a: 1\nb: "u8, 0xFF, 0x0A]);
        ConfigAssert.Problem(() => ConfigDocument.Load(folder.PathOf("f.yaml"))).ShouldEndWith("f.yaml:2: is not valid UTF-8");
    }
}
