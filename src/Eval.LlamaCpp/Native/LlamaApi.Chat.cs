using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Chat templates: llama.cpp knows a list of them by their text; it does not interpret Jinja.</summary>
internal static unsafe partial class LlamaApi
{
    /// <summary>The model's own template (<paramref name="name"/> null for the default one), or null where it has none.</summary>
    [LibraryImport(Library, EntryPoint = "llama_model_chat_template", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* ModelChatTemplate(LlamaModelHandle model, string? name);

    /// <summary>
    /// Bytes of the whole prompt, also where the buffer is too small; negative where the template is none of the known ones.
    /// <paramref name="template"/> is a built-in name or a template's text.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "llama_chat_apply_template", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChatApplyTemplate(
        string template, LlamaChatMessage* messages, nuint count,
        [MarshalAs(UnmanagedType.U1)] bool addAssistant, byte* buffer, int capacity);

    /// <summary>How many built-in templates there are; the first <paramref name="capacity"/> names are written.</summary>
    [LibraryImport(Library, EntryPoint = "llama_chat_builtin_templates")]
    internal static partial int ChatBuiltinTemplates(byte** names, nuint capacity);
}
