using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites;
using Eval.Core.Workspaces;

namespace Eval.Core.Tests.Suites;

/// <summary>A kind for tests of everything around kinds: one key of its own, two metrics.</summary>
internal sealed class EchoKind : ISuiteKind
{
    public string Name => "echo";

    public IReadOnlyList<string> MetricIds => ["acc", "acc_norm_chars"];

    public IReadOnlyList<string> DefaultMetricIds => ["acc"];

    public object Read(ConfigMap map) => map.OptionalString("target") ?? "none";

    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context) => new(1, 1, 0);

    public string? WhyNot(Suite suite, ModelDescription model) => null;

    public IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite, IAsyncEnumerable<Sample> samples, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
