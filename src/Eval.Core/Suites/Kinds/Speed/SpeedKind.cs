using System.Runtime.CompilerServices;
using Eval.Core.Metrics.Speed;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>
/// Measures how fast a model answers under given loads. The data set's rows are prompts; each load is a unit of work whose requests are samples, and
/// each sample keeps the raw trace of its request, from which every metric is computed.
/// </summary>
public sealed class SpeedKind : ISuiteKind
{
    /// <summary>The slice that names the load.</summary>
    public const string LoadSlice = "load";

    private static readonly IReadOnlyList<string> Ids = [.. SpeedMetrics.All.Select(m => m.Id)];

    /// <inheritdoc/>
    public string Name => "speed";

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds => Ids;

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds { get; } = ["ttft_aiperf_p50", "ttft_aiperf_p90", "itl_aiperf_p50", "e2e_aiperf_p50", "tps_system_aiperf", "error_rate"];

    /// <inheritdoc/>
    public bool MeasuresTime => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> OwnSlices { get; } = [LoadSlice];

    /// <inheritdoc/>
    public object Read(ConfigMap map) => SpeedConfig.Read(map);

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (SpeedSettings)suite.Settings;
        var prompt = new SpeedPrompt(suite);
        var length = settings.Loads.Max(l => prompt.Text(sample, l.Repeat).Length);
        if (settings.Loads.Any(l => l.Repeat > 0) && string.IsNullOrEmpty(prompt.Target(sample)))
        {
            throw new EvalConfigurationException(sample.Source, $"the row has no text to repeat (sample {sample.Id})");
        }

        if (sample.Ordinal > 0)
        {
            return default;
        }

        // Requests are made by loads, not by rows: the first row stands for all of them.
        var requests = settings.Loads.Sum(l => l.Requests + settings.WarmupOf(l));
        var characters = settings.InputTokens is { } tokens ? tokens * 4L : length;
        var output = (long)requests * (settings.OutputTokens ?? settings.MaxTokens);
        return new SampleEstimate(requests, requests * characters, (int)Math.Min(output, int.MaxValue));
    }

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model)
    {
        var can = model.Capabilities;
        return ((SpeedSettings)suite.Settings).Mode switch
        {
            PromptMode.Chat when !can.Chat => can.ChatProblem ?? "the model does not chat",
            PromptMode.Raw when !can.RawPrompts => "the model takes no raw prompts; mode: chat or auto would ask it in a chat",
            PromptMode.Auto when !can.Chat && !can.RawPrompts => can.ChatProblem ?? "the model does not write",
            _ => null,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite,
        IAsyncEnumerable<Sample> samples,
        SampleContext context,
        IModelSession model,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var loads = ((SpeedSettings)suite.Settings).Loads;
        var requests = loads.Sum(l => l.Requests);
        var rows = await samples.Take(requests).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            yield break;
        }

        var ordinal = 0;
        foreach (var (index, load) in loads.Index())
        {
            var own = new List<Sample>(load.Requests);
            for (var i = 0; i < load.Requests; i++, ordinal++)
            {
                // Each request takes the next row, and the first follows the last.
                own.Add(rows[ordinal % rows.Count] with { Ordinal = ordinal, Id = $"{load.Name}/{i + 1}" });
            }

            yield return new WorkUnit(index, Epoch: 0, own, new LoadPlan(index, load, requests));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        new LoadRun(suite, unit, context, model).RunAsync(cancellationToken);
}
