using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;
using Eval.Core.Models;

namespace Eval.Core.Costs.Audit;

/// <summary>The inputs of the book's cost calculator (figures 1.9 and 1.10): prices and limits of 2023.</summary>
internal static class PublishedCalculator
{
    /// <summary>A hundred people, a request every 36 seconds each, a hundred tokens in and out.</summary>
    public static Workload Workload { get; } = new() { Sessions = 100, PerSession = RequestRate.PerHour(100), Turn = new CallUsage(100, 100) };

    public static HostedLoad Gpt4 { get; } = Hosted(60, 120, 3500, 350_000);

    public static HostedLoad Gpt35 { get; } = Hosted(3, 4, 2000, 180_000);

    public static HostedLoad ClaudeV2 { get; } = Hosted(11.02m, 32.68m, 300, 150_000);

    public static HostedLoad ClaudeInstant { get; } = Hosted(1.63m, 5.51m, 300, 150_000);

    public static InstanceFleet Small { get; } = new(new Money(7.09m), RequestRate.PerMinute(12));

    public static InstanceFleet Large { get; } = new(new Money(20.36m), RequestRate.PerMinute(20));

    /// <summary>The large instance with continuous batching, 9.5 times as quick.</summary>
    public static InstanceFleet Continuous { get; } = Large with { Each = RequestRate.PerMinute(20) * 9.5m };

    private static HostedLoad Hosted(decimal input, decimal output, double requests, double tokens) =>
        Workload.On(new PriceSpec { InputPerMTok = input, OutputPerMTok = output }, new RateCapacity(requests, tokens));
}
