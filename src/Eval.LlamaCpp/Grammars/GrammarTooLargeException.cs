namespace Eval.LlamaCpp.Grammars;

/// <summary>A grammar outgrew its limit; becomes a configuration error that names the schema.</summary>
internal sealed class GrammarTooLargeException(string message) : Exception(message);
