namespace Eval.Core.Imports;

/// <summary>
/// What the name of a tool's metric tells about it. A name that is not known is a plain number without bounds of which more is better, the rule in all
/// of these tools. A share is only what is one in every task: F1 and exact match run from 0 to 1 in one task of lm-evaluation-harness (drop) and to 100 in
/// the next (squadv2), so they are plain numbers.
/// </summary>
/// <param name="IsShare">True for numbers from 0 to 1, shown in per cent.</param>
/// <param name="LowerIsBetter">True where less is better.</param>
public sealed record ImportedMetricTraits(bool IsShare, bool LowerIsBetter = false)
{
    private static readonly HashSet<string> Shares = new(StringComparer.Ordinal)
    {
        // promptfoo
        "pass",

        // openai/evals
        "accuracy",

        // lm-evaluation-harness
        "acc", "acc_norm", "acc_bytes", "acc_all", "acc_mutual_info", "exact_match", "mc1", "mc2", "contains", "pass@1",
        "bleu_acc", "rouge1_acc", "rouge2_acc", "rougeL_acc",
        "inst_level_strict_acc", "inst_level_loose_acc", "prompt_level_strict_acc", "prompt_level_loose_acc", "extractive_match", "math_verify",
    };

    private static readonly HashSet<string> Lower = new(StringComparer.Ordinal)
    {
        "perplexity", "word_perplexity", "byte_perplexity", "bits_per_byte", "ter", "wer", "cer", "brier_score", "likelihood_diff", "pct_stereotype",
        "mse", "rmse", "mae",
    };

    /// <summary>What a name tells. Of <c>scorer/metric</c> the metric counts, of <c>metric,filter</c> too.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="name">The metric's name without the tool.</param>
    public static ImportedMetricTraits Of(string tool, string name)
    {
        var bare = name[(name.LastIndexOf('/') + 1)..].Split(',')[0];
        return new ImportedMetricTraits(Shares.Contains(bare), tool == ImportTools.LmEval && Lower.Contains(bare));
    }
}
