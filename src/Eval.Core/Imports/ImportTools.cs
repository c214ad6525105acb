namespace Eval.Core.Imports;

/// <summary>Tools whose results can be taken in. Their names prefix the ids of their metrics.</summary>
public static class ImportTools
{
    /// <summary>This program: the archives that <c>export</c> writes.</summary>
    public const string Own = "eval";

    /// <summary>promptfoo.</summary>
    public const string Promptfoo = "promptfoo";

    /// <summary>OpenAI's evals.</summary>
    public const string OpenAiEvals = "openai-evals";

    /// <summary>EleutherAI's lm-evaluation-harness.</summary>
    public const string LmEval = "lm-eval";

    /// <summary>inspect (<c>inspect_ai</c>) of the UK AI Security Institute.</summary>
    public const string Inspect = "inspect";

    /// <summary>The tools beside this program.</summary>
    public static IReadOnlyList<string> Foreign { get; } = [Promptfoo, OpenAiEvals, LmEval, Inspect];
}
