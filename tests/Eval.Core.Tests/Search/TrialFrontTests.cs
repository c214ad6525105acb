using Eval.Core.Search;
using Eval.Core.Selection.Pareto;

namespace Eval.Core.Tests.Search;

public class TrialFrontTests
{
    private static readonly TrialObjective[] Objectives = [new("quality", Direction.Maximise), new("speed", Direction.Maximise), new("cost", Direction.Minimise)];

    [Fact]
    public void Of_ThreeObjectives_KeepsWhatNothingBeatsInAll()
    {
        var configurations = Searches.Server.Enumerate().Take(6).ToList();
        Trial Of(int i, double quality, double speed, double cost) => new(configurations[i], 9, quality)
        {
            Measures = new Dictionary<string, double> { ["quality"] = quality, ["speed"] = speed, ["cost"] = cost },
        };
        Trial[] trials =
        [
            Of(0, 0.9, 20, 3),
            Of(1, 0.8, 20, 3),
            Of(2, 0.7, 40, 3),
            Of(3, 0.6, 10, 1),
            Of(4, 0.99, 90, 0.1) with { Failure = "out of memory" },
            new(configurations[5], 9, 1),
        ];
        TrialFront.Of(trials, Objectives).ShouldBe([trials[0], trials[2], trials[3]]);
    }

    [Fact]
    public void Of_SeveralBudgets_TakesTheLargest()
    {
        var configurations = Searches.Server.Enumerate().Take(2).ToList();
        Trial Of(int i, int budget, double quality) => new(configurations[i], budget, quality) { Measures = new Dictionary<string, double> { ["quality"] = quality } };
        Trial[] trials = [Of(0, 1, 0.9), Of(0, 9, 0.5), Of(1, 9, 0.6)];
        TrialFront.Of(trials, Objectives[..1]).ShouldBe([trials[2]]);
    }
}
