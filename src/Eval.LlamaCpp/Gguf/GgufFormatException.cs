namespace Eval.LlamaCpp.Gguf;

/// <summary>A file is not a whole, readable GGUF file; the message names the file, what is wrong and, where there is something, what to do.</summary>
public sealed class GgufFormatException : Exception
{
    public GgufFormatException(string message)
        : base(message)
    {
    }
}
