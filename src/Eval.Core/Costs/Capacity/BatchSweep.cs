using Eval.Core.Costs.Units;

namespace Eval.Core.Costs.Capacity;

/// <summary>One try of a batch size.</summary>
/// <param name="BatchSize">Prompts in a batch.</param>
/// <param name="Time">How long all prompts took; null where it failed, such as for lack of memory.</param>
public sealed record BatchTry(int BatchSize, Duration? Time);

/// <summary>The same prompts in batches of several sizes. A size that fails is left out, not the end of it.</summary>
/// <param name="Prompts">Prompts of each try.</param>
/// <param name="Tries">What was tried.</param>
public sealed record BatchSweep(int Prompts, IReadOnlyList<BatchTry> Tries)
{
    /// <summary>Prompts in a second at a try, or null where it failed.</summary>
    public double? Throughput(BatchTry attempt) => attempt.Time is { Seconds: > 0 } time ? Prompts / time.Seconds : null;

    /// <summary>The quickest try, or null where all failed.</summary>
    public BatchTry? Best => Tries.Where(t => Throughput(t) is not null).MaxBy(Throughput);

    /// <summary>How many times quicker one try is than another; on the same machine, also how many times cheaper. Null where one failed.</summary>
    public double? Speedup(BatchTry attempt, BatchTry over) => Throughput(attempt) / Throughput(over);
}
