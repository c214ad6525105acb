namespace Eval.Providers.OpenAi;

/// <summary>
/// Names in the <c>AdditionalProperties</c> of a request to, and a response of, a hosted model's <c>IChatClient</c>; the same as those of
/// local models where both have the thing.
/// </summary>
public static class ChatProperties
{
    /// <summary>Request, true: the only user message is continued as it stands, by the legacy completions route.</summary>
    public const string RawPrompt = "raw_prompt";

    /// <summary>Request, 0 or more: report log-probabilities, with so many alternatives for each token.</summary>
    public const string TopLogProbs = Core.Models.TokenLogProbability.RequestProperty;

    /// <summary>Request, true or false: whether the endpoint must hold the JSON schema strictly. Default: where the schema allows it.</summary>
    public const string Strict = "strict";

    /// <summary>Request fields that servers other than OpenAI's know and that are passed on as they are.</summary>
    public static readonly IReadOnlyList<string> PassedOn = ["min_p", "grammar", "ignore_eos", "repetition_penalty", "min_tokens"];

    /// <summary>Response, list of <see cref="Core.Models.TokenLogProbability"/>: the log-probabilities that were asked for.</summary>
    public const string LogProbs = Core.Models.TokenLogProbability.ResponseProperty;

    /// <summary>Response: the sentence with which the model refused.</summary>
    public const string Refusal = "refusal";

    /// <summary>Response: the endpoint's fingerprint of model and settings.</summary>
    public const string SystemFingerprint = "system_fingerprint";
}
