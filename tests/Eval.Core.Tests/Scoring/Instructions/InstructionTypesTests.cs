using System.Text.Json.Nodes;
using Eval.Core.Scoring.Instructions;
using Eval.Core.Tests.Metrics;
using Eval.Core.Workspaces;
using Eval.TestSupport;
using static Eval.Core.Tests.Suites.Kinds.KindTesting;

namespace Eval.Core.Tests.Scoring.Instructions;

public class InstructionTypesTests
{
    [SharedFact]
    public void Follows_Oracle_IsThePublishedProgramsForAll25Types()
    {
        var groups = TextOracle.Ids.Where(id => id.StartsWith("ifeval/", StringComparison.Ordinal)).ToList();
        groups.ShouldBe(InstructionTypes.All.Select(t => "ifeval/" + t.Id), ignoreOrder: true);
        groups.Count.ShouldBe(25);
        foreach (var group in groups)
        {
            TextOracle.Check(group, c =>
            {
                var (type, arguments) = Read(c);
                type.FollowsStrictly(c.Text("response"), arguments).ShouldBe(c["expected"]!["strict"]!.GetValue<bool>(), "strict");
                type.FollowsLoosely(c.Text("response"), arguments).ShouldBe(c["expected"]!["loose"]!.GetValue<bool>(), "loose");
            });
        }
    }

    [SharedFact]
    public void Variants_Oracle_AreThePublishedPrograms() =>
        TextOracle.Check("ifeval_modes", c => LooseVariants.Of(c.Text("response")).ShouldBe(c.Texts("variants")));

    [SharedFact]
    public void Score_PromptWithSeveralInstructions_IsThePublishedPrograms() => TextOracle.Check("ifeval_prompt", c =>
    {
        var instructions = c["instructions"]!.AsArray();
        var expected = c["expected"]!;
        var pairs = instructions.Select(i => Read(i!)).ToList();
        pairs.Select(p => p.Type.FollowsStrictly(c.Text("response"), p.Arguments)).ShouldBe(Flags("strict"));
        pairs.Select(p => p.Type.FollowsLoosely(c.Text("response"), p.Arguments)).ShouldBe(Flags("loose"));

        var row = Row(new JsonObject
        {
            ["instruction_id_list"] = new JsonArray([.. instructions.Select(i => i!["instruction_id"]!.DeepClone())]),
            ["kwargs"] = new JsonArray([.. instructions.Select(i => i!["arguments"]!.DeepClone())]),
        }.ToJsonString());
        var measures = ScorerTesting.Score(ScorerTesting.Use("ifeval"), c.Text("response"), row).Measures;
        measures["ifeval_prompt_strict"].ShouldBe(expected["prompt_strict"]!.GetValue<bool>() ? 1 : 0);
        measures["ifeval_prompt_loose"].ShouldBe(expected["prompt_loose"]!.GetValue<bool>() ? 1 : 0);
        measures["ifeval_followed_strict"].ShouldBe(Flags("strict").Count(f => f));
        measures["ifeval_followed_loose"].ShouldBe(Flags("loose").Count(f => f));
        measures["ifeval_instructions"].ShouldBe(pairs.Count);

        List<bool> Flags(string key) => [.. expected[key]!.AsArray().Select(f => f!.GetValue<bool>())];
    });

    [SharedFact]
    public void Metrics_Aggregate_AreThePublishedFigures() => TextOracle.Check("ifeval_aggregate", c =>
    {
        var samples = c["followed_per_prompt"]!.AsArray().Select((p, i) =>
        {
            var flags = p!.AsArray().Select(f => f!.GetValue<bool>()).ToList();
            return MetricTesting.Sample(
                i, ("ifeval_prompt_strict", flags.TrueForAll(f => f) ? 1 : 0), ("ifeval_followed_strict", flags.Count(f => f)), ("ifeval_instructions", flags.Count));
        }).ToList();
        var estimates = MetricTesting.Estimates(["ifeval_prompt_strict", "ifeval_instruction_strict"], samples);
        estimates[0].Value!.Value.ShouldBe(c["expected"]!.Number("prompt_level_accuracy"), 1e-12);
        estimates[1].Value!.Value.ShouldBe(c["expected"]!.Number("instruction_level_accuracy"), 1e-12);
        if (samples.Count > 1)
        {
            estimates[1].Low!.Value.ShouldBeInRange(0, estimates[1].Value!.Value);
            estimates[1].High!.Value.ShouldBeInRange(estimates[1].Value!.Value, 1);
        }
    });

    [Theory]
    [InlineData("""{"instruction_id_list":[]}""", "no list")]
    [InlineData("""{"instruction_id_list":["punctuation:no_coma"]}""", "punctuation:no_comma")]
    [InlineData("""{"instruction_id_list":["length_constraints:number_words"],"kwargs":[{"relation":"at least"}]}""", "no \"num_words\"")]
    [InlineData("""{"instruction_id_list":["punctuation:no_comma"],"kwargs":[{},{}]}""", "2 entries for 1")]
    public void Check_BrokenRow_IsReported(string row, string message)
    {
        var use = ScorerTesting.Use("ifeval");
        Should.Throw<EvalConfigurationException>(() => use.Scorer.Check(use.Options, Row(row), Context)).Message.ShouldContain(message);
    }

    [Fact]
    public void Score_NumbersAsFractions_AreRead() => ScorerTesting.Score(
        ScorerTesting.Use("ifeval"), "one two three",
        Row("""{"instruction_id_list":["length_constraints:number_words"],"kwargs":[{"num_words":3.0,"relation":"at least","keyword":null}]}"""))
        .Measures["ifeval_prompt_strict"].ShouldBe(1);

    [Fact]
    public void Score_HostileText_TakesNoTime()
    {
        var long1 = string.Concat(Enumerable.Repeat("[<<\n-*a.'\"", 20_000));
        var long2 = new string('[', 100_000) + new string('\n', 100_000) + new string('*', 50_000) + new string('<', 100_000) + new string('.', 50_000);
        foreach (var type in InstructionTypes.All.Where(t => !t.Id.StartsWith("keywords:", StringComparison.Ordinal)))
        {
            var arguments = new InstructionArguments((JsonObject)JsonNode.Parse("""{"section_spliter":"Section","postscript_marker":"P.S.","end_phrase":"x","language":"en"}""")!);
            type.FollowsStrictly(long1, arguments);
            type.FollowsStrictly(long2, arguments);
        }
    }

    private static (Instruction Type, InstructionArguments Arguments) Read(JsonNode c) =>
        (InstructionTypes.Find(c.Text("instruction_id"))!, new InstructionArguments((JsonObject)c["arguments"]!.DeepClone()));
}
