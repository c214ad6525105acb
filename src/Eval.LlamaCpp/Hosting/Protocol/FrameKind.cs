namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>What a frame is for.</summary>
internal enum FrameKind : byte
{
    /// <summary>The host's first frame: who it is.</summary>
    Hello = 1,

    /// <summary>The parent asks for something.</summary>
    Request = 2,

    /// <summary>The parent no longer wants an answer.</summary>
    Cancel = 3,

    /// <summary>The host has begun to work on a call: if it dies now, that call may be the cause.</summary>
    Started = 4,

    /// <summary>A piece of a streamed answer.</summary>
    Part = 5,

    /// <summary>The answer; the last frame of a call.</summary>
    Reply = 6,

    /// <summary>The call failed though the host is well; the last frame of a call.</summary>
    Failure = 7,
}
