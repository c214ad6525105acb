using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Judging.Methods;

/// <summary>One way to have an answer judged. Methods hold no state and are listed in <see cref="JudgeMethods"/>.</summary>
public interface IJudgeMethod
{
    /// <summary>The word after <c>method:</c>.</summary>
    string Name { get; }

    /// <summary>One line: what it does, its source.</summary>
    string Description { get; }

    /// <summary>Version of its prompts and its reading of verdicts; part of the suite's definition, so that scores of different ones are not compared.</summary>
    string Version { get; }

    /// <summary>True where two answers are compared (<see cref="JudgeTask.Others"/> is needed).</summary>
    bool IsPairwise { get; }

    /// <summary>Why a rubric cannot be applied in this way, or null where it can (a checklist needs a scale of two …).</summary>
    string? WhyNot(Rubric rubric);

    /// <summary>Why a model cannot judge in this way, or null where it can.</summary>
    string? WhyNot(ModelDescription judge);

    /// <summary>Id of the metric that its scores are folded by (<c>judge_score_1_5</c>, <c>judge_win</c> …).</summary>
    string MetricId(Rubric rubric);

    /// <summary>What judging one task takes at least: calls, characters, tokens.</summary>
    SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call);

    /// <summary>
    /// Judges some tasks, one verdict for each in their order. For a local judge, what is asked together is computed together. Whatever is wrong
    /// with one task or one reply is the state of that verdict.
    /// </summary>
    /// <exception cref="ModelUnavailableException">The judge is gone for good, or its key is refused.</exception>
    /// <exception cref="ModelCallException">The budget allows no further call.</exception>
    Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken);
}
