using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;
using Eval.LlamaCpp.Tests.Gguf;
using Eval.TestSupport;

namespace Eval.LlamaCpp.Tests.Engine;

public sealed class EngineSettingsTests : IDisposable
{
    private static readonly LlamaDevice Cpu = new("CPU", "a processor", GgmlDeviceType.Cpu, 1, 1);
    private static readonly LlamaDevice Gpu = new("CUDA0", "a card", GgmlDeviceType.Gpu, 1, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Choose_HeadsOfSixteen_UsesFlashAttentionAndHalfPrecision()
    {
        var settings = Choose(Model(heads: 8, width: 128));
        (settings.FlashAttention, settings.KvType, settings.Layout).ShouldBe((true, GgmlType.F16, EvaluationLayout.Tree));
    }

    [Fact]
    public void Choose_HeadsOfEight_UsesNeither()
    {
        var settings = Choose(Model(heads: 8, width: 64));
        (settings.FlashAttention, settings.KvType).ShouldBe((false, GgmlType.F32));
    }

    [Fact]
    public void Choose_Exact_IsOneSequenceInSinglePrecisionWithoutFlashAttention()
    {
        var settings = Choose(Model(heads: 8, width: 128), exact: true);
        (settings.FlashAttention, settings.KvType, settings.Layout, settings.Sequences)
            .ShouldBe((false, GgmlType.F32, EvaluationLayout.Rewind, 1));
        settings.Cells.ShouldBe(settings.ContextLength);
    }

    [Theory]
    [InlineData(1, 2, 2, 1)]
    [InlineData(1, 8, 8, 1)]
    [InlineData(1, 64, 16, 4)]
    [InlineData(100_000, 1, 1, 1)]
    [InlineData(100_000, 2, 2, 1)]
    [InlineData(100_000, 8, 2, 4)]
    [InlineData(2_000_000, 8, 1, 8)]
    public void Choose_Cores_AreSharedOutBySize(int thousandParameters, int cores, int contexts, int threads)
    {
        var settings = Choose(Model(heads: 8, width: 128, rows: thousandParameters), cores: cores);
        (settings.Contexts, settings.ThreadsPerContext).ShouldBe((contexts, threads));
    }

    [Fact]
    public void Choose_WhatTheUserSet_IsTaken()
    {
        var spec = new LocalModelSpec
        {
            File = "",
            Threads = 6,
            Batch = 1024,
            MicroBatch = 96,
            KvType = "bf16",
            FlashAttention = false,
            Context = 300,
            RopeScaling = "yarn",
            RopeFrequencyBase = 500_000,
            RopeFrequencyScale = 0.25,
            GpuLayers = GpuLayers.Of(0),
        };
        var settings = EngineSettings.Choose(Model(heads: 8, width: 128), spec, false, [Cpu, Gpu], 2);
        (settings.Contexts * settings.ThreadsPerContext).ShouldBe(6);
        (settings.Batch, settings.MicroBatch, settings.KvType, settings.FlashAttention, settings.ContextLength, settings.GpuLayers)
            .ShouldBe((1024, 96, GgmlType.BF16, false, 300, 0));
        (settings.RopeScaling, settings.RopeFrequencyBase, settings.RopeFrequencyScale).ShouldBe((LlamaRopeScalingType.Yarn, 500_000f, 0.25f));
        settings.Canonical.ShouldContain("rope=yarn,500000,0.25");
    }

    [Fact]
    public void Choose_Gpu_IsUsedWhereThereIsOneAndMissedWhereAskedFor()
    {
        var file = Model(heads: 8, width: 128);
        Choose(file, GpuLayers.Auto).GpuLayers.ShouldBe(0);
        Choose(file, GpuLayers.Auto, Gpu).GpuLayers.ShouldBe(-1);
        Choose(file, GpuLayers.Of(3), Gpu).GpuLayers.ShouldBe(3);
        Choose(file, GpuLayers.Of(0)).GpuLayers.ShouldBe(0);
        foreach (var layers in new[] { GpuLayers.All, GpuLayers.Of(1) })
        {
            var problem = Should.Throw<ModelUnavailableException>(() => Choose(file, layers));
            problem.IsPermanent.ShouldBeTrue();
            problem.Message.ShouldContain("LlamaBackend=cuda");
        }
    }

    [Fact]
    public void Choose_GpuThatCannotBeUsed_SaysWhy()
    {
        var file = Model(heads: 8, width: 128);
        var problem = Should.Throw<ModelUnavailableException>(
            () => EngineSettings.Choose(file, new() { File = "", GpuLayers = GpuLayers.All }, false, [Cpu], 2, "the driver is old: update it"));
        problem.Message.ShouldContain("The driver is old: update it, or write gpuLayers: auto");
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(64, true)]
    [InlineData(32, false)]
    [InlineData(16, false)]
    public void Choose_FlashAttentionOnAGpu_OnlyWhereCudaHasTheKernel(int headSize, bool flash)
    {
        var settings = Choose(Model(heads: 2, width: 2 * (uint)headSize), GpuLayers.All, Gpu);
        (settings.FlashAttention, settings.KvType).ShouldBe((flash, flash ? GgmlType.F16 : GgmlType.F32));
    }

    [Fact]
    public void Choose_UnknownWords_AreRefused()
    {
        var file = Model(heads: 8, width: 128);
        Should.Throw<ModelUnavailableException>(() => EngineSettings.Choose(file, new() { File = "", KvType = "f64" }, false, [Cpu], 2));
        Should.Throw<ModelUnavailableException>(() => EngineSettings.Choose(file, new() { File = "", RopeScaling = "ntk" }, false, [Cpu], 2));
    }

    [Fact]
    public void Canonical_EveryProperty_ChangesIt()
    {
        var settings = Choose(Model(heads: 8, width: 128));
        EngineSettings[] changed =
        [
            settings with { Exact = true }, settings with { Layout = EvaluationLayout.Rewind }, settings with { Contexts = 9 },
            settings with { ThreadsPerContext = 9 }, settings with { ContextLength = 9 }, settings with { Cells = 9 },
            settings with { Sequences = 9 }, settings with { Batch = 9 }, settings with { MicroBatch = 9 },
            settings with { KvType = GgmlType.F32 }, settings with { FlashAttention = false }, settings with { GpuLayers = 9 },
            settings with { RopeScaling = LlamaRopeScalingType.Linear }, settings with { RopeFrequencyBase = 9 },
            settings with { RopeFrequencyScale = 9 },
        ];
        changed.Select(c => c.Canonical).Append(settings.Canonical).Distinct().Count().ShouldBe(changed.Length + 1);

        // SharesBeginnings follows from the model itself.
        changed.Length.ShouldBe(typeof(EngineSettings).GetProperties().Count(p => p.CanWrite) - 1);
    }

    private static EngineSettings Choose(GgufFile file, bool exact = false, int cores = 2) =>
        EngineSettings.Choose(file, new() { File = "" }, exact, [Cpu], cores);

    private static EngineSettings Choose(GgufFile file, GpuLayers layers, params LlamaDevice[] devices) =>
        EngineSettings.Choose(file, new() { File = "", GpuLayers = layers }, exact: false, [Cpu, .. devices], cores: 2);

    /// <summary>A header with a tensor of a thousand numbers for each row, its data a hole in the file.</summary>
    private GgufFile Model(uint heads, uint width, int rows = 1)
    {
        var path = _folder.PathOf("model.gguf");
        using (var file = File.Create(path))
        {
            file.Write(new GgufBytes(3, 1, 4).Text("general.architecture").Type(8).Text("llama")
                .Text("llama.attention.head_count").Type(4).Type(heads).Text("llama.embedding_length").Type(4).Type(width)
                .Text("llama.context_length").Type(4).Type(512)
                .Text("t").Type(2).Length(1000).Length((ulong)rows).Type(24).Length(0).ToArray());
            file.SetLength(file.Length + 32 + (1000L * rows));
        }

        return GgufFile.Read(path);
    }
}
