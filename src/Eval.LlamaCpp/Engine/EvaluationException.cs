namespace Eval.LlamaCpp.Engine;

/// <summary>llama.cpp could not evaluate a job; the requests in it fail, the model lives on.</summary>
internal sealed class EvaluationException : Exception
{
    internal EvaluationException(string message)
        : base(message)
    {
    }
}
