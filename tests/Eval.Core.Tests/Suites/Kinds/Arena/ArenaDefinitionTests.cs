using Eval.Core.Ratings;
using Eval.Core.Ratings.Stopping;
using Eval.Core.Suites.Kinds.Arena;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Suites.Kinds.Arena;

/// <summary>What is read back from a stored definition is what the suite was run by.</summary>
public class ArenaDefinitionTests
{
    private const string Judged = "kind: arena\nprompt: \"{{q}}\"\njudge: gpt\nrubric: helpfulness\n";
    private const string Scored = "kind: arena\nprompt: \"{{q}}\"\ntarget: q\nscoring: [exact_match]\n";

    [Theory]
    [InlineData(Judged)]
    [InlineData(Scored)]
    [InlineData("kind: arena\nprompt: \"{{q}}\"\ndecide: people\n")]
    [InlineData(Scored + "decide: scorer\nslices: [x, y]\nbattles: 7\n")]
    [InlineData(Judged + "judging: { swap: random }\n")]
    [InlineData(Judged + "judging: { swap: random }\nrating: { position: false }\n")]
    [InlineData(Judged + "rating: { method: davidson, position: true, bothBad: leave }\nslices: x\n")]
    [InlineData(Judged + "rating: { method: rao-kupper, style: length }\n")]
    [InlineData(Judged + "rating: { style: [markdown, length] }\n")]
    [InlineData(Judged + "pairing: star\nbaseline: old\n")]
    [InlineData(Judged + "pairing: swiss\nbattles: 100\nuntil: { decided: ranking }\n")]
    [InlineData(Judged + "pairing: adaptive\ncontrast: [a, b]\nbattles: 1000\nuntil: { decided: contrast, equivalence: 20, alpha: 0.1, looks: 3, minBattles: 12 }\n")]
    [InlineData(Judged + "contrast: [a, b]\nuntil: { decided: leader, equivalence: 2.5 }\n")]
    public void Of_DefinitionOfASuite_SaysWhatTheSuiteSays(string yaml)
    {
        var suite = Suite(yaml);
        var settings = (ArenaSettings)suite.Settings;

        var definition = ArenaDefinition.Of(suite.DefinitionText).ShouldNotBeNull();
        definition.Referee.ShouldBe(settings.Referee);
        definition.Pairing.ShouldBeSameAs(settings.Pairing);
        (definition.Baseline, definition.Contrast, definition.Battles).ShouldBe((settings.Baseline, settings.Contrast, settings.Battles));
        definition.Slices.ShouldBe(suite.Slices);
        definition.Rating.Style.ShouldBe(settings.Rating.Style);
        (definition.Rating with { Style = [] }).ShouldBe(settings.Rating with { Style = [] });
        foreach (var (models, prompts) in new[] { (1, 10), (2, 1), (3, 120), (5, 400) })
        {
            definition.Total(models, prompts).ShouldBe(settings.Total(models, prompts));
        }
    }

    [Fact]
    public void Total_RoundRobin_IsEveryPairOnEveryPromptUpToTheLimit()
    {
        ArenaDefinition.Of("""{"kind":"arena"}""")!.Total(4, 10).ShouldBe(60);
        ArenaDefinition.Of("""{"kind":"arena","battles":25}""")!.Total(4, 10).ShouldBe(25);
        ArenaDefinition.Of("""{"kind":"arena"}""")!.Total(1, 10).ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"kind\":\"arena\"")]
    [InlineData("{\"kind\":\"rubric\"}")]
    [InlineData("{\"kind\":[\"arena\"]}")]
    [InlineData("{\"kind\":\"arena\",\"pairing\":\"of a later version\"}")]
    [InlineData("{\"kind\":\"arena\",\"kind\":\"arena\"}")]
    public void Of_NoArenaThatIsKnown_IsNull(string? definition) => ArenaDefinition.Of(definition).ShouldBeNull();

    /// <summary>Definitions also come with imported archives.</summary>
    [Fact]
    public void Of_WordsThatMeanNothing_CountAsLeftOut()
    {
        var definition = ArenaDefinition.Of(
            """{"kind":"arena","decide":7,"battles":-1,"contrast":["a"],"baseline":{},"slices":[1,{},null],"rating":{"method":"x","style":["y"],"bothBad":[]},"until":{"decided":"never"},"judging":3}""").ShouldNotBeNull();
        (definition.Referee, definition.Battles, definition.Contrast, definition.Baseline).ShouldBe((ArenaReferee.Scorer, null, null, null));
        (definition.Rating.Method, definition.Rating.BothBad, definition.Rating.Until).ShouldBe((RatingMethod.BradleyTerry, BothBadRule.Tie, (StoppingRule?)null));
        definition.Rating.Style.ShouldBeEmpty();
        ArenaDefinition.Of("""{"kind":"arena","until":{"decided":"contrast"}}""")!.Rating.Until.ShouldBeNull("a rule about two candidates that nobody named");
    }
}
