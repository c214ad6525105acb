namespace Eval.Core.Selection.Pareto;

/// <summary>One candidate over several tasks.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Mean">Plain mean over the tasks.</param>
/// <param name="WinRate">Share of (opponent, task) pairs won, a tie half; NaN without opponents. It depends on who else takes part.</param>
/// <param name="Borda">The same as a count: pairs won, a tie half.</param>
public sealed record Standing(string Name, double Mean, double WinRate, double Borda);

/// <summary>Mean and mean win rate over tasks, the two summaries of public leaderboards (P. Liang et al., Holistic Evaluation of Language Models, 2022).</summary>
public static class Standings
{
    /// <summary>Summarises scores; more is better.</summary>
    /// <param name="names">The candidates.</param>
    /// <param name="scores">For each candidate one finite score per task, 1 or more tasks.</param>
    public static IReadOnlyList<Standing> Of(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Count, names.Count);
        var tasks = scores[0].Count;
        if (tasks == 0 || scores.Any(s => s.Count != tasks || s.Any(v => !double.IsFinite(v))))
        {
            throw new ArgumentException("each candidate needs a finite score for every task", nameof(scores));
        }

        return
        [
            .. names.Select((name, i) =>
            {
                var won = Enumerable.Range(0, names.Count).Where(j => j != i)
                    .Sum(j => scores[i].Zip(scores[j], (a, b) => a > b ? 1 : a == b ? 0.5 : 0).Sum());
                return new Standing(name, scores[i].Average(), won / ((names.Count - 1) * tasks), won);
            }),
        ];
    }
}
