using Eval.Core.Judging;
using Eval.Core.Judging.Methods;
using Eval.Core.Judging.Rubrics;
using Eval.Core.Models;
using Eval.Core.Suites;

namespace Eval.Core.Tests.Judging.Rubrics;

/// <summary>A method of judging that takes no rubric, or any; it is never asked to judge.</summary>
internal sealed class PickyMethod(string name, string? whyNot) : IJudgeMethod
{
    public string Name => name;

    public string Description => "";

    public string Version => "1";

    public bool IsPairwise => false;

    public string? WhyNot(Rubric rubric) => whyNot;

    public string? WhyNot(ModelDescription judge) => null;

    public string MetricId(Rubric rubric) => throw new NotSupportedException();

    public SampleEstimate Estimate(JudgeTask task, Rubric rubric, JudgeCall call) => throw new NotSupportedException();

    public Task<IReadOnlyList<JudgeVerdict>> JudgeAsync(IReadOnlyList<JudgeTask> tasks, Rubric rubric, JudgeCall call, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
