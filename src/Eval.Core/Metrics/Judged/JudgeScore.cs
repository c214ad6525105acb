using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Core.Metrics.Judged;

/// <summary>
/// Mean over samples of what judges said. The id tells the estimator: <c>judge_score_1_5</c> and <c>judge_geval_1_5</c> (points of the scale),
/// <c>judge_pass</c>, <c>judge_checklist</c> and <c>judge_win</c> (shares; a tie is half a win), <c>judge_likelihood</c> (nats per token). A part is
/// named behind: <c>judge_score_1_5:clarity</c> is one criterion (or one turn of a conversation), <c>judge_score_1_5@gpt-large</c> one judge of a jury.
/// </summary>
public sealed partial class JudgeScore : SampleMeanMetric
{
    private readonly double _smallest;
    private readonly double _largest;

    private JudgeScore(string id, string description, MetricFormat format, double smallest, double largest) =>
        (Id, Description, Format, _smallest, _largest) = (id, description, format, smallest, largest);

    /// <summary>Share of answers that reach the rubric's passing score.</summary>
    public const string Pass = "judge_pass";

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    public override MetricFormat Format { get; }

    /// <inheritdoc/>
    public override double Smallest => _smallest;

    /// <inheritdoc/>
    public override double Largest => _largest;

    /// <summary>False for likelihoods, which have no worst value: an answer that says nothing is left out.</summary>
    public override bool CountsFailedAnswers => double.IsFinite(_smallest);

    /// <inheritdoc/>
    public override bool KeepsScoresOfFailedAnswers => true;

    /// <summary>True where an id is one of a judge's scores.</summary>
    public static bool IsJudged(string id) => id.StartsWith("judge_", StringComparison.Ordinal);

    /// <summary>The id of one criterion, or of one turn of a conversation.</summary>
    public static string OfCriterion(string id, string criterion) => $"{id}:{criterion}";

    /// <summary>The id of one judge of a jury.</summary>
    public static string OfJudge(string id, string judge) => $"{id}@{judge}";

    /// <summary>The metric of an id, or null.</summary>
    public static JudgeScore? Find(string id)
    {
        if (Form().Match(id) is not { Success: true } match)
        {
            return null;
        }

        var of = match.Groups["part"] switch
        {
            { Success: true, Value: [':', .. var criterion] } => $", criterion {criterion}",
            { Success: true, Value: ['@', .. var judge] } => $", by {judge} alone",
            _ => "",
        };
        if (match.Groups["scale"].Success)
        {
            if (!int.TryParse(match.Groups["min"].Value, CultureInfo.InvariantCulture, out var min)
                || !int.TryParse(match.Groups["max"].Value, CultureInfo.InvariantCulture, out var max) || min >= max)
            {
                return null;
            }

            var what = match.Groups["scale"].Value == "geval" ? "mean score expected from the judge's probabilities" : "mean score given by a judge";
            return new JudgeScore(id, $"{what}, {min} to {max}{of}", MetricFormat.Number, min, max);
        }

        return match.Groups["share"].Value switch
        {
            "pass" => new JudgeScore(id, "share of answers that a judge passes" + of, MetricFormat.Share, 0, 1),
            "win" => new JudgeScore(id, "share of comparisons that a judge decides for the answer, ties half" + of, MetricFormat.Share, 0, 1),
            "checklist" => new JudgeScore(id, "share of a checklist that a judge finds met" + of, MetricFormat.Share, 0, 1),
            _ => new JudgeScore(
                id, "mean log-likelihood of a token of the answer under the judge, in nats (GPTScore; Fu et al. 2023)" + of, MetricFormat.Number,
                double.NegativeInfinity, double.PositiveInfinity),
        };
    }

    [GeneratedRegex(@"^judge_(?:(?<scale>score|geval)_(?<min>-?[0-9]{1,6})_(?<max>-?[0-9]{1,6})|(?<share>pass|win|checklist|likelihood))(?<part>[:@].+)?$")]
    private static partial Regex Form();
}
