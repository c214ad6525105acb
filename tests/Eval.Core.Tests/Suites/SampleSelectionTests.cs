using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Suites;

namespace Eval.Core.Tests.Suites;

public class SampleSelectionTests
{
    private static readonly JsonObject Row = JsonNode.Parse("""{ "question": "What colour is Lucy's hat?", "meta": { "topic": "colour" }, "number": 7 }""")!.AsObject();

    [Fact]
    public void Takes_NoCondition_TakesEverything()
    {
        new SampleSelection().IsEmpty.ShouldBeTrue();
        new SampleSelection().Takes("facts", "fact-1", Row).ShouldBeTrue();
    }

    [Theory]
    [InlineData("fact-1", true)]
    [InlineData("fact-*", true)]
    [InlineData("fact-?", true)]
    [InlineData("fact", false)]
    [InlineData("FACT-1", false)]
    public void Takes_Ids_AreNamesOrWildcards(string id, bool taken) => new SampleSelection { Ids = ["other", id] }.Takes("facts", "fact-1", Row).ShouldBe(taken);

    [Fact]
    public void Takes_IdWithWildcardCharacters_IsAlsoTakenAsItStands() =>
        new SampleSelection { Ids = ["what?.jsonl:3"] }.Takes("facts", "what?.jsonl:3", Row).ShouldBeTrue();

    [Theory]
    [InlineData("meta.topic", "colour", true)]
    [InlineData("number", "7", true)]
    [InlineData("meta.topic", "colours", false)]
    [InlineData("missing", "", false)]
    public void Takes_Field_MustHaveTheValue(string field, string value, bool taken) =>
        new SampleSelection { Fields = new Dictionary<string, string> { [field] = value } }.Takes("facts", "fact-1", Row).ShouldBe(taken);

    [Theory]
    [InlineData("^fact-[0-9]$", true)]
    [InlineData("Lucy's hat", true)]
    [InlineData("\"topic\":\"colour\"", true)]
    [InlineData("lucy", false)]
    public void Takes_Pattern_MatchesIdOrAnyField(string pattern, bool taken) =>
        new SampleSelection { Pattern = new Regex(pattern, RegexOptions.NonBacktracking) }.Takes("facts", "fact-1", Row).ShouldBe(taken);

    [Fact]
    public void Takes_SeveralConditions_MustAllHold()
    {
        var selection = new SampleSelection
        {
            Ids = ["fact-*"],
            Fields = new Dictionary<string, string> { ["number"] = "7", ["meta.topic"] = "colour" },
            Earlier = new EarlierSamples("failing in run 3", new Dictionary<string, IReadOnlySet<string>> { ["facts"] = new HashSet<string> { "fact-1" } }),
        };
        selection.Takes("facts", "fact-1", Row).ShouldBeTrue();
        selection.Takes("facts", "fact-2", Row).ShouldBeFalse();
        selection.Takes("other", "fact-1", Row).ShouldBeFalse("ids of one suite say nothing of another");
        selection.ToString().ShouldBe("failing in run 3; sample fact-*; meta.topic=colour; number=7");
    }
}
