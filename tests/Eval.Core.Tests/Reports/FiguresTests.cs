using Eval.Core.Metrics;
using Eval.Core.Metrics.Arena;
using Eval.Core.Ratings;
using Eval.Core.Reports;

namespace Eval.Core.Tests.Reports;

public class FiguresTests
{
    [Theory]
    [InlineData(1, "> 99.9 %")]
    [InlineData(0.9991, "> 99.9 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.4984, "49.8 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.0009, "< 0.1 %")]
    [InlineData(0, "< 0.1 %")]
    public void Value_ProbabilityOfBeingBest_IsNeverCertain(double value, string expected)
    {
        foreach (var id in Enum.GetValues<RatingMethod>().SelectMany(m => new[] { ArenaMetrics.Best(m), ArenaMetrics.Best(m, isStyled: true) }))
        {
            Figures.Value(new Estimate { MetricId = id, Value = value, N = 9, Planned = 9 }, MetricNames.FormatOf(id)).ShouldBe(expected);
        }
    }

    [Fact]
    public void Value_OtherShares_MayBeWhole() =>
        Figures.Value(new Estimate { MetricId = ArenaMetrics.Score, Value = 1, N = 9, Planned = 9 }, MetricFormat.Share).ShouldBe("100.0 %");
}
