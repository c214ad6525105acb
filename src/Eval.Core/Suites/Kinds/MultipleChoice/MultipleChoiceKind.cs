using System.Runtime.CompilerServices;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.MultipleChoice;

/// <summary>
/// Questions with given choices, scored by the likelihood of each (as lm-evaluation-harness does) or by a generated letter.
/// (research/benchmark-harnesses.md 2.5 to 2.7)
/// </summary>
public sealed class MultipleChoiceKind : ISuiteKind
{
    internal const string GeneratedMetric = "acc_generated";

    internal static readonly IReadOnlyList<string> DefaultMetrics = ["acc", "acc_norm_chars"];

    internal static readonly IReadOnlyList<string> AllMetrics =
    [
        .. DefaultMetrics, "acc_norm_bytes", "acc_norm_tokens", "acc_mutual_info", "brier", "mc1", "mc2", "ece", "acc_chance_corrected", GeneratedMetric,
    ];

    /// <inheritdoc/>
    public string Name => "multiple-choice";

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds => AllMetrics;

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds => DefaultMetrics;

    /// <inheritdoc/>
    public bool Feeds(string metricId) => AllMetrics.Contains(metricId) || EpochMetric.Find(metricId) is not null || metricId == "self_consistency";

    /// <inheritdoc/>
    public object Read(ConfigMap map) => MultipleChoiceConfig.Read(map);

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (MultipleChoiceSettings)suite.Settings;
        var prompt = new ChoicePrompt(suite, context);
        var item = ChoiceItemReader.Read(settings, sample);
        if (item.Golds.Count > 1 && suite.Metrics.Contains("brier"))
        {
            throw new EvalConfigurationException(sample.Source, $"the metric brier needs exactly one right choice, here are {item.Golds.Count} (sample {sample.Id})");
        }

        if (settings.MayGenerate)
        {
            var message = GeneratedChoices.Prompt(prompt, settings, sample, item);
            if (settings.Mode == ChoiceMode.Generated)
            {
                return new SampleEstimate(settings.ShuffleVotes, (long)message.Length * settings.ShuffleVotes, settings.MaxTokens * settings.ShuffleVotes);
            }
        }

        // The engine evaluates a context once for all its choices.
        long characters = prompt.Block(sample, generated: false).Length + prompt.Question(sample, item, 0).Length;
        for (var i = 0; i < item.Choices.Count; i++)
        {
            characters += prompt.Continuation(sample, item, i).Length;
        }

        var calls = suite.Metrics.Contains("acc_mutual_info") ? 2 * item.Choices.Count : item.Choices.Count;
        return new SampleEstimate(calls, characters, OutputTokens: 0);
    }

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model)
    {
        var can = model.Capabilities;
        var without = can.LikelihoodProblem ?? "the model gives no likelihoods";
        return ((MultipleChoiceSettings)suite.Settings).Mode switch
        {
            ChoiceMode.Likelihood when !can.Likelihoods => $"{without}; mode: auto would ask for generated answers",
            ChoiceMode.Generated when !can.Chat => can.ChatProblem ?? "the model does not chat",
            ChoiceMode.Auto when !can.Likelihoods && !can.Chat => $"{without} and " + (can.ChatProblem ?? "does not chat"),
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
        var size = Generates(suite, model.Description.Capabilities) ? 1 : ((MultipleChoiceSettings)suite.Settings).UnitSize;
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
        if (!Generates(suite, model.Description.Capabilities))
        {
            var likelihood = model.Likelihood ?? throw new ModelUnavailableException("the model gives no likelihoods", isPermanent: true);
            return await new LikelihoodChoices(suite, unit, context, likelihood).RunAsync(cancellationToken);
        }

        var chat = model.Chat ?? throw new ModelUnavailableException("the model does not chat", isPermanent: true);
        var choices = new GeneratedChoices(suite, unit, context, chat);
        var results = new List<SampleResult>(unit.Samples.Count);
        foreach (var sample in unit.Samples)
        {
            results.Add(await choices.RunAsync(sample, cancellationToken));
        }

        return results;
    }

    // Decided by the model's description, which is part of the plan, so that a resumed run asks in the same way.
    private static bool Generates(Suite suite, ModelCapabilities model) => ((MultipleChoiceSettings)suite.Settings).Mode switch
    {
        ChoiceMode.Generated => true,
        ChoiceMode.Auto => !model.Likelihoods,
        _ => false,
    };
}
