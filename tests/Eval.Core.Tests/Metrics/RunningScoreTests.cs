using Eval.Core.Metrics;
using Eval.Core.Running;

namespace Eval.Core.Tests.Metrics;

public class RunningScoreTests
{
    [Theory]
    [InlineData("acc")]
    [InlineData("bits_per_byte")]
    [InlineData("ppl_word_rolling")]
    [InlineData("ppl_byte_rolling")]
    [InlineData("ppl_token_halfwindow")]
    public void Now_SomeSamples_IsTheMetricOfThem(string id)
    {
        SampleResult[] samples = [Sample(0, -40, 20), Sample(1, -90, 30), Sample(2, 0, 0) with { Outcome = SampleOutcome.Skipped, Measures = new Dictionary<string, double>() }];
        var running = new RunningScore(id);
        running.Now().ShouldBeNull();
        var fold = BuiltInMetrics.Find(id)!.Start(new MetricContext(0.95, 1, new SampleClusters(dependent: true)));
        foreach (var sample in samples)
        {
            running.Add(sample);
            if (sample.Outcome.IsScored())
            {
                fold.Add(sample);
            }
        }

        running.Now()!.Value.Value.ShouldBe(fold.Finish(2).Value!.Value, 1e-12);
    }

    [Fact]
    public void Now_MetricOfAnotherForm_HasNone()
    {
        var running = new RunningScore("brier");
        running.Add(Sample(0, -1, 1));
        running.Now().ShouldBeNull();
    }

    private static SampleResult Sample(int ordinal, double ll, double size) => new()
    {
        Ordinal = ordinal,
        SampleId = $"s{ordinal}",
        Outcome = SampleOutcome.Completed,
        Measures = new Dictionary<string, double>
        {
            ["acc"] = ordinal % 2,
            ["brier"] = 0.5,
            [MeasureNames.RollingLogLikelihood] = ll,
            [MeasureNames.Words] = size / 5,
            [MeasureNames.Bytes] = size,
            [MeasureNames.HalfTokens] = size / 2,
            [MeasureNames.HalfLogLikelihood] = ll / 2,
            [MeasureNames.HalfSquares] = ll * ll,
        },
    };
}
