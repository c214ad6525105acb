using Eval.Core.Imports.Foreign;
using Eval.Core.Workspaces;
using FsCheck;
using FsCheck.Fluent;

namespace Eval.Core.Tests.Imports;

public class YamlTextTests
{
    /// <summary>Whatever text an importer writes must be read back as that text: nothing in it may become a key, a number or a comment.</summary>
    [Fact]
    public void Key_AnyText_IsReadBackAsItIs() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var clean = string.Concat(text.Get.EnumerateRunes().Select(r => r.ToString()));
        var yaml = new YamlText().Comment(clean).Key("name", clean).Key("list", new[] { clean, "x" })
            .Key("map", new Dictionary<string, object?> { ["key"] = clean, ["none"] = null, ["on"] = true, ["n"] = 0.5 }).ToString();
        var root = ConfigDocument.Parse(yaml, "f.yaml").Root;
        return root.RequiredString("name") == clean
            && root.OptionalStrings("list").SequenceEqual([clean, "x"])
            && root.RequiredMap("map") is { } map && map.RequiredString("key") == clean && map.OptionalBool("on") == true && map.OptionalDouble("n") == 0.5 && !map.Has("none");
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("1.10", "\"1.10\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("- x", "\"- x\"")]
    [InlineData("# x", "\"# x\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\u2028b\u0000", "\"a\\u2028b\\u0000\"")]
    [InlineData("plain-word_2.x", "plain-word_2.x")]
    public void Inline_Text_IsQuotedUnlessPlain(string text, string yaml) => YamlText.Inline(text).ShouldBe(yaml);

    [Fact]
    public void Key_LongMap_StandsInBlocks()
    {
        var map = new Dictionary<string, object?> { ["contains"] = new Dictionary<string, object?> { ["ignoreCase"] = false }, ["long"] = new string('x', 120) };
        var root = ConfigDocument.Parse(new YamlText().Key("scoring", map).ToString(), "f.yaml").Root;
        root.RequiredMap("scoring")!.RequiredMap("contains")!.OptionalBool("ignoreCase").ShouldBe(false);
    }
}
