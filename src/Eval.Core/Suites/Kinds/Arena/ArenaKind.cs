using System.Text.Json.Nodes;
using Eval.Core.Metrics.Arena;
using Eval.Core.Metrics.Judged;
using Eval.Core.Models;
using Eval.Core.Ratings;
using Eval.Core.Running;
using Eval.Core.Suites.Kinds.Generation;
using Eval.Core.Suites.Kinds.Rubrics;
using Eval.Core.Workspaces;

namespace Eval.Core.Suites.Kinds.Arena;

/// <summary>
/// Candidates answer the same prompts, and their answers meet in battles that judges, a scorer or people decide. Cells hold the answers; the battles
/// follow once all are there (<see cref="Running.Tournaments.Tournament"/>).
/// </summary>
public sealed class ArenaKind : ISuiteKind
{
    private static readonly GenerationKind Generation = new();

    /// <inheritdoc/>
    public string Name => "arena";

    /// <inheritdoc/>
    public bool IsTournament => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricIds => [.. ArenaMetrics.All.Select(m => m.Id), JudgeCanaries.MetricId, .. GenerationKind.AllMetrics];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultMetricIds => ArenaMetrics.IdsOf(RatingMethod.BradleyTerry, isStyled: false);

    /// <inheritdoc/>
    public bool Feeds(string metricId) => MetricIds.Contains(metricId) || Generation.Feeds(metricId);

    /// <inheritdoc/>
    public object Read(ConfigMap map) => (object?)ArenaConfig.Read(map) ?? new object();

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricsOf(object settings, IReadOnlyList<string> named)
    {
        if (settings is not ArenaSettings arena)
        {
            return named.Count > 0 ? named : DefaultMetricIds;
        }

        // Coverage of the battles is judged by the score.
        var metrics = named.Count > 0 ? [.. named, ArenaMetrics.Score] : ArenaMetrics.IdsOf(arena.Method, arena.Style.Count > 0).Concat(arena.Baseline is null ? [] : [ArenaMetrics.LengthControlled]).Concat(arena.Answers.Scoring.SelectMany(u => u.Scorer.Metrics).Select(m => m.Id)).ToList();
        metrics = [.. Generation.MetricsOf(arena.Answers, metrics)];
        return [.. (arena.Judging is { AsksCanaries: true } ? metrics.Append(JudgeCanaries.MetricId) : metrics).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Define(object settings, JsonObject definition)
    {
        if (settings is ArenaSettings { Judging: { } judging })
        {
            RubricKind.DefineJudging(judging, definition);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> References(Suite suite) => suite.Settings is ArenaSettings { Judging: { } judging } ? judging.Judges : [];

    /// <inheritdoc/>
    public string? WhyNotReference(Suite suite, ModelDescription model) => Judged(suite) is { } judged ? new RubricKind().WhyNotReference(judged, model) : null;

    /// <inheritdoc/>
    public void DefineReferences(Suite suite, IReadOnlyDictionary<string, ModelDescription> references, JsonObject definition)
    {
        if (Judged(suite) is { } judged)
        {
            new RubricKind().DefineReferences(judged, references, definition);
        }
    }

    /// <inheritdoc/>
    public SampleEstimate Check(Suite suite, Sample sample, SampleContext context)
    {
        var settings = (ArenaSettings)suite.Settings;
        var answering = Answering(suite);
        var questions = Questions(suite, sample);
        var own = settings.Turns is null
            ? Generation.Check(answering, sample, context)
            : new SampleEstimate(questions.Count, questions.Select((q, i) => (long)q.Length * (questions.Count - i)).Sum(), settings.Answers.MaxTokens * questions.Count);
        if (Judged(suite) is not { } judged)
        {
            return own;
        }

        var task = new JudgeTasks(judged, context).Check(sample) with { Others = [.. questions.Select(_ => "")] };
        var asked = settings.Judging!.Method.Estimate(task, settings.Judging.Rubric, settings.Judging.Call(UnaskedSession.Unknown, context.Seed));
        var meetings = settings.Pairing.Total(context.Candidates, 1);

        // Each candidate's cell carries its share of the battles on this prompt. Both answers, at about four characters a token, are in each call.
        var share = (double)meetings / Math.Max(1, context.Candidates);
        var answers = 2L * questions.Count * settings.Answers.MaxTokens * 4;
        return own with
        {
            Others = new OtherEstimate((long)Math.Ceiling(asked.Calls * share), (long)(asked.Characters * share), (long)(asked.OutputTokens * share)) { AnswerCharacters = (long)(asked.Calls * share * answers) },
        };
    }

    /// <inheritdoc/>
    public string? WhyNot(Suite suite, ModelDescription model) => Generation.WhyNot(Answering(suite), model);

    /// <inheritdoc/>
    public double OthersShare(Suite suite, int candidates, int samples)
    {
        var settings = (ArenaSettings)suite.Settings;
        return settings.Pairing.Total(candidates, samples) is > 0 and var all ? (double)settings.Total(candidates, samples) / all : 1;
    }

    /// <inheritdoc/>
    public string? WhyNotTogether(Suite suite, IReadOnlyList<string> candidates)
    {
        var settings = (ArenaSettings)suite.Settings;
        IEnumerable<string?> needed = [settings.Baseline, settings.Contrast?.A, settings.Contrast?.B];
        return candidates.Count < 2 ? "an arena needs two candidates or more that can answer it"
            : needed.OfType<string>().FirstOrDefault(id => !candidates.Contains(id)) is { } absent ? $"{absent}, which the arena names, does not take part"
            : null;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkUnit> CutAsync(
        Suite suite, IAsyncEnumerable<Sample> samples, SampleContext context, IModelSession model, CancellationToken cancellationToken) =>
        Generation.CutAsync(Answering(suite), samples, context, model, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SampleResult>> RunAsync(
        Suite suite, WorkUnit unit, SampleContext context, IModelSession model, CancellationToken cancellationToken)
    {
        if (context.AnswersAreStored)
        {
            return [.. unit.Samples.Select(s => Stored(suite, unit, s))];
        }

        var settings = (ArenaSettings)suite.Settings;
        var answering = Answering(suite);
        if (settings.Turns is null)
        {
            return await Generation.RunAsync(answering, unit, context, model, cancellationToken);
        }

        var answers = new CandidateAnswers(suite, answering, settings.Turns, unit, context, model);
        return await Task.WhenAll(unit.Samples.Select(async s => WithTurns(await answers.OfAsync(s, Questions(suite, s), [], cancellationToken))));
    }

    /// <summary>The suite as the generation kind sees it.</summary>
    internal static Suite Answering(Suite suite) => suite with { Settings = ((ArenaSettings)suite.Settings).Answers };

    /// <summary>The suite as the rubric kind sees it; null where nobody judges.</summary>
    internal static Suite? Judged(Suite suite) => suite.Settings is ArenaSettings { Judging: { } judging } ? suite with { Settings = judging } : null;

    /// <summary>What the user asks, turn by turn, as judges and people see it.</summary>
    internal static IReadOnlyList<string> Questions(Suite suite, Sample sample)
    {
        var settings = (ArenaSettings)suite.Settings;
        return settings.Turns is { } turns ? Conversation.Questions(turns, sample) : [settings.Judging?.Question?.Render(sample) ?? suite.Prompt!.Render(sample)];
    }

    // The answer keeps the time and the money that it took when it was asked; this run spends none on it.
    private static SampleResult Stored(Suite suite, WorkUnit unit, Sample sample)
    {
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.Skipped, "no answer to it is stored");
        return sample.Answered is not { } stored ? start
            : !stored.Outcome.IsScored() ? start with { Reason = $"the stored sample holds no answer ({stored.Outcome}: {stored.Reason})" }
            : stored with { Ordinal = start.Ordinal, Epoch = start.Epoch, SampleId = start.SampleId, Slices = start.Slices, Cluster = start.Cluster, Cached = true };
    }

    private static SampleResult WithTurns(Conversation conversation) => conversation.Turns.Count > 1
        ? conversation.Sample with { DetailJson = JudgedDetail.Write(conversation.Sample.DetailJson, [.. conversation.Turns.Select(t => t.Answer)], []) }
        : conversation.Sample;
}
