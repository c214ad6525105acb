using Eval.Core.Costs.Memory;
using Eval.Core.Costs.Units;
using Eval.TestSupport;

namespace Eval.Core.Tests.Costs.Memory;

public class MemoryTests
{
    public static TheoryData<string, string> Weights => CostOracle.Of("memory-weights");

    public static TheoryData<string, string> Training => CostOracle.Of("memory-training");

    public static TheoryData<string, string> Caches => CostOracle.Of("memory-kv-cache");

    [SharedTheory]
    [MemberData(nameof(Weights))]
    public void Weights_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var weights = ModelMemory.Weights(c.Real("params"), c.Real("bytes_per_param"));
        var planned = ModelMemory.ForInference(weights);
        c.Holds(new() { ["weights_gib"] = weights.Gibibytes, ["planned_gib"] = planned.Gibibytes, ["fits_t4_15109mib"] = planned <= MemorySize.FromMebibytes(15109) });
    }

    [SharedTheory]
    [MemberData(nameof(Training))]
    public void Training_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        MemorySize[] Sizes(string input) => c.Has(input) ? [.. c.Numbers(input).Select(n => MemorySize.FromGigabytes((double)n))] : [];
        if (c.Has("total_gb"))
        {
            var weights = Sizes("total_gb");
            c.Holds(new()
            {
                ["inference"] = weights.Select(w => ModelMemory.ForInference(w).Gigabytes),
                ["adam"] = weights.Select(w => ModelMemory.ForTraining(w).Gigabytes),
                ["lora_minus_inference"] = weights.Select(w => (ModelMemory.ForLora(w) - ModelMemory.ForInference(w)).Gigabytes),
            });
            return;
        }

        var each = MemorySize.FromGigabytes(c.Real("gb_per_gpu"));
        c.Holds(new() { ["full"] = Sizes("adam_gb").Select(s => ModelMemory.GpusFor(s, each)), ["lora"] = Sizes("lora_gb").Select(s => ModelMemory.GpusFor(s, each)) });
    }

    [SharedTheory]
    [MemberData(nameof(Caches))]
    public void KvCache_OracleCases_GiveEveryFigure(string group, string id)
    {
        var c = CostOracle.Case(group, id);
        var cache = c.Has("hidden") ? KvCache.OfFullAttention(c.Int("layers"), c.Int("hidden"), c.Real("bytes")) : new KvCache(c.Int("layers"), c.Int("kv_heads"), c.Int("head_dim"), c.Real("bytes"));
        var size = cache.PerSequence((long)c.NumberOr("tokens", 1));
        c.Holds(new() { ["bytes"] = size.Bytes, ["kib"] = size.Kibibytes, ["mib"] = size.Mebibytes, ["gib"] = size.Gibibytes });
    }

    // The book: GPT-NeoX-20B takes 2.21 GB for a sequence of 2,048 tokens, and 18 of them fit into 40 GB.
    [Fact]
    public void SequencesIn_FreeMemory_AreWhole()
    {
        var cache = KvCache.OfFullAttention(44, 6144, 2);
        cache.PerSequence(2048).Gigabytes.ShouldBe(2.21, 0.005);
        cache.SequencesIn(MemorySize.FromGigabytes(40), 2048).ShouldBe(18);
        cache.SequencesIn(MemorySize.FromGigabytes(1) - MemorySize.FromGigabytes(2), 2048).ShouldBe(0);
    }

    [Fact]
    public void Gigabytes_AndGibibytes_AreNotTheSame()
    {
        (MemorySize.FromGibibytes(1) / MemorySize.FromGigabytes(1)).ShouldBe(1.073741824, 1e-12);
        MemorySize.FromGibibytes(1).ShouldBe(MemorySize.FromMebibytes(1024));
        ModelMemory.GpusFor(MemorySize.FromGigabytes(80), MemorySize.FromGigabytes(80)).ShouldBe(1);
        ModelMemory.GpusFor(MemorySize.FromGigabytes(80.1), MemorySize.FromGigabytes(80)).ShouldBe(2);
        ModelMemory.Quantised(32, 8).ShouldBe(0.25);
    }
}
