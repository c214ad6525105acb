using System.Text.Json.Nodes;
using Eval.Core.Metrics.Judged;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Rubrics;

/// <summary>Open answers that one or more judges score by a rubric. The candidate is asked as in a generation suite, in one turn or several.</summary>
public sealed class RubricKind : ISuiteKind
{
    private static readonly GenerationKind Generation = new();

    /// <inheritdoc/>
    public string Name => "rubric";

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds =>
        ["judge_score_1_5", "judge_score_1_10", "judge_geval_1_5", JudgeScore.Pass, "judge_win", "judge_checklist", "judge_likelihood", JudgeSpread.MetricId, JudgeCanaries.MetricId, .. GenerationKind.AllMetrics];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds => ["judge_score_1_5"];

    /// <inheritdoc/>
    public bool Feeds(string metricId) => JudgeScore.Find(metricId) is not null || MetricIds.Contains(metricId) || Generation.Feeds(metricId);

    /// <inheritdoc/>
    public object Read(ConfigMap map)
    {
        var settings = RubricConfig.Read(map);
        if (settings is not null)
        {
            CheckMetrics(map, settings);
        }

        return settings ?? new object();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricsOf(object settings, IReadOnlyList<string> named)
    {
        if (settings is not RubricSettings rubric)
        {
            return named.Count > 0 ? named : DefaultMetricIds;
        }

        var metrics = named.Count > 0 ? [.. named] : JudgeMeasures.IdsOf(rubric).Concat(rubric.Answers.Scoring.SelectMany(u => u.Scorer.Metrics).Select(m => m.Id)).ToList();

        // What tells whether a judge's scores may be believed never stays away.
        return [.. (rubric.AsksCanaries ? metrics.Append(JudgeCanaries.MetricId) : metrics).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Define(object settings, JsonObject definition)
    {
        if (settings is RubricSettings rubric)
        {
            DefineJudging(rubric, definition);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> References(Suite suite) => ((RubricSettings)suite.Settings).Judges;

    /// <inheritdoc/>
    public string? WhyNotReference(Suite suite, ModelDescription model)
    {
        var settings = (RubricSettings)suite.Settings;
        return settings.Method.WhyNot(model) is { } why ? $"it cannot judge by the method {settings.Method.Name}: {why}" : null;
    }

    /// <inheritdoc/>
    public void DefineReferences(Suite suite, IReadOnlyDictionary<string, ModelDescription> references, JsonObject definition) =>
        definition["judges"] = new JsonArray([.. References(suite).Select(id => (JsonNode)references[id].Identity.Canonical)]);

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (RubricSettings)suite.Settings;
        var answering = Answering(suite);
        var task = new JudgeTasks(suite, context).Check(sample);
        var own = settings.Turns is null
            ? Generation.Check(answering, sample, context)
            : new SampleEstimate(
                task.Turns.Count, task.Turns.Select((t, i) => (long)t.Question.Length * (task.Turns.Count - i)).Sum(), settings.Answers.MaxTokens * task.Turns.Count);
        var asked = settings.Method.Estimate(task, settings.Rubric, settings.Call(UnaskedSession.Unknown, context.Seed));
        var turns = task.Turns.Count;

        // The answers, at about four characters a token: the judge of each turn reads all until then.
        return own with { Others = asked.Times(turns) with { AnswerCharacters = (long)asked.Calls * turns * (turns + 1) / 2 * settings.Answers.MaxTokens * 4 } };
    }

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model) => Generation.WhyNot(Answering(suite), model);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite, IAsyncEnumerable<Sample> samples, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        Generation.CutAsync(Answering(suite), samples, context, model, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        new RubricRun(suite, Answering(suite), unit, context, model).RunAsync(cancellationToken);

    /// <summary>Adds who judges, by what and how.</summary>
    internal static void DefineJudging(RubricSettings rubric, JsonObject definition)
    {
        definition["judge"] = new JsonArray([.. rubric.Judges.Select(j => (JsonNode)j)]);
        definition["rubricName"] = rubric.Rubric.Name;
        definition["rubricHash"] = rubric.Rubric.Hash;
        definition.Remove("passFrom");
        if (rubric.Rubric.Scale.PassFrom is { } passFrom)
        {
            definition["passFrom"] = passFrom;
        }

        definition["method"] = rubric.Method.Name;
        definition["methodVersion"] = rubric.Method.Version;
    }

    /// <summary>The suite as the generation kind sees it.</summary>
    internal static Suite Answering(Suite suite) => suite with { Settings = ((RubricSettings)suite.Settings).Answers };

    private static void CheckMetrics(ConfigMap map, RubricSettings settings)
    {
        var own = JudgeMeasures.IdsOf(settings);
        var metrics = map.OptionalStrings("metrics");
        for (var i = 0; i < metrics.Count; i++)
        {
            var isTurn = settings.Turns is not null && metrics[i].StartsWith(JudgeScore.OfCriterion(settings.MetricId, "turn-"), StringComparison.Ordinal);
            if (JudgeScore.IsJudged(metrics[i]) && metrics[i] != JudgeCanaries.MetricId && !own.Contains(metrics[i]) && !isTurn)
            {
                map.Report(
                    map.PositionOf("metrics", i), $"the method {settings.Method.Name} with the rubric {settings.Rubric.Name} does not feed the metric {metrics[i]}",
                    $"it feeds {string.Join(", ", own)}");
            }
        }
    }
}
