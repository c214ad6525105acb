using System.Numerics;
using Eval.Core.Search;
using Eval.Core.Statistics;

namespace Eval.Core.Tests.Search;

public class SearchSpaceTests
{
    [Fact]
    public void Of_ManyMistakes_ListsAll() =>
        ConfigAssert.Problems(() => SearchSpace.Of(
        [
            new CategoricalParameter("backend", ["cpu", "cuda", "cpu"]),
            new CategoricalParameter("empty", []),
            new IntegerParameter("threads", 8, 1),
            new IntegerParameter("threads", 1, 8),
            new RealParameter("rate", 0, 1, IsLogarithmic: true),
            new RealParameter("nan", double.NaN, 1),
            new IntegerParameter("batch", 1, 4) { Conditions = [new("bakend", ["cpu"])] },
            new IntegerParameter("ubatch", 1, 4) { Conditions = [new("backend", ["cdua"]), new("batch", [9])] },
            new IntegerParameter("top", 1, 4) { Conditions = [new("rate", [0.5])] },
            new IntegerParameter("none", 1, 4) { Conditions = [new("backend", [])] },
            new CategoricalParameter("a", ["x", "y"]) { Conditions = [new("b", ["x"])] },
            new CategoricalParameter("b", ["x", "y"]) { Conditions = [new("c", ["x"])] },
            new CategoricalParameter("c", ["x", "y"]) { Conditions = [new("a", ["x"])] },
            new CategoricalParameter("self", ["x", "y"]) { Conditions = [new("self", ["x"]), new("self", ["y"])] },
        ])).ShouldBe(
        [
            "the parameter \"threads\" is there 2 times",
            "the parameter \"backend\" has the choice \"cpu\" 2 times",
            "the parameter \"empty\" has no choices",
            "the parameter \"threads\" has the range 8 to 1: the first must be below the second",
            "the parameter \"rate\" is logarithmic and starts at 0: it must start above 0",
            "the parameter \"nan\" needs a finite range",
            "the parameter \"batch\" depends on \"bakend\", which is no parameter (did you mean \"backend\"?)",
            "the parameter \"ubatch\" depends on \"backend\" being cdua, which it never is (did you mean \"cuda\"?)",
            "the parameter \"ubatch\" depends on \"batch\" being 9, which it never is (valid: 1 to 4)",
            "the parameter \"top\" depends on \"rate\", which is a real number (only categorical and integer parameters can be depended on)",
            "the parameter \"none\" depends on \"backend\" without a value",
            "the parameter \"self\" has 2 conditions on \"self\" (put all values into one)",
            "the parameter \"a\" depends on itself: a → b → c → a",
            "the parameter \"self\" depends on itself: self → self",
        ]);

    [Fact]
    public void Of_NoParametersOrTooMany_SaysSo()
    {
        ConfigAssert.Problem(() => SearchSpace.Of([])).ShouldBe("the search space has no parameter");
        ConfigAssert.Problem(() => SearchSpace.Of([.. Enumerable.Range(0, 101).Select(i => new IntegerParameter($"p{i}", 0, 1))]))
            .ShouldBe("the search space has 101 parameters; at most 100 can be searched");
    }

    [Fact]
    public void Enumerate_Conditions_ListsEachConfigurationOnceWithItsActiveParameters()
    {
        // cpu: 4 batches × 8 threads; cuda: 2 batches without flash, 2 × 2 with; vulkan: 4 batches.
        Searches.Server.Count.ShouldBe(new BigInteger(32 + 6 + 4));
        Configuration[] all = [.. Searches.Server.Enumerate()];
        all.Length.ShouldBe(42);
        all.ToHashSet().Count.ShouldBe(42);
        all.ShouldAllBe(c => c.Has("threads") == (c["backend"] == "cpu"));
        all.ShouldAllBe(c => c.Has("flash") == (c["backend"] == "cuda" && c["batch"].Number % 2 == 0));
    }

    [Fact]
    public void Count_RandomSpaces_IsWhatEnumerationFinds()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var space = RandomSpace(SeededRandom.For(seed, "space"));
            Configuration[] all = [.. space.Enumerate()];
            space.Count.ShouldBe(new BigInteger(all.Length), $"seed {seed}");
            all.ToHashSet().Count.ShouldBe(all.Length);
            all.ShouldAllBe(c => space.Read(c.Text).Equals(c));
        }
    }

    [Fact]
    public void Count_HundredParameters_IsExactWithoutListing()
    {
        // Fifty switches, each with a setting of three values under it: (1 + 3) to the 50th.
        var space = SearchSpace.Of([.. Enumerable.Range(0, 50).Select(i => new CategoricalParameter($"s{i}", ["on", "off"])),
            .. Enumerable.Range(0, 50).Select(i => new IntegerParameter($"v{i}", 1, 3) { Conditions = [new($"s{i}", ["on"])] })]);
        space.Count.ShouldBe(BigInteger.Pow(4, 50));
        space.Enumerate().Take(3).Count().ShouldBe(3);
        Searches.Branches.Count.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => Searches.Branches.Enumerate());
    }

    [Fact]
    public void Grid_Levels_SpanEachAxis()
    {
        Configuration[] grid = [.. Searches.Branches.Grid(3)];
        grid.Length.ShouldBe(3 + (3 * 3) + (3 * 3 * 3));
        grid.Where(c => c.Has("rate")).Select(c => c["rate"].Number).Distinct().ShouldBe([1e-5, 0.00316228, 1]);
        grid.Where(c => c.Has("layers")).Select(c => c["layers"].Number).Distinct().ShouldBe([1, 8, 64]);
        grid.Where(c => c.Has("temperature")).Select(c => c["temperature"].Number).Distinct().ShouldBe([0, 1, 2]);
        Searches.Server.Grid(2).Select(c => c["batch"].Number).Distinct().ShouldBe([1, 4]);
        Searches.Server.Grid(8).ShouldBe(Searches.Server.Enumerate());
    }

    [Fact]
    public void Text_SameValuesInAnyOrder_IsTheSame()
    {
        var one = Searches.Server.Of(new Dictionary<string, ParameterValue> { ["threads"] = 4, ["backend"] = "cpu", ["batch"] = 2 });
        var other = Searches.Server.Of(new Dictionary<string, ParameterValue> { ["batch"] = 2, ["backend"] = "cpu", ["threads"] = 4 });
        one.Text.ShouldBe("""{"backend":"cpu","batch":2,"threads":4}""");
        one.ShouldBe(other);
        one.Hash.ShouldBe(other.Hash);
        one.Hash.ShouldNotBe(Searches.Server.Read("""{"backend":"cpu","batch":2,"threads":5}""").Hash);
    }

    [Fact]
    public void Read_WrongValues_ListsAll()
    {
        ConfigAssert.Problems(() => Searches.Server.Read("""{"backend":"cuda","batch":2.5,"threads":4,"flush":"on"}""")).ShouldBe(
        [
            "the parameter \"batch\" cannot be 2.5 (valid: 1 to 4)",
            "the parameter \"threads\" has a value, but is not active",
            "there is no parameter \"flush\" (did you mean \"flash\"?)",
        ], ignoreOrder: true);
        ConfigAssert.Problem(() => Searches.Server.Read("""{"backend":"cuda","batch":2}""")).ShouldBe("the parameter \"flash\" has no value");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"batch\":{\"a\":{}}}")]
    [InlineData("{\"batch\":1,\"batch\":2}")]
    [InlineData("{\"batch\":1e999}")]
    [InlineData("{\"batch\":null}")]
    [InlineData("{\"backend\":\"\\ud800\"}")]
    [InlineData("")]
    public void Read_NoConfiguration_IsRefusedInOneLine(string text) =>
        ConfigAssert.Problem(() => Searches.Server.Read(text)).ShouldStartWith("the text of a configuration cannot be read: ");

    // Up to seven parameters; each may hang on one or two earlier ones. Shuffled, so that the order has to be found.
    private static SearchSpace RandomSpace(SeededRandom random)
    {
        var parameters = new List<Parameter>();
        for (var i = 0; i < 3 + random.Next(5); i++)
        {
            Parameter parameter = random.Next(2) == 0 ? new CategoricalParameter($"p{i}", ["a", "b", "c"]) : new IntegerParameter($"p{i}", 1, 4);
            List<Condition> conditions = [];
            foreach (var parent in parameters.Where(_ => random.Next(3) == 0).Take(2))
            {
                ParameterValue[] values = [.. parent.Grid(10).Where(_ => random.Next(2) == 0)];
                conditions.AddRange(values.Length == 0 ? [] : [new Condition(parent.Name, values)]);
            }

            parameters.Add(parameter with { Conditions = conditions });
        }

        var shuffled = parameters.ToArray();
        random.Shuffle<Parameter>(shuffled);
        return SearchSpace.Of(shuffled);
    }
}
