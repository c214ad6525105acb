using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>How a model is loaded (<c>llama_model_params</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaModelParams
{
    public void* Devices;
    public void* TensorBuftOverrides;
    public int NGpuLayers;
    public LlamaSplitMode SplitMode;
    public LlamaLoadMode LoadMode;
    public LlamaLazyMode LazyMode;
    public int MainGpu;
    public float* TensorSplit;
    public delegate* unmanaged[Cdecl]<float, void*, bool> ProgressCallback;
    public void* ProgressCallbackUserData;
    public void* KvOverrides;
    public bool VocabOnly;
    public bool CheckTensors;
    public bool UseExtraBufts;
    public bool NoHost;
    public bool NoAlloc;
    public bool LoadMtp;
}
