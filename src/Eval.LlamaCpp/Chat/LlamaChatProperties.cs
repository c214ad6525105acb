namespace Eval.LlamaCpp.Chat;

/// <summary>
/// Names in the <c>AdditionalProperties</c> of a request to, and a response of, a local model's <c>IChatClient</c>.
/// </summary>
public static class LlamaChatProperties
{
    /// <summary>Request, true: the only user message is the prompt as it stands, without a chat template.</summary>
    public const string RawPrompt = "raw_prompt";

    /// <summary>Request, 0 to 1: least probability of a token relative to the most probable one.</summary>
    public const string MinP = "min_p";

    /// <summary>Request: a grammar in GBNF.</summary>
    public const string Grammar = "grammar";

    /// <summary>Request, 0 or more: report log-probabilities, with so many alternatives for each token.</summary>
    public const string TopLogProbs = "top_logprobs";

    /// <summary>Request, true: go on at the end of a turn, for measurements of speed.</summary>
    public const string IgnoreEnd = "ignore_eos";

    /// <summary>Response, <see cref="double"/>: milliseconds from the start of work on the prompt to the first token.</summary>
    public const string FirstTokenMilliseconds = "first_token_ms";

    /// <summary>Response, list of <see cref="float"/>: milliseconds between consecutive tokens.</summary>
    public const string GapMilliseconds = "token_gaps_ms";

    /// <summary>Response: SHA-256 of the prompt as the model got it.</summary>
    public const string PromptSha256 = "prompt_sha256";

    /// <summary>Response: the stop sequence that ended the answer, absent where none did.</summary>
    public const string StopSequence = "stop_sequence";

    /// <summary>Response, list of <see cref="Generation.TokenChoice"/>: the log-probabilities that were asked for.</summary>
    public const string LogProbs = "logprobs";
}
