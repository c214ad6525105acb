using Eval.Core.Search;
using Eval.Core.Selection.Pareto;

namespace Eval.Core.Tests.Search;

/// <summary>Spaces and searches that several tests share.</summary>
internal static class Searches
{
    /// <summary>A server's settings: the number of layers on the GPU, and what hangs on it.</summary>
    public static SearchSpace Server { get; } = SearchSpace.Of(
    [
        new CategoricalParameter("flash", ["on", "off"]) { Conditions = [new("backend", ["cuda"]), new("batch", [2, 4])] },
        new CategoricalParameter("backend", ["cpu", "cuda", "vulkan"]),
        new IntegerParameter("batch", 1, 4),
        new IntegerParameter("threads", 1, 8) { Conditions = [new("backend", ["cpu"])] },
    ]);

    /// <summary>
    /// A mixed space with branches, whose <see cref="Loss"/> is 0 at method = sphere, rate = 0.001, layers = 8, dropout = 0.3; the best of the branch "ridge" is 2, of "flat" 3.
    /// </summary>
    public static SearchSpace Branches { get; } = SearchSpace.Of(
    [
        new CategoricalParameter("method", ["flat", "ridge", "sphere"]),
        new RealParameter("dropout", 0, 1),
        new RealParameter("rate", 1e-5, 1, IsLogarithmic: true) { Conditions = [new("method", ["sphere"])] },
        new IntegerParameter("layers", 1, 64, IsLogarithmic: true) { Conditions = [new("method", ["sphere"])] },
        new RealParameter("temperature", 0, 2) { Conditions = [new("method", ["ridge"])] },
    ]);

    public static double Loss(Configuration c) => (4 * Square(c["dropout"].Number - 0.3)) + c["method"].Choice switch
    {
        "sphere" => Square(Math.Log10(c["rate"].Number) + 3) + (0.5 * Square(Math.Log2(c["layers"].Number) - 3)),
        "ridge" => 2 + Square(c["temperature"].Number - 1),
        _ => 3,
    };

    public static SearchState Start(SearchSpace space, int seed = 1, Direction direction = Direction.Minimise) => new() { Space = space, Seed = seed, Direction = direction };

    /// <summary>Runs a search to its end, one trial after the other.</summary>
    public static (SearchState State, SearchEnd End) Run(ISearchStrategy strategy, SearchState state, Func<Proposal, Trial> evaluate)
    {
        while (true)
        {
            var step = strategy.Next(state);
            if (step.End is { } end)
            {
                step.Proposals.ShouldBeEmpty();
                return (state, end);
            }

            state = state.With(evaluate(step.Proposals[0]));
        }
    }

    public static Trial Succeed(Proposal proposal, double value) => new(proposal.Configuration, proposal.Budget, value);

    public static (double Mean, double StandardError) Summary(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => Square(v - mean)) / (values.Count - 1) / values.Count));
    }

    private static double Square(double x) => x * x;
}
