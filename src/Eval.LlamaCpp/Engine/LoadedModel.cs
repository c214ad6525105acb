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

    /// <summary>Makes a context. Throws <see cref="ModelUnavailableException"/> with llama.cpp's reason (often memory).</summary>
    public LlamaContextHandle NewContext(LlamaContextParams parameters)
    {
        LlamaLog.ForgetProblems();
        return LlamaContextHandle.Create(Handle, parameters) ?? throw new ModelUnavailableException(
            $"{File.Path}: llama.cpp cannot make a context of {parameters.NCtx} tokens: {LlamaLog.ProblemsAsText()}", isPermanent: true);
    }

    public void Dispose() => Handle.Dispose();
}
