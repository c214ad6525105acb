using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>A message of a conversation, as null-terminated UTF-8 (<c>llama_chat_message</c>). The layout is tested against that of llama.cpp 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaChatMessage
{
    public byte* Role;
    public byte* Content;
}
