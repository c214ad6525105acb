using Eval.Benchmarks.Models;
using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.Benchmarks.Cases;

/// <summary>Opens models as a run would, but in this process.</summary>
internal static class Engines
{
    public static LlamaEngine Open(BenchmarkModel model, int threads) => LlamaEngine.Open(
        LlamaLibrary.Load(new LlamaLibraryOptions()),
        new LocalModelSpec
        {
            File = model.File,
            Context = model.Context,
            Threads = threads,
            GpuLayers = model.Engine.Gpu ? GpuLayers.All : GpuLayers.Of(0),
            Batch = model.Engine.Batch,
            MicroBatch = model.Engine.MicroBatch,
        },
        exact: false);
}
