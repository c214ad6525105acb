using Eval.Core.Costs.Local;
using Eval.Core.Costs.Memory;
using Eval.Core.Costs.Serverless;
using Eval.Core.Costs.Training;
using Eval.Core.Costs.Units;
using Eval.Core.Models;

namespace Eval.Core.Costs.Audit;

/// <summary>The book's other figures: serverless examples, a prompt, training, memory.</summary>
internal static class BookFigures
{
    private const string Book = "book";

    public static IEnumerable<AuditedFigure> All() => [.. Speed(), .. Serverless(), .. Prompt(), .. Training(), .. InMemory()];

    private static IEnumerable<AuditedFigure> Speed()
    {
        yield return AuditedFigure.Number(Book, "761", "250 tokens at 35 tokens per second", "s", 7, TokenRate.PerSecond(35).TimeFor(250).Seconds, note: "printed as around 7");
        yield return AuditedFigure.Number(Book, "698", "time between requests of a user", "s", 36, PublishedCalculator.Workload.ThinkTime.Seconds);
        yield return AuditedFigure.Statement(
            Book, "761-767", "tokens that are asked for", "below the limit of 600 tokens/s", FormattableString.Invariant($"{PublishedCalculator.Workload.Requests.Tokens(250).Secondly:0} tokens/s"), Slip.Claim,
            "10,000 answers of 250 tokens in an hour; only answering one at a time keeps them below");
    }

    private static IEnumerable<AuditedFigure> Serverless()
    {
        var each = Duration.FromSeconds(7.69);
        var hourly = PublishedCalculator.Workload.Requests.Hourly;
        var onDemand = new ServerlessPlan
        {
            Memory = MemorySize.FromMebibytes(4096),
            PerGigabyteSecond = new Money(0.0000166667m),
            Requests = new PerMillion(0.20m),
            FreeGigabyteSeconds = 400_000,
        };
        yield return AuditedFigure.Number(Book, "788-824", "serverless month, one busy hour a day", "$", 148.57, (double)onDemand.Month(hourly * 30, each).Total.Usd, Slip.Inconsistent, "computing counts one hour a day, requests 24");
        var warm = new ProvisionedConcurrency(100, Duration.FromHours(16 * 30), new Money(0.0000041667m));
        var month = (onDemand with { PerGigabyteSecond = new Money(0.000009722m), FreeGigabyteSeconds = 0 }).Month(hourly * 16 * 30, each, warm);
        yield return AuditedFigure.Number(Book, "845-853", "serverless month: keeping 100 instances warm", "$", 2880.00, (double)month.ProvisionedCharge.Usd);
        yield return AuditedFigure.Number(Book, "841-877", "serverless month: time of all calls", "s", 36_993_600, month.Computing.Seconds, Slip.Arithmetic);
        yield return AuditedFigure.Number(Book, "841-877", "serverless month: computing", "$", 1440.88, (double)month.ComputeCharge.Usd, Slip.Arithmetic, "follows from the time above");
        yield return AuditedFigure.Number(Book, "871", "serverless month: requests", "$", 768.00, (double)month.RequestCharge.Usd, Slip.Unit, "4.8 million requests at $0.20 for a million");
        yield return AuditedFigure.Number(Book, "841-877", "serverless month: total", "$", 4088.88, (double)month.Total.Usd, Slip.Arithmetic, "the parts as printed add up to $5,088.88");
    }

    private static IEnumerable<AuditedFigure> Prompt()
    {
        var price = new PriceSpec { InputPerMTok = PerMillion.FromPerThousand(0.0015m).Usd, OutputPerMTok = PerMillion.FromPerThousand(0.002m).Usd };
        yield return AuditedFigure.Number(Book, "1564", "a prompt of 56 and 80 tokens", "$", 0.272, (double)CallPrice.Of(price, new CallUsage(56, 80))!.Value.Usd, Slip.Unit, "prices for a thousand tokens, taken for one; and the output's price for the input");
    }

    private static IEnumerable<AuditedFigure> Training()
    {
        var days = Duration.FromDays(33);
        yield return AuditedFigure.Number(Book, "1100", "operations for 40 billion parameters", "FLOP", 1.116e23, TrainingCompute.ForSize(40e9).Operations);
        yield return AuditedFigure.Number(Book, "1109", "32 instances for 33 days, more than", "$", 830_000, (double)MachinePrice.OfRent(new Money(32.7726m), 32, days).Usd);
        yield return AuditedFigure.Number(Book, "1111, 1440", "32 instances for 33 days at the printed $33.688 an hour", "$", 955_000, (double)MachinePrice.OfRent(new Money(33.688m), 32, days).Usd, Slip.Mixup, "$955,000 needs $37.688 an hour");
        yield return AuditedFigure.Number(Book, "3242-3246", "GPUs for 10¹² parameters and tokens in 100 days", "", 2225, TrainingCompute.Of(1e12, 1e12).GpusFor(Duration.FromDays(100), 312e12), note: "at every GPU's peak; at 150 TFLOP/s it would be 4,630");
    }

    private static IEnumerable<AuditedFigure> InMemory()
    {
        var falcon = MemorySize.FromGigabytes(153.87);
        yield return AuditedFigure.Number(Book, "1458-1462", "inference of 153.87 GB of weights", "GB", 184.64, ModelMemory.ForInference(falcon).Gigabytes);
        yield return AuditedFigure.Number(Book, "1458-1462", "training of 153.87 GB of weights", "GB", 615.47, ModelMemory.ForTraining(falcon).Gigabytes);
        yield return AuditedFigure.Number(Book, "1468", "GPUs of 32 GB for 100.25 GB", "", 3, ModelMemory.GpusFor(MemorySize.FromGigabytes(100.25), MemorySize.FromGigabytes(32)), Slip.Arithmetic);
        yield return AuditedFigure.Number(Book, "2551", "the same weights in 16 bits", "GB", 79.93, falcon.Gigabytes * ModelMemory.Quantised(32, 16), Slip.Arithmetic, "another table of the book has 76.93");
        yield return AuditedFigure.Number(Book, "3791-3798", "weights of Phi-2, 2.7 billion parameters", "GiB", 7.45, ModelMemory.Weights(2.7e9, 4).Gibibytes, Slip.Mixup, "the row counts 2 billion");
        yield return AuditedFigure.Number(Book, "3791-3798", "weights of 13 billion parameters", "GiB", 48.43, ModelMemory.Weights(13e9, 4).Gibibytes);
        yield return AuditedFigure.Number(Book, "3835", "cache of a token, OPT-13B", "KiB", 800, KvCache.OfFullAttention(40, 5120, 2).PerToken.Kibibytes);
    }
}
