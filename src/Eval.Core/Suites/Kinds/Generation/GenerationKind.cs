using System.Runtime.CompilerServices;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>Prompts whose answers are written by the model and scored by the suite's scorers; for chat models and for base models.</summary>
public sealed class GenerationKind : ISuiteKind
{
    internal const string Truncated = "truncation_rate";
    internal const string ThoughtTruncated = "thought_truncation_rate";

    internal static readonly IReadOnlyList<string> AllMetrics =
    [
        .. Scorers.BuiltIn.SelectMany(s => s.Metrics).Select(m => m.Id).Distinct(StringComparer.Ordinal),
        .. BuiltInMetrics.All.OfType<EpochMetric>().Select(m => m.Id), Truncated, ThoughtTruncated,
    ];

    /// <inheritdoc/>
    public string Name => "generation";

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds => AllMetrics;

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds => [AllMetrics[0]];

    /// <inheritdoc/>
    public bool Feeds(string metricId) => AllMetrics.Contains(metricId) || EpochMetric.Find(metricId) is not null;

    /// <inheritdoc/>
    public object Read(ConfigMap map) => GenerationConfig.Read(map);

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricsOf(object settings, IReadOnlyList<string> named)
    {
        var generation = (GenerationSettings)settings;
        var scorers = generation.Scoring.Select(u => u.Scorer).ToList();
        var metrics = named.Count > 0 ? [.. named] : scorers.SelectMany(s => s.Metrics).Select(m => m.Id).ToList();

        // A score that may come from unread answers never stands alone.
        foreach (var scorer in scorers.Where(s => s.Extracts && s.Metrics.Any(m => metrics.Contains(m.Id))))
        {
            metrics.Add(ExtractionRate.IdOf(scorer.Name));
        }

        if (generation.ReportsThoughts && generation.Reasoning is not null)
        {
            metrics.Add(ThoughtTruncated);
        }

        return [.. metrics.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The metrics that a suite's scorers can feed.</summary>
    internal static IEnumerable<string> MetricsFedBy(GenerationSettings settings) =>
        settings.Scoring.SelectMany(u => u.Scorer.Metrics).Select(m => m.Id).Append(Truncated).Append(ThoughtTruncated);

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (GenerationSettings)suite.Settings;
        var prompt = new GenerationPrompt(suite, context);
        var messages = prompt.Messages(sample, settings.Mode == PromptMode.Raw);
        if (prompt.References(sample).Count == 0 && settings.Scoring.FirstOrDefault(u => u.Scorer.NeedsReference) is { } needy)
        {
            throw new EvalConfigurationException(sample.Source, $"the row has no right answer, which {needy.Scorer.Name} needs (sample {sample.Id})");
        }

        _ = settings.Tools?.Of(sample);
        foreach (var use in settings.Scoring)
        {
            use.Scorer.Check(use.Options, sample, context);
        }

        return new SampleEstimate(1, messages.Sum(m => (long)m.Text.Length), settings.MaxTokens);
    }

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model)
    {
        var can = model.Capabilities;
        return ((GenerationSettings)suite.Settings).Mode switch
        {
            PromptMode.Chat when !can.Chat => (can.ChatProblem ?? "the model does not chat") + (can.RawPrompts ? "; mode: auto or raw would send the prompt as it stands" : ""),
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
        // A local model answers a unit's samples side by side; on a CPU each answer is the same as alone. A hosted one has workers enough.
        var settings = (GenerationSettings)suite.Settings;
        var size = settings.BatchPrompt > 1 ? settings.BatchPrompt : model.Candidate.Hosted is null ? settings.UnitSize : 1;
        var index = 0;
        await foreach (var batch in samples.Chunk(size).WithCancellation(cancellationToken))
        {
            yield return new WorkUnit(index++, Epoch: 0, batch);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken)
    {
        var chat = model.Chat ?? throw new ModelUnavailableException("the model does not write", isPermanent: true);
        var raw = IsRaw((GenerationSettings)suite.Settings, model.Description.Capabilities);
        var generation = new GenerationRun(suite, unit, context, chat, raw);
        if (((GenerationSettings)suite.Settings).BatchPrompt > 1)
        {
            return await generation.RunBatchAsync(cancellationToken);
        }

        return await Task.WhenAll(unit.Samples.Select(s => generation.RunAsync(s, cancellationToken)));
    }

    // Decided by the model's description, which is part of the plan, so that a resumed run asks in the same way.
    private static bool IsRaw(GenerationSettings settings, ModelCapabilities model) => settings.Mode switch
    {
        PromptMode.Raw => true,
        PromptMode.Auto => !model.Chat,
        _ => false,
    };
}
