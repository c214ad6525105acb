using System.Globalization;
using Eval.Core.Judging.Prompting;
using Eval.Core.Judging.Protection;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Judging.Methods;

/// <summary>A method whose judge writes its verdict on one answer.</summary>
internal abstract class WrittenMethod : IJudgeMethod
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract string Version { get; }

    public bool IsPairwise => false;

    public abstract string? WhyNot(Rubric rubric);

    public string? WhyNot(ModelDescription judge) => ChatJudges.WhyNot(judge);

    public virtual string MetricId(Rubric rubric) => string.Create(CultureInfo.InvariantCulture, $"judge_score_{rubric.Scale.Min}_{rubric.Scale.Max}");

    public SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call) => ChatJudges.Estimate(
        call.MaxTokens,
        CriteriaJudging.Groups(rubric).Select(g => Prompt(task, rubric, g, JudgeAsking.IsStructured(call.Model, call)).Messages(task, order: null, attempt: 1, problem: null)));

    public async Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(
        IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken)
    {
        // All at once: a local judge answers them in shared batches, the pipeline of a hosted one keeps its limits.
        var structured = JudgeAsking.IsStructured(call.Model, call);
        return await Task.WhenAll(tasks.Select(async task => Settled(task, rubric)
            ?? await CriteriaJudging.JudgeAsync(task, rubric, call, criteria => Prompt(task, rubric, criteria, structured), cancellationToken)));
    }

    /// <summary>A verdict that needs no judge, or null.</summary>
    protected virtual JudgeVerdict? Settled(JudgeTask task, Rubric rubric) => SettledVerdicts.OfScore(task, rubric);

    /// <summary>What is sent for some criteria of a task.</summary>
    protected abstract JudgePrompt Prompt(JudgeTask task, Rubric rubric, IReadOnlyList<RubricCriterion> criteria, bool structured);
}
