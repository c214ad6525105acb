using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Native;

/// <summary>Reads text that the library owns.</summary>
internal static unsafe class NativeText
{
    /// <summary>A null-terminated UTF-8 string, or null.</summary>
    internal static string? Read(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
