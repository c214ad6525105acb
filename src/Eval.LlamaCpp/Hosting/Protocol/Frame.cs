namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>One message between a parent and its model host.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Method">The method of the call it belongs to.</param>
/// <param name="Call">The call it belongs to, numbered by the parent from 1; 0 for none.</param>
/// <param name="Payload">Its content: JSON, or numbers in binary where <see cref="DivergenceCodec"/> says so.</param>
internal readonly record struct Frame(FrameKind Kind, HostMethod Method, uint Call, ReadOnlyMemory<byte> Payload)
{
    /// <summary>A frame without content.</summary>
    public Frame(FrameKind kind, HostMethod method, uint call)
        : this(kind, method, call, ReadOnlyMemory<byte>.Empty)
    {
    }
}
