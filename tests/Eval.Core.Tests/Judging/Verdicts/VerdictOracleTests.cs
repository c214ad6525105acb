using System.Text.Json;
using Eval.Core.Judging.Verdicts;
using Eval.TestSupport;

namespace Eval.Core.Tests.Judging.Verdicts;

public class VerdictOracleTests
{
    [SharedFact]
    public void FiveLabels_OfTheOracle_AreReadAsUpstreamDoes()
    {
        foreach (var row in Group("five_way_last_match"))
        {
            var text = row.GetProperty("text").GetString()!;
            FiveLabelVerdict.Read(text).ShouldBe(row.GetProperty("label").GetString(), text);
        }
    }

    [SharedFact]
    public void ThreeLabels_OfTheOracle_GiveTheBetterResult()
    {
        var rows = Group("mt_bench_pairwise_substring_order").ToDictionary(r => r.GetProperty("text").GetString()!);
        rows.Count.ShouldBe(3);

        // Upstream says A, because it looks for A first.
        rows["final: [[B]]. Not [[A]]."].GetProperty("better_result").GetString().ShouldBe("B or ambiguous");
        PairVerdict.Read("final: [[B]]. Not [[A]].", out var ambiguous).ShouldBeNull();
        ambiguous.ShouldBe("it names [[A]] and [[B]], and nothing tells which is meant");

        rows["[[C]]"].GetProperty("upstream_result").GetString().ShouldBe("tie");
        PairVerdict.Read("[[C]]", out _).ShouldBe("C");

        rows["[A]"].GetProperty("upstream_result").GetString().ShouldBe("error");
        PairVerdict.Read("[A]", out var none).ShouldBeNull();
        none.ShouldBe("there is no [[A]], [[B]] or [[C]]");
    }

    [SharedFact]
    public void Ratings_OfTheOracle_AreReadAsUpstreamDoesButTheLastOneCounts()
    {
        foreach (var row in Group("mt_bench_rating"))
        {
            var text = row.GetProperty("text").GetString()!;
            double? expected = row.GetProperty("value").GetDouble() is var value and >= 0 ? value : null;
            if (text == "[[3]] then revised [[6]]")
            {
                expected.ShouldBe(3);
                expected = 6;
            }

            RatingVerdict.Read(text, 1, 10, takesFractions: true).ShouldBe(expected, text);
        }
    }

    private static IEnumerable<JsonElement> Group(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("oracles", "statistics.json")));
        var rows = document.RootElement.GetProperty("verdict_parsing").GetProperty(name).EnumerateArray().Select(r => r.Clone()).ToList();
        rows.ShouldNotBeEmpty();
        return rows;
    }
}
