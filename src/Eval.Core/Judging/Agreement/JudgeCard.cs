using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>
/// What is known of a judge: how its verdicts compare with people's, each number with n and interval. A judge is who it is together with how it is asked and by
/// which rubric: another prompt is another judge.
/// </summary>
public sealed record JudgeCard
{
    /// <summary>Labels of each class without which a card does not let a judge block a gate.</summary>
    public const int LabelsPerClass = 100;

    /// <summary>Which judge.</summary>
    public required CardSubject Subject { get; init; }

    /// <summary>Where the labels came from.</summary>
    public required CardSource Source { get; init; }

    /// <summary>What labels and verdicts say.</summary>
    public required LabelForm Form { get; init; }

    /// <summary>Confidence of its two-sided intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>Items with a label.</summary>
    public required int Items { get; init; }

    /// <summary>Items with a label and a verdict.</summary>
    public required int Judged { get; init; }

    /// <summary>Items with a label and a verdict, by what people say of them.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>The figures, in the order in which they are shown.</summary>
    public required IReadOnlyList<CardFigure> Figures { get; init; }

    /// <summary>Of scores: the least that passes; null where nothing is passed or failed.</summary>
    public double? PassFrom { get; init; }

    /// <summary>Of pass and fail: what its errors are known from; else null.</summary>
    public PassFailCounts? PassFail { get; init; }

    /// <summary>Moments of labels and verdicts of the same items, or null below two.</summary>
    public LabelledMoments? Moments { get; init; }

    /// <summary>What the reader must know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A figure, or null where the card has none of that id.</summary>
    public CardFigure? Find(string id) => Figures.FirstOrDefault(f => f.Id == id);
}

/// <summary>Which judge a card speaks of.</summary>
/// <param name="Identity">What judged: identities of all judges; see <see cref="JudgedBy.Identity"/>.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Method">How it was asked.</param>
/// <param name="MethodVersion">Version of the method's prompts and reading.</param>
/// <param name="RubricHash">Hash of the rubric; empty where there was none.</param>
/// <param name="RubricName">Its name; empty where there was none.</param>
/// <param name="MetricId">The metric whose values were compared with labels: the card speaks of no other. Empty for stored verdicts, which are of no suite.</param>
public sealed record CardSubject(string Identity, string Name, string Method, string MethodVersion, string RubricHash, string RubricName, string MetricId = "")
{
    /// <summary>The method of stored verdicts: nobody knows how they were asked for.</summary>
    public const string StoredMethod = "stored";
}

/// <summary>Where a card's labels came from.</summary>
/// <param name="File">Name of the file, or what it was.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RunId">The stored run whose answers were labelled; null where they were of none.</param>
public sealed record CardSource(string File, string Sha256, long? RunId = null);

/// <summary>Labels of one class.</summary>
/// <param name="Label">The class: <c>first</c>, <c>second</c>, <c>tie</c>; <c>pass</c>, <c>fail</c>; <c>low</c> and <c>high</c> halves of the scores.</param>
/// <param name="Count">Judged items of it.</param>
/// <param name="IsRequired">True where a judge that blocks needs enough of it; ties need not occur.</param>
public sealed record LabelClass(string Label, int Count, bool IsRequired);

/// <summary>Pass and fail by people (first word) and by the judge (second).</summary>
/// <param name="PassPass">Both pass.</param>
/// <param name="PassFail">People pass it, the judge does not.</param>
/// <param name="FailPass">The judge passes what people do not.</param>
/// <param name="FailFail">Both fail it.</param>
public sealed record PassFailCounts(int PassPass, int PassFail, int FailPass, int FailFail)
{
    /// <summary>Items that people pass.</summary>
    public int Good => PassPass + PassFail;

    /// <summary>Items that people fail.</summary>
    public int Bad => FailPass + FailFail;

    /// <summary>Share of the good that the judge passes; NaN without any.</summary>
    public double Sensitivity => (double)PassPass / Good;

    /// <summary>Share of the bad that the judge fails; NaN without any.</summary>
    public double Specificity => (double)FailFail / Bad;
}
