using Eval.Core.Selection;
using Eval.Core.Selection.Aggregation;
using Eval.Core.Selection.Pareto;
using Eval.Core.Selection.Weights;
using Eval.TestSupport;

namespace Eval.Core.Tests.Selection.Pareto;

public class ParetoTests
{
    private static CostQualityPoint[] EloCost() =>
    [
        .. SelectionOracle.Inputs("pareto-elo-cost", "front").GetProperty("points").EnumerateArray()
            .Select(p => new CostQualityPoint(p.GetProperty("model").GetString()!, p.GetProperty("usd_per_mtok").GetDouble(), p.GetProperty("elo").GetDouble())),
    ];

    [SharedFact]
    public void Front_EloCost_IsTheOraclesWithItsVolumeAndPrices()
    {
        var (points, expected) = (EloCost(), SelectionOracle.Expected("pareto-elo-cost", "front"));
        var reference = SelectionOracle.Inputs("pareto-elo-cost", "front").GetProperty("reference");
        var corner = new CostQualityPoint("reference", reference[0].GetDouble(), reference[1].GetDouble());

        CostQuality.FrontPoints(points).Select(p => p.Name).ShouldBe(expected.GetProperty("front").Names());
        CostQuality.Hypervolume(points, corner, logarithmicCost: true).ShouldMatch(expected.GetProperty("hypervolume"));
        foreach (var (point, exclusive) in points.Zip(CostQuality.ExclusiveContributions(points, corner, logarithmicCost: true)))
        {
            // A difference of two areas of some 480 has a few digits less than the areas.
            exclusive.ShouldBe(expected.GetProperty("exclusive_contribution").GetProperty(point.Name).GetDouble(), 1e-9);
        }

        var prices = CostQuality.MarginalPrices(points);
        foreach (var (price, element) in prices.Zip(expected.GetProperty("marginal_usd_per_elo").EnumerateArray()))
        {
            (price.From, price.To).ShouldBe((element.GetProperty("frm").GetString()!, element.GetProperty("to").GetString()!));
            price.Price.ShouldMatch(element.GetProperty("usd_per_elo"));
        }

        prices.Count.ShouldBe(expected.GetProperty("marginal_usd_per_elo").GetArrayLength());
        var rows = CostQuality.Front(points).Rows.ToDictionary(r => r.Point.Name);
        rows["GPT-4-8K"].DominatedBy.ShouldBe(["GPT-4-Turbo"]);
        rows["PaLM"].DominatedBy.ShouldBe(["MPT-30B", "GPT-3.5-16K"]);
        rows["Claude-2"].DominatedBy.ShouldBe(["Claude-1"]);
    }

    [SharedFact]
    public void Within_QuarterOfCostAndTenElo_DropsBothThatAreHardlyBetter()
    {
        // Section 4.7.
        var left = CostQuality.Front(EloCost()).Within(CostQuality.Directions, [new(1.25, IsFactor: true), new(10)]);

        left.ShouldBe(["MPT-7B", "MPT-30B", "GPT-3.5-16K", "GPT-4-Turbo"]);
        CostQuality.Front(EloCost()).Within(CostQuality.Directions, [new(1, IsFactor: true), new(0)]).Count.ShouldBe(6);
    }

    [SharedFact]
    public void Hull_EloCost_IsTheOraclesAndMixes()
    {
        var expected = SelectionOracle.Expected("pareto-elo-cost", "routing-hull");
        var hull = RoutingHull.Of(EloCost());

        hull.Points.Select(p => p.Name).ShouldBe(expected.GetProperty("hull").Names());
        hull.Below.ShouldBe(expected.GetProperty("below_hull").Names());
        var (mix, at16) = (hull.At(16)!, expected.GetProperty("mix_at_16_usd"));
        ((string[])[mix.Cheaper, mix.Dearer]).ShouldBe(at16.GetProperty("pair").Names());
        mix.ShareOfDearer.ShouldMatch(at16.GetProperty("share_of_dearer"));
        mix.Quality.ShouldMatch(at16.GetProperty("elo_linear"));
        hull.At(0.4).ShouldBeNull();
        hull.At(0.5)!.Quality.ShouldBe(918);
        hull.At(1000)!.ShouldBe(new Mix("GPT-4-Turbo", "GPT-4-Turbo", 1, 20, 1210));
    }

    [SharedFact]
    public void PriceOfQuality_IncrementalCost_IsTheOracles()
    {
        var (inputs, expected) = (SelectionOracle.Inputs("pareto-elo-cost", "incremental-cost"), SelectionOracle.Expected("pareto-elo-cost", "incremental-cost"));
        CostQualityPoint Point(string name) =>
            new(name, inputs.GetProperty(name).GetProperty("usd_per_1k").GetDouble() / 1000, inputs.GetProperty(name).GetProperty("quality").GetDouble());

        CostQuality.PriceOfQuality(Point("cheap"), Point("dear")).ShouldMatch(expected.GetProperty("usd_per_additional_correct"));
    }

    [SharedFact]
    public void Phi2Table_FrontsMeansAndMinMax_AreTheOracles()
    {
        var expected = SelectionOracle.Expected("phi-2-table", "table-4.2");
        var rows = SelectionOracle.Inputs("phi-2-table", "table-4.2").GetProperty("rows").EnumerateObject()
            .Select(r => (r.Name, Values: r.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray())).ToList();
        string[] names = [.. rows.Select(r => r.Name)];
        var standings = Standings.Of(names, [.. rows.Select(r => r.Values[1..])]);

        standings.Select(s => (s.Name, s.Mean)).ShouldMatch(expected.GetProperty("mean"));
        ParetoFront.Of([.. rows.Zip(standings, (r, s) => new ParetoPoint(r.Name, [r.Values[0], s.Mean]))], CostQuality.Directions)
            .Names.ShouldBe(expected.GetProperty("pareto_size_mean").Names(), ignoreOrder: true);
        Direction[] directions = [Direction.Minimise, .. Enumerable.Repeat(Direction.Maximise, 5)];
        ParetoFront.Of([.. rows.Select(r => new ParetoPoint(r.Name, r.Values))], directions)
            .Names.ShouldBe(expected.GetProperty("pareto_all_columns").Names(), ignoreOrder: true);

        Factor[] factors = [.. directions.Select((d, i) => new Factor { Id = $"f{i}", Worst = d == Direction.Minimise ? 100 : 0, Best = d == Direction.Minimise ? 1 : 100 })];
        var matrix = DecisionMatrix.Of(factors, names, rows.SelectMany(r => r.Values.Select((v, f) => new Evidence { Candidate = r.Name, Factor = $"f{f}", Value = v })));
        var scores = AggregationMethods.Find("min-max")!.Scores(matrix, WeightSet.Of([1, 1, 1, 1, 1, 1]));
        names.Zip(scores).ShouldMatch(expected.GetProperty("equal_weight_minmax"));
        Ranking.Of(names, scores).Names.ShouldBe(expected.GetProperty("ranking").Names());
    }

    [SharedFact]
    public void Standings_Figure414_ReproducesAllEightPrintedFigures()
    {
        var expected = SelectionOracle.Expected("mean-and-win-rate", "fig-4.14");
        var rows = SelectionOracle.Inputs("mean-and-win-rate", "fig-4.14").GetProperty("scores").EnumerateObject()
            .Select(r => (r.Name, Values: r.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray())).ToList();
        var standings = Standings.Of([.. rows.Select(r => r.Name)], [.. rows.Select(r => r.Values)]);

        standings.Select(s => (s.Name, s.Mean)).ShouldMatch(expected.GetProperty("mean"));
        standings.Select(s => (s.Name, s.WinRate)).ShouldMatch(expected.GetProperty("win_rate"));
        standings.Select(s => (s.Name, s.Borda)).ShouldMatch(expected.GetProperty("borda"));
        var printed = expected.GetProperty("printed");
        standings.Select(s => Math.Round(s.WinRate, 2)).ShouldMatch(printed.GetProperty("win_rate"));
        foreach (var (standing, mean) in standings.Zip(printed.GetProperty("mean").EnumerateArray()))
        {
            standing.Mean.ShouldBe(mean.GetDouble(), 0.0051);
        }
    }

    [Fact]
    public void Front_EqualPoints_AreBothOnIt()
    {
        var front = ParetoFront.Of([new("a", [1, 5]), new("b", [1, 5]), new("c", [2, 5])], CostQuality.Directions);

        front.Names.ShouldBe(["a", "b"]);
        front.Rows[2].DominatedBy.ShouldBe(["a", "b"]);
        CostQuality.FrontPoints([new("b", 1, 5), new("a", 1, 5)]).ShouldHaveSingleItem().Name.ShouldBe("a");
        Should.Throw<ArgumentException>(() => ParetoFront.Of([new("a", [1])], CostQuality.Directions));
        Should.Throw<ArgumentException>(() => ParetoFront.Of([new("a", [1, double.NaN])], CostQuality.Directions));
        ParetoFront.Of([], CostQuality.Directions).Within(CostQuality.Directions, [new(1), new(1)]).ShouldBeEmpty();
    }

    [Fact]
    public void RoadmapVectors_OnlyWhatNobodyMatches_PushesTheFront()
    {
        CostQualityPoint[] versions = [new("v1", 10, 50), new("v2", 1, 60), new("v3", 2, 60), new("v4", 2, 70)];

        var vectors = RoadmapVector.Of(versions, [new("rival", 2, 75)]);

        vectors.Select(v => (v.From, v.To, v.Quality, v.PushesFront)).ShouldBe([("v1", "v2", 10, true), ("v2", "v3", 0, false), ("v3", "v4", 10, false)]);
        vectors[0].CostDecades.ShouldBe(-1, 1e-12);
        RoadmapVector.Of(versions, [])[2].PushesFront.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => RoadmapVector.Of([new("free", 0, 1)], []));
    }

    [Fact]
    public void Correlation_TwoFactorsThatSayTheSame_AreNamed()
    {
        // The second says what the first does; the third the opposite, which is no double counting.
        var matrix = Decisions.Unit(("a", [0.1, 0.15, 0.9]), ("b", [0.4, 0.42, 0.6]), ("c", [0.6, 0.63, 0.4]), ("d", [0.9, 0.88, 0.1]));

        var pair = FactorCorrelation.Of(matrix).ShouldHaveSingleItem();
        (pair.First, pair.Second, pair.Candidates).ShouldBe(("f0", "f1", 4));
        FactorCorrelation.Of(matrix.Keep(["a", "b", "c"])).ShouldBeEmpty();
    }
}
