namespace Eval.Core.Metrics;

/// <summary>
/// Names of the measures that corpus metrics read: sums over the scored tokens of one sample (a text or a part of one). Logarithms are
/// natural. Per-sample scores are stored under their metric's id.
/// </summary>
public static class MeasureNames
{
    /// <summary>Σ log-probability of a rolling pass.</summary>
    public const string RollingLogLikelihood = "rolling_ll";

    /// <summary>Tokens scored in a rolling pass.</summary>
    public const string RollingTokens = "rolling_tokens";

    /// <summary>Words of the original text; for a part of a text, its share by tokens, so that the parts sum to the text's.</summary>
    public const string Words = "words";

    /// <summary>UTF-8 bytes of the original text; for a part of a text, its share by tokens.</summary>
    public const string Bytes = "bytes";

    /// <summary>Σ log-probability of a half-window pass.</summary>
    public const string HalfLogLikelihood = "half_ll";

    /// <summary>Σ squared log-probability of a half-window pass.</summary>
    public const string HalfSquares = "half_ll_sq";

    /// <summary>Tokens scored in a half-window pass.</summary>
    public const string HalfTokens = "half_tokens";

    /// <summary>Tokens compared with a reference.</summary>
    public const string ComparedTokens = "kld_tokens";

    /// <summary>Σ KL(reference ‖ model) in nats.</summary>
    public const string Divergence = "kld_sum";

    /// <summary>Σ of the squared divergences.</summary>
    public const string DivergenceSquares = "kld_sq";

    /// <summary>Tokens where both models' most probable token is the same.</summary>
    public const string SameTop = "same_top";

    /// <summary>Σ log-probability under the model, over the compared tokens.</summary>
    public const string ComparedLogLikelihood = "kld_ll";

    /// <summary>Σ of its squares.</summary>
    public const string ComparedSquares = "kld_ll_sq";

    /// <summary>Σ log-probability under the reference, over the compared tokens.</summary>
    public const string ReferenceLogLikelihood = "kld_ref_ll";

    /// <summary>Σ of its squares.</summary>
    public const string ReferenceSquares = "kld_ref_ll_sq";

    /// <summary>Σ of the products of both log-probabilities, for their covariance.</summary>
    public const string LogLikelihoodProducts = "kld_ll_ref_ll";

    /// <summary>1 where an answer is right and 0 where it is wrong, by the first scorer that knows right from wrong.</summary>
    public const string Correct = "correct";

    /// <summary>Probability of the chosen answer among the choices, 0 to 1.</summary>
    public const string Confidence = "confidence";

    /// <summary>Share of right answers among the choices: what guessing would score.</summary>
    public const string Chance = "chance";
}
