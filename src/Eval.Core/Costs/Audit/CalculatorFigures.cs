using Eval.Core.Costs.Capacity;
using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Audit;

/// <summary>The book's cost calculator, figures 1.9 and 1.10, and the sentences around it.</summary>
internal static class CalculatorFigures
{
    private const string Book = "book";

    public static IEnumerable<AuditedFigure> All() => [.. Columns(), .. Sentences()];

    private static IEnumerable<AuditedFigure> Columns()
    {
        foreach (var (name, load, turn, hour) in ((string, HostedLoad, double, double)[])
        [
            ("GPT4 32K", PublishedCalculator.Gpt4, 0.018, 180),
            ("GPT 3.5 Turbo 16k", PublishedCalculator.Gpt35, 0.0007, 7),
            ("Claude V2", PublishedCalculator.ClaudeV2, 0.00437, 43.70),
            ("Claude Instant", PublishedCalculator.ClaudeInstant, 0.000714, 7.14),
        ])
        {
            yield return AuditedFigure.Number(Book, "1001-1031", $"{name}: a turn", "$", turn, (double)load.PerTurn!.Value.Usd);
            yield return AuditedFigure.Number(Book, "1001-1031", $"{name}: an hour", "$", hour, (double)load.PerHour!.Value.Usd);
        }

        foreach (var (lines, name, fleet, atLimit) in ((string, string, InstanceFleet, bool)[])
        [
            ("1001-1014", "one g5.12xlarge", PublishedCalculator.Small, true),
            ("1001-1014", "one g5.48xlarge", PublishedCalculator.Large, true),
            ("1001-1014", "one g5.48xlarge, continuous batching, at 20 requests per minute", PublishedCalculator.Large, false),
            ("1018-1031", "14 g5.12xlarge", PublishedCalculator.Small with { Count = 14 }, false),
            ("1018-1031", "9 g5.48xlarge", PublishedCalculator.Large with { Count = 9 }, false),
            ("1018-1031", "one g5.48xlarge, continuous batching", PublishedCalculator.Continuous, false),
        ])
        {
            var load = PublishedCalculator.Workload.On(fleet);
            yield return AuditedFigure.Statement(Book, lines, $"{name}: beyond its limit?", Flag(atLimit), Flag(load.IsAtLimit), atLimit == load.IsAtLimit ? Slip.None : Slip.Arithmetic,
                FormattableString.Invariant($"{load.Workload.Requests.Minutely:0.##} requests per minute are asked, {fleet.Capacity.Minutely:0.##} are served"));
        }

        yield return AuditedFigure.Number(Book, "1018-1031", "g5.12xlarge needed", "", 14, PublishedCalculator.Workload.On(PublishedCalculator.Small).InstancesNeeded!.Value);
        yield return AuditedFigure.Number(Book, "1018-1031", "g5.48xlarge needed", "", 9, PublishedCalculator.Workload.On(PublishedCalculator.Large).InstancesNeeded!.Value);
    }

    private static IEnumerable<AuditedFigure> Sentences()
    {
        var (workload, served) = (PublishedCalculator.Workload, PublishedCalculator.Continuous.Capacity);
        yield return AuditedFigure.Number(Book, "1037", "Claude V2: limit", "requests/min", 2000, PublishedCalculator.ClaudeV2.Limits.RequestsPerMinute!.Value, Slip.Mixup, "2,000 is the limit of the column beside it");
        yield return AuditedFigure.Number(Book, "1037", "requests of a user", "requests/min", 100, (double)workload.PerSession.Minutely, Slip.Time, "the table has 100 in an hour");
        yield return AuditedFigure.Number(Book, "1041", "requests of a user", "requests/min", 100, (double)workload.PerSession.Minutely, Slip.Time, "the table has 100 in an hour");
        yield return AuditedFigure.Number(Book, "1043", "large instance over small", "times", 1.6, (double)(PublishedCalculator.Large.Each / PublishedCalculator.Small.Each), note: "printed as almost 1.6");
        yield return AuditedFigure.Number(Book, "1047", "own capacity over Claude's limit", "times", 100, (double)(served / RequestRate.PerMinute((decimal)PublishedCalculator.ClaudeV2.Limits.RequestsPerMinute!.Value)), Slip.Claim, "190 requests per minute against 300");
        yield return AuditedFigure.Number(Book, "1047", "saved against Claude V2, at least", "%", 60, Saved(PublishedCalculator.ClaudeV2), Slip.Claim, "against Claude Instant it is 2.85 times dearer");
        yield return AuditedFigure.Number(Book, "999", "\"GPT-3\", an hour, more than", "$", 180, (double)PublishedCalculator.Gpt35.PerHour!.Value.Usd, Slip.Claim, "only GPT4 32K costs $180, and exactly that");
    }

    private static double Saved(HostedLoad hosted) => (double)(1 - (PublishedCalculator.Continuous.PerHour.Usd / hosted.PerHour!.Value.Usd)) * 100;

    private static string Flag(bool atLimit) => atLimit ? "yes" : "no";
}
