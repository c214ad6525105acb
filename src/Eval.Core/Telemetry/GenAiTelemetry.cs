using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Eval.Core.Telemetry;

/// <summary>
/// Traces and metrics of model calls under the names of OpenTelemetry's semantic conventions for generative AI. Whoever listens to
/// <see cref="Name"/> gets them; nothing is exported here, and no text of a prompt or an answer is ever in them.
/// </summary>
public static class GenAiTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Eval.Models";

    // Boundaries advised by the conventions.
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly int[] TokenCounts = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static Histogram<double> OperationDuration { get; } = Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "Duration of a call, retries and waiting included", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    internal static Histogram<double> TimeToFirstChunk { get; } = Meter.CreateHistogram(
        "gen_ai.client.operation.time_to_first_chunk", "s", "Time to the first update of a streamed answer", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    internal static Histogram<int> TokenUsage { get; } = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of a call", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = TokenCounts });
}
