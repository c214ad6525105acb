using Eval.Core.Statistics;

namespace Eval.Core.Judging.Agreement;

/// <summary>Makes cards.</summary>
public static class JudgeCards
{
    private const string Likelihood = "judge_likelihood";

    /// <summary>The card of a judge from labelled items; a pure function of what it is given.</summary>
    /// <param name="subject">Which judge.</param>
    /// <param name="source">Where the labels came from.</param>
    /// <param name="form">What labels and verdicts say.</param>
    /// <param name="items">The items. Those without a label count nowhere.</param>
    /// <param name="options">How it is made; null for the defaults.</param>
    public static JudgeCard Of(CardSubject subject, CardSource source, LabelForm form, IReadOnlyList<LabelledItem> items, CardOptions? options = null)
    {
        options = (options ?? new CardOptions()) with { JudgeName = options?.JudgeName ?? subject.Name };
        if (subject.MetricId == Likelihood)
        {
            // Nats per token are no points of a scale: only whether they rise together can be asked.
            options = options with { PassFrom = null };
        }

        var sample = new CardSample(form, items, options);
        var judged = sample.Judged.ToList();
        return new JudgeCard
        {
            Subject = subject,
            Source = source,
            Form = form,
            Confidence = options.Confidence,
            Items = sample.Items.Count,
            Judged = judged.Count,
            Classes = Classes(sample, judged),
            PassFrom = form == LabelForm.Score ? options.PassFrom : null,
            PassFail = Counts(sample, judged),
            Moments = judged.Count < 2 || subject.MetricId == Likelihood ? null : LabelledMoments.Of(
                [.. judged.Select(i => sample.Gold[i])], [.. judged.Select(i => sample.Verdicts[i]!.Value)], [.. judged.Select(i => sample.Clusters[i])]),
            Notes = [.. Notes(sample)],
            Figures = subject.MetricId == Likelihood ? [.. CoverageFigures.Of(sample), .. CorrelationFigures.Of(sample)] :
            [
                .. CoverageFigures.Of(sample),
                .. AgreementFigures.Of(sample),
                .. YardstickFigures.Of(sample),
                .. ChanceFigures.Of(sample),
                .. CorrelationFigures.Of(sample),
                .. BiasFigures.Of(sample),
                .. JuryFigures.Of(sample),
            ],
        };
    }

    private static IReadOnlyList<LabelClass> Classes(CardSample sample, List<int> judged)
    {
        LabelClass Of(string word, Func<double, bool> isOf, bool required = true) => new(word, judged.Count(i => isOf(sample.Gold[i])), required);
        switch (sample.Form)
        {
            case LabelForm.Pairwise:
                return [Of("first", g => g > 0.5), Of("second", g => g < 0.5), Of("tie", g => g == 0.5, required: false)];
            case LabelForm.PassFail:
                return [Of("pass", g => g > 0.5), Of("fail", g => g < 0.5)];
            default:
                if (sample.Options.PassFrom is { } pass)
                {
                    return [Of("pass", g => AgreementFigures.Passes(g, pass) == 1), Of("fail", g => AgreementFigures.Passes(g, pass) == 0)];
                }

                // Without a mark that passes: a judge must have been seen on the worse half of the scale as well as on the better one.
                var (min, max) = (
                    sample.Options.Min ?? sample.Gold.DefaultIfEmpty(0).Min(), sample.Options.Max ?? sample.Gold.DefaultIfEmpty(0).Max());
                var middle = (min + max) / 2.0;
                return [Of("upper half", g => g > middle), Of("lower half", g => g <= middle)];
        }
    }

    private static PassFailCounts? Counts(CardSample sample, List<int> judged)
    {
        var from = sample.Form switch
        {
            LabelForm.PassFail => 0.5,
            LabelForm.Score => sample.Options.PassFrom,
            _ => null,
        };
        if (from is not { } pass)
        {
            return null;
        }

        int Count(double gold, double verdict) => judged.Count(i =>
            AgreementFigures.Passes(sample.Gold[i], pass) == gold && AgreementFigures.Passes(sample.Verdicts[i]!.Value, pass) == verdict);
        return new PassFailCounts(Count(1, 1), Count(1, 0), Count(0, 1), Count(0, 0));
    }

    private static IEnumerable<string> Notes(CardSample sample)
    {
        if (sample.Items.Select(i => i.Labels.Count(l => l is not null)).DefaultIfEmpty().Max() > 1)
        {
            yield return sample.Form == LabelForm.Score
                ? "several people labelled: the judge is compared with their mean"
                : "several people labelled: the judge is compared with their majority";
        }

        foreach (var judge in BiasFigures.Judges(sample))
        {
            if (ModelFamily.Of(judge) is { } family
                && sample.Items.SelectMany(i => new[] { i.Model, i.OtherModel }).OfType<string>().Where(m => ModelFamily.Of(m) == family).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } own)
            {
                yield return $"same family: {(judge == sample.Options.JudgeName ? "the judge" : judge)} and {string.Join(", ", own.Take(5))} look like {family}";
            }
        }
    }
}
