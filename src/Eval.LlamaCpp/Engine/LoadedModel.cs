using Eval.Core.Models;
using Eval.LlamaCpp.Gguf;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>A model in memory, with its header, settings and vocabulary. Contexts are made from it; it outlives them.</summary>
internal sealed class LoadedModel : IDisposable
{
    private LoadedModel(LlamaModelHandle handle, GgufFile file, EngineSettings settings)
    {
        Handle = handle;
        File = file;
        Settings = settings;
        Vocabulary = new Vocabulary(handle);
    }

    /// <summary>The native model.</summary>
    public LlamaModelHandle Handle { get; }

    /// <summary>The file's header.</summary>
    public GgufFile File { get; }

    /// <summary>How it is run.</summary>
    public EngineSettings Settings { get; }

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>
    /// Reads and checks a model's header: file present, whole, GGUF, of a known architecture. Throws
    /// <see cref="ModelUnavailableException"/> with the reason.
    /// </summary>
    public static GgufFile Check(string path)
    {
        GgufFile file;
        try
        {
            file = GgufFile.Read(path);
        }
        catch (GgufFormatException e)
        {
            throw new ModelUnavailableException(e.Message, isPermanent: true, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            throw new ModelUnavailableException($"{path}: {why}", isPermanent: true, e);
        }

        return Architectures.Problem(file.Architecture) is { } problem
            ? throw new ModelUnavailableException($"{path}: {problem}", isPermanent: true)
            : file;
    }

    /// <summary>Loads a model. Throws <see cref="ModelUnavailableException"/> with llama.cpp's own reason where it refuses.</summary>
    /// <param name="file">The header, from <see cref="Check"/>.</param>
    /// <param name="settings">How it will be run.</param>
    public static unsafe LoadedModel Load(GgufFile file, EngineSettings settings)
    {
        LlamaLog.ForgetProblems();
        var parameters = LlamaApi.ModelDefaultParams();
        parameters.NGpuLayers = settings.GpuLayers;
        void* noDevice = null;
        if (settings.GpuLayers == 0)
        {
            // An empty list: without it, a GPU that is present is still used for large matrices.
            parameters.Devices = &noDevice;
        }

        var handle = LlamaApi.ModelLoadFromFile(file.Path, parameters);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new ModelUnavailableException(
                $"{file.Path}: llama.cpp {LlamaLibrary.RequiredVersion} cannot load it: {LlamaLog.ProblemsAsText()}", isPermanent: true);
        }

        if (settings.SharesBeginnings && (LlamaApi.ModelIsRecurrent(handle) || LlamaApi.ModelIsHybrid(handle)))
        {
            // The header did not tell; such a memory cannot be taken back, nor shared by sequences.
            settings = settings with { SharesBeginnings = false, Layout = EvaluationLayout.Rewind, Sequences = 1, Cells = settings.ContextLength };
        }

        return new LoadedModel(handle, file, settings);
    }

    /// <summary>Parameters of a context by these settings.</summary>
    public LlamaContextParams ContextParameters()
    {
        var p = LlamaApi.ContextDefaultParams();
        p.NCtx = (uint)Settings.Cells;
        p.NBatch = (uint)Settings.Batch;
        p.NUbatch = (uint)Settings.MicroBatch;
        p.NSeqMax = (uint)Settings.Sequences;
        p.KvUnified = Settings.Sequences > 1;
        p.NThreads = Settings.ThreadsPerContext;
        p.NThreadsBatch = Settings.ThreadsPerContext;
        p.FlashAttnType = Settings.FlashAttention ? LlamaFlashAttnType.Enabled : LlamaFlashAttnType.Disabled;
        p.TypeK = Settings.KvType;
        p.TypeV = Settings.KvType;
        p.RopeScalingType = Settings.RopeScaling;
        p.RopeFreqBase = Settings.RopeFrequencyBase;
        p.RopeFreqScale = Settings.RopeFrequencyScale;
        p.OffloadKqv = Settings.GpuLayers != 0;
        p.OpOffload = Settings.GpuLayers != 0;
        return p;
    }

    /// <summary>
    /// Bytes of the KV cache of one context: for every cell and layer the keys and values of all KV heads. An upper bound for models whose
    /// layers differ.
    /// </summary>
    internal static double KvCacheBytes(GgufFile file, EngineSettings settings)
    {
        var bytesPerNumber = settings.KvType switch { GgmlType.F32 => 4.0, GgmlType.Q80 => 34.0 / 32, _ => 2.0 };
        var heads = file.Number($"{file.Architecture}.attention.head_count_kv") ?? file.HeadCount ?? 0;
        return 2.0 * settings.Cells * (file.LayerCount ?? 0) * heads * (file.HeadSize ?? 0) * bytesPerNumber;
    }

    /// <summary>Makes a context. Throws <see cref="ModelUnavailableException"/> with llama.cpp's reason (often memory).</summary>
    public LlamaContextHandle NewContext(LlamaContextParams parameters)
    {
        // llama.cpp ends the process where it cannot have the memory.
        var needed = KvCacheBytes(File, Settings) * Settings.Contexts;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (Settings.GpuLayers == 0 && needed > available)
        {
            throw new ModelUnavailableException(
                $"{File.Path}: a context of {Settings.ContextLength:N0} tokens needs {needed / 1e9:N1} GB for its KV cache, more than the "
                + $"{available / 1e9:N1} GB of this machine; set a shorter context",
                isPermanent: true);
        }

        LlamaLog.ForgetProblems();
        return LlamaContextHandle.Create(Handle, parameters) ?? throw new ModelUnavailableException(
            $"{File.Path}: llama.cpp cannot make a context of {parameters.NCtx} tokens: {LlamaLog.ProblemsAsText()}", isPermanent: true);
    }

    public void Dispose() => Handle.Dispose();
}
