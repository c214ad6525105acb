namespace Eval.LlamaCpp.Hosting.Protocol;

/// <summary>The bytes on the pipe are no frame: something else wrote there, or the two ends do not speak the same protocol.</summary>
internal sealed class FrameFormatException(string message) : Exception(message);
