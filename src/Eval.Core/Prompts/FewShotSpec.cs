using Eval.Core.Datasets;

namespace Eval.Core.Prompts;

/// <summary>The <c>fewShot:</c> of a suite: examples that stand before each question.</summary>
public sealed record FewShotSpec
{
    /// <summary>How many; 1 or more.</summary>
    public required int Count { get; init; }

    /// <summary>How they are chosen.</summary>
    public FewShotChoice Choice { get; init; } = FewShotChoice.Fixed;

    /// <summary>The data set they come from, or null for the suite's own (the sample itself is then never among them).</summary>
    public DatasetSpec? Dataset { get; init; }

    /// <summary>Template of one example; null joins the suite's prompt and the right answer.</summary>
    public PromptTemplate? Template { get; init; }

    /// <summary>The field to balance over, for <see cref="FewShotChoice.Balanced"/>.</summary>
    public string? BalanceBy { get; init; }

    /// <summary>What is compared between example and sample, for <see cref="FewShotChoice.Similar"/>: a field such as the question.</summary>
    public string? SimilarBy { get; init; }

    /// <summary>A field whose value must be equal in example and sample (the subject, in MMLU), or null.</summary>
    public string? MatchBy { get; init; }

    /// <summary>Stands between examples, and between the last one and the question. Default: an empty line.</summary>
    public string Separator { get; init; } = "\n\n";

    /// <summary>Text before the first example, or null.</summary>
    public PromptTemplate? Preamble { get; init; }
}

/// <summary>How few-shot examples are chosen.</summary>
public enum FewShotChoice
{
    /// <summary>The first ones of the data set, the same for all samples.</summary>
    Fixed,

    /// <summary>Random ones, seeded by run seed and sample id: independent of order and concurrency.</summary>
    Random,

    /// <summary>Random ones, as equal in number as possible over the values of a field.</summary>
    Balanced,

    /// <summary>Those whose text is most like the sample's, by BM25; the most alike stands last, next to the question.</summary>
    Similar,
}
