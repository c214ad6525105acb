using Eval.LlamaCpp.Engine;

namespace Eval.LlamaCpp.Tests.Engine;

public sealed class LogSoftmaxTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(512)]
    [InlineData(4097)]
    [InlineData(128_256)]
    public void Normaliser_AnyLength_AgreesWithDoublePrecision(int length)
    {
        foreach (var spread in new[] { 0.01, 1, 12, 300 })
        {
            var row = Row(length, spread);
            var (max, logSum) = LogSoftmax.Normaliser(row);
            max.ShouldBe(row.Max());
            var top = (double)row.Max();
            logSum.ShouldBe(top + Math.Log(row.Sum(x => Math.Exp(x - top))), 2e-6 * Math.Max(1, Math.Abs(max)));
            LogSoftmax.Min(row).ShouldBe(row.Min());
        }
    }

    [Fact]
    public void SumOfExp_LowLogits_CountAsNothing()
    {
        var row = Enumerable.Repeat(-500f, 4000).ToArray();
        row[1234] = 3;
        LogSoftmax.SumOfExp(row, 3).ShouldBe(1, 1e-30);
        row[7] = float.NegativeInfinity;
        LogSoftmax.SumOfExp(row, 3).ShouldBe(1, 1e-30);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Normaliser_NotFinite_Shows(float value)
    {
        for (var at = 0; at < 67; at++)
        {
            var row = Row(67, 1);
            row[at] = value;
            double.IsFinite(LogSoftmax.Normaliser(row).LogSum).ShouldBeFalse($"at {at}");
        }
    }

    private static float[] Row(int length, double spread) =>
        [.. Enumerable.Range(0, length).Select(i => (float)(spread * Math.Sin((i * 12.9898) + (i % 97))))];
}
