using Eval.Core.Statistics;

namespace Eval.FakeEndpoint.Serving;

/// <summary>Time from the request to the first token.</summary>
public sealed record Latency
{
    /// <summary>Mean (median for <see cref="LatencyShape.LogNormal"/>) in milliseconds. Default 0.</summary>
    public double Ms { get; init; }

    /// <summary>Shape of the distribution.</summary>
    public LatencyShape Shape { get; init; }

    /// <summary>Half width in milliseconds for uniform; standard deviation of the logarithm for log-normal. Default 0.</summary>
    public double Spread { get; init; }

    /// <summary>Milliseconds per token of the prompt, on top. Default 0.</summary>
    public double MsPerInputToken { get; init; }

    internal TimeSpan Draw(SeededRandom random, int inputTokens)
    {
        var first = Shape switch
        {
            LatencyShape.Uniform => Ms + (Spread * ((2 * random.NextDouble()) - 1)),
            LatencyShape.Exponential => -Ms * Math.Log(1 - random.NextDouble()),
            LatencyShape.LogNormal => Ms * Math.Exp(Spread * Normal(random)),
            _ => Ms,
        };
        return TimeSpan.FromMilliseconds(Math.Max(0, first) + (MsPerInputToken * inputTokens));
    }

    // Box and Muller.
    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>Distributions of a latency.</summary>
public enum LatencyShape
{
    /// <summary>Always the same.</summary>
    Fixed,

    /// <summary>Between mean − spread and mean + spread.</summary>
    Uniform,

    /// <summary>Exponential.</summary>
    Exponential,

    /// <summary>Log-normal.</summary>
    LogNormal,
}
