namespace Eval.LlamaCpp.Native;

/// <summary><c>llama_vocab_type</c>.</summary>
internal enum LlamaVocabType
{
    None = 0,
    SPM = 1,
    BPE = 2,
    WPM = 3,
    UGM = 4,
    Rwkv = 5,
    Plamo2 = 6,
    Test = 7,
}

/// <summary><c>llama_token_attr</c>.</summary>
[Flags]
internal enum LlamaTokenAttributes
{
    Undefined = 0,
    Unknown = 1,
    Unused = 2,
    Normal = 4,
    Control = 8,
    UserDefined = 16,
    Byte = 32,
    Normalized = 64,
    Lstrip = 128,
    Rstrip = 256,
    SingleWord = 512,
}

/// <summary><c>llama_rope_scaling_type</c>.</summary>
internal enum LlamaRopeScalingType
{
    Unspecified = -1,
    None = 0,
    Linear = 1,
    Yarn = 2,
    Longrope = 3,
}

/// <summary><c>llama_pooling_type</c>.</summary>
internal enum LlamaPoolingType
{
    Unspecified = -1,
    None = 0,
    Mean = 1,
    Cls = 2,
    Last = 3,
    Rank = 4,
}

/// <summary><c>llama_attention_type</c>.</summary>
internal enum LlamaAttentionType
{
    Unspecified = -1,
    Causal = 0,
    NonCausal = 1,
}

/// <summary><c>llama_flash_attn_type</c>.</summary>
internal enum LlamaFlashAttnType
{
    Auto = -1,
    Disabled = 0,
    Enabled = 1,
}

/// <summary><c>llama_split_mode</c>.</summary>
internal enum LlamaSplitMode
{
    None = 0,
    Layer = 1,
    Row = 2,
    Tensor = 3,
}

/// <summary><c>llama_load_mode</c>.</summary>
internal enum LlamaLoadMode
{
    Auto = -1,
    None = 0,
    Mmap = 1,
    Mlock = 2,
    MmapMlock = 3,
    DirectIo = 4,
}

/// <summary><c>llama_lazy_mode</c>.</summary>
internal enum LlamaLazyMode
{
    Off = 0,
    Auto = 1,
    On = 2,
}

/// <summary><c>llama_context_type</c>.</summary>
internal enum LlamaContextType
{
    Default = 0,
    MTP = 1,
}

/// <summary><c>ggml_type</c>, as far as used for the KV cache.</summary>
internal enum GgmlType
{
    F32 = 0,
    F16 = 1,
    Q40 = 2,
    Q80 = 8,
    BF16 = 30,
}

/// <summary><c>ggml_backend_dev_type</c>.</summary>
internal enum GgmlDeviceType
{
    Cpu = 0,
    Gpu = 1,
    IntegratedGpu = 2,
    Accelerator = 3,
}

/// <summary><c>ggml_log_level</c>.</summary>
internal enum GgmlLogLevel
{
    None = 0,
    Debug = 1,
    Info = 2,
    Warn = 3,
    Error = 4,
    Continue = 5,
}
