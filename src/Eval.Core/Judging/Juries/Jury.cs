using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;

namespace Eval.Core.Judging.Juries;

/// <summary>One or more judges that apply a rubric in one way.</summary>
/// <param name="method">The way.</param>
/// <param name="rubric">The rubric.</param>
/// <param name="rule">How their scores become one.</param>
/// <param name="seats">The judges; never empty.</param>
public sealed class Jury(IJudgeMethod method, Rubric rubric, JuryRule rule, IReadOnlyList<JurySeat> seats)
{
    /// <summary>Judges some tasks, all judges side by side; one verdict for each task, in their order.</summary>
    /// <exception cref="Models.ModelUnavailableException">A judge is gone for good.</exception>
    /// <exception cref="Models.ModelCallException">The budget allows no further call.</exception>
    public async Task<IReadOnlyList<JuryVerdict>> JudgeAsync(IReadOnlyList<JudgeTask> tasks, CancellationToken cancellationToken)
    {
        var verdicts = await Task.WhenAll(seats.Select(s => method.JudgeAsync(tasks, rubric, s.Call, cancellationToken)));
        return [.. tasks.Select((_, i) => JuryVerdict.Of([.. seats.Select((s, j) => new SeatVerdict(s.Judge, verdicts[j][i]))], rule))];
    }
}
