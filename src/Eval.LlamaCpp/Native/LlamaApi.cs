using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>
/// The functions of llama.cpp that are used here: library, model and vocabulary. Call <see cref="LlamaLibrary.Load"/> first.
/// </summary>
internal static unsafe partial class LlamaApi
{
    internal const string Library = "llama";

    [LibraryImport(Library, EntryPoint = "llama_backend_init")]
    internal static partial void BackendInit();

    [LibraryImport(Library, EntryPoint = "llama_version")]
    internal static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "llama_print_system_info")]
    internal static partial byte* SystemInfo();

    [LibraryImport(Library, EntryPoint = "llama_log_set")]
    internal static partial void SetLog(delegate* unmanaged[Cdecl]<GgmlLogLevel, byte*, void*, void> callback, void* userData);

    [LibraryImport(Library, EntryPoint = "llama_supports_gpu_offload")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool SupportsGpuOffload();

    [LibraryImport(Library, EntryPoint = "llama_max_parallel_sequences")]
    internal static partial nuint MaxParallelSequences();

    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    internal static partial LlamaModelParams ModelDefaultParams();

    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    internal static partial LlamaContextParams ContextDefaultParams();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial LlamaModelHandle ModelLoadFromFile(string path, LlamaModelParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_model_free")]
    internal static partial void ModelFree(nint model);

    [LibraryImport(Library, EntryPoint = "llama_model_get_vocab")]
    internal static partial nint ModelGetVocab(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_ctx_train")]
    internal static partial int ModelTrainingContext(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_embd")]
    internal static partial int ModelEmbeddingSize(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_params")]
    internal static partial ulong ModelParameterCount(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_size")]
    internal static partial ulong ModelSize(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_desc")]
    internal static partial int ModelDescription(LlamaModelHandle model, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "llama_model_meta_val_str", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ModelMetadata(LlamaModelHandle model, string key, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "llama_model_has_encoder")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool ModelHasEncoder(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_is_recurrent")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool ModelIsRecurrent(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_is_hybrid")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool ModelIsHybrid(LlamaModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_tokenize")]
    internal static partial int Tokenize(
        nint vocab, byte* text, int textLength, int* tokens, int capacity,
        [MarshalAs(UnmanagedType.U1)] bool addSpecial, [MarshalAs(UnmanagedType.U1)] bool parseSpecial);

    [LibraryImport(Library, EntryPoint = "llama_detokenize")]
    internal static partial int Detokenize(
        nint vocab, int* tokens, int count, byte* text, int capacity,
        [MarshalAs(UnmanagedType.U1)] bool removeSpecial, [MarshalAs(UnmanagedType.U1)] bool unparseSpecial);

    [LibraryImport(Library, EntryPoint = "llama_token_to_piece")]
    internal static partial int TokenToPiece(
        nint vocab, int token, byte* buffer, int capacity, int leftStrip, [MarshalAs(UnmanagedType.U1)] bool special);

    [LibraryImport(Library, EntryPoint = "llama_vocab_n_tokens")]
    internal static partial int VocabTokenCount(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_type")]
    internal static partial LlamaVocabType VocabType(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_attr")]
    internal static partial LlamaTokenAttributes VocabAttributes(nint vocab, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_text")]
    internal static partial byte* VocabText(nint vocab, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_bos")]
    internal static partial int VocabBos(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_eos")]
    internal static partial int VocabEos(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_eot")]
    internal static partial int VocabEot(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_nl")]
    internal static partial int VocabNewLine(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_add_bos")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool VocabAddsBos(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_add_eos")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool VocabAddsEos(nint vocab);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_eog")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool VocabIsEndOfGeneration(nint vocab, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_control")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool VocabIsControl(nint vocab, int token);
}
