using System.Globalization;
using Eval.Core.Metrics.Speed;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Statistics;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Speed;

/// <summary>Runs one load against a model: warm-up, then the requests that count, each of which becomes a sample.</summary>
internal sealed class LoadRun(Suite suite, WorkUnit unit, SampleContext context, IModelSession model)
{
    private readonly SpeedSettings _settings = (SpeedSettings)suite.Settings;
    private readonly LoadPlan _plan = (LoadPlan)unit.Payload!;
    private readonly SpeedPrompt _prompt = new(suite);
    private readonly IChatClient _chat = model.Chat ?? throw new ModelUnavailableException("the model does not write", isPermanent: true);
    private readonly DateTimeOffset _began = context.Time.GetUtcNow();

    public async Task<IReadOnlyList<SampleResult>> RunAsync(CancellationToken cancellationToken)
    {
        var warmup = await RequestsAsync([.. Enumerable.Range(0, _settings.WarmupOf(_plan.Load)).Select(i => unit.Samples[i % unit.Samples.Count])], "warm-up", cancellationToken);
        var counted = await RequestsAsync(unit.Samples, "", cancellationToken);
        var before = await GenerateAsync(warmup, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var probe = new LagProbe(context.Time);
        var looking = probe.RunAsync(over.Token);
        (RecordedAnswer?[] Answers, double WallMs) done;
        try
        {
            done = await GenerateAsync(counted, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await looking;
        }

        var load = new LoadRecord
        {
            Name = _plan.Load.Name,
            Index = _plan.Index,
            Offered = _plan.Load.Offered,
            IsOpen = _plan.Load.Shape == LoadShape.Open,
            Requests = unit.Samples.Count,
            RequestsOfAll = _plan.RequestsOfAll,
            Began = _began,
            WallMs = done.WallMs,
            OutputTokens = _plan.Load.Repeat > 0 ? null : _settings.OutputTokens,
            Objective = _settings.Objective,
            ObjectiveShare = _settings.ObjectiveShare,
            Lag = probe.Result(),
            Footprint = await model.MeasureFootprintAsync(cancellationToken),
        };
        return Shared([.. unit.Samples.Select((s, i) => Result(s, counted[i], done.Answers[i]!, load))], before.Answers.Sum(a => a!.CostMicroUsd ?? 0), done.WallMs);
    }

    // What the warm-up cost was paid too: shared out, so that the sum is right. Requests that a local model works on at once share its time.
    private IReadOnlyList<SampleResult> Shared(List<SampleResult> results, long warmupMicroUsd, double wallMs)
    {
        var share = model.Candidate.Local is null ? 1 : Math.Min(1, wallMs / Math.Max(1e-9, results.Sum(r => r.DurationMs)));
        return [.. results.Select((r, i) => r with
        {
            DurationMs = r.DurationMs * share,
            CostMicroUsd = r.CostMicroUsd is null && warmupMicroUsd == 0 ? null
                : (r.CostMicroUsd ?? 0) + (warmupMicroUsd * (i + 1) / results.Count) - (warmupMicroUsd * i / results.Count),
        })];
    }

    private async Task<(RecordedAnswer?[] Answers, double WallMs)> GenerateAsync(IReadOnlyList<Request> requests, CancellationToken cancellationToken)
    {
        var options = Options();
        var answers = new RecordedAnswer?[requests.Count];
        var recorder = new RequestRecorder(_chat, context.Time);
        var generator = new LoadGenerator(
            async (i, due, cancel) => answers[i] = await recorder.AskAsync(requests[i].Messages, options, due, cancel), () => recorder.NowMs, context.Time);
        await (_plan.Load.Shape == LoadShape.Open
            ? generator.OpenAsync(ArrivalTimes.Poisson(requests.Count, _plan.Load.Offered, Random()), cancellationToken)
            : generator.ClosedAsync((int)_plan.Load.Offered, requests.Count, cancellationToken));
        return (answers, recorder.NowMs);
    }

    // Prompts are made before the clock runs.
    private async Task<List<Request>> RequestsAsync(IReadOnlyList<Sample> samples, string purpose, CancellationToken cancellationToken)
    {
        var raw = _prompt.IsRaw(model.Description.Capabilities);
        var requests = new List<Request>(samples.Count);
        foreach (var (i, sample) in samples.Index())
        {
            var isRepeat = _plan.Load.Repeat > 0;
            var text = _prompt.Text(sample, _plan.Load.Repeat);
            text = isRepeat ? text : await _prompt.SizedAsync(text, model, cancellationToken);
            var prefix = _settings.UniquePrefix && !isRepeat ? Unique($"{purpose}{i}/{sample.Id}") : "";
            requests.Add(new Request(_prompt.Messages(text, sample, prefix, raw), isRepeat ? _prompt.Target(sample) : null));
        }

        return requests;
    }

    // Never the same again, in this run or a later one: a server's prompt cache would make the second measurement another one.
    private string Unique(string name) => SeededRandom.StableHash(
        context.Seed, string.Create(CultureInfo.InvariantCulture, $"{suite.Name}/{_plan.Load.Name}/{unit.Epoch}/{_began.UtcTicks}/{name}")).ToString("x16", CultureInfo.InvariantCulture);

    private SeededRandom Random() => SeededRandom.For(context.Seed, $"{suite.Name}/{_plan.Load.Name}/{unit.Epoch}");

    private ChatOptions Options()
    {
        var properties = new AdditionalPropertiesDictionary();
        if (_prompt.IsRaw(model.Description.Capabilities))
        {
            properties[ModelCapabilities.RawPromptProperty] = true;
        }

        var isSized = _settings.OutputTokens is not null && _plan.Load.Repeat == 0;
        if (_settings.IgnoreEnd == IgnoreEnd.Always || (_settings.IgnoreEnd == IgnoreEnd.Auto && isSized && model.Candidate.Local is not null))
        {
            properties[ModelCapabilities.IgnoreEndProperty] = true;
        }

        return new ChatOptions
        {
            Temperature = (float)_settings.Temperature,
            MaxOutputTokens = isSized ? _settings.OutputTokens : _settings.MaxTokens,
            Seed = (long)context.Seed + unit.Epoch,
            AdditionalProperties = properties.Count > 0 ? properties : null,
        };
    }

    private SampleResult Result(Sample sample, Request request, RecordedAnswer answer, LoadRecord load)
    {
        var trace = answer.Trace with
        {
            IsExact = request.Target is { Length: > 0 } target && answer.Trace.IsAnswered ? Count(answer.Text, target) == _plan.Load.Repeat : null,
        };
        var start = SampleResults.Start(suite, unit, sample, answer.Outcome, answer.Reason);
        return start with
        {
            Slices = new Dictionary<string, string>(start.Slices, StringComparer.Ordinal) { [SpeedKind.LoadSlice] = load.Name },
            Measures = answer.Outcome.IsScored() ? Measures(trace) : start.Measures,
            Prompt = string.Join("\n\n", request.Messages.Select(m => m.Text)),
            Answer = answer.Text,
            Target = request.Target,
            DetailJson = new TraceDetail(load, trace).ToJson(),
            InputTokens = (int)trace.InputTokens,
            OutputTokens = (int)trace.OutputTokens,
            DurationMs = ServingTimes.Whole(trace),
            CostMicroUsd = answer.CostMicroUsd,
        };
    }

    private static Dictionary<string, double> Measures(RequestTrace trace)
    {
        var measures = new Dictionary<string, double>(StringComparer.Ordinal) { [SpeedMetric.RequestMeasure] = ServingTimes.Whole(trace) };
        if (ServingTimes.FirstToken(trace) is { } first)
        {
            measures["first_token_ms"] = first;
        }

        if (ServingTimes.InterToken(trace) is { } between)
        {
            measures["per_token_ms"] = between;
        }

        return measures;
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private sealed record Request(List<ChatMessage> Messages, string? Target);
}

/// <summary>What a unit of a speed suite is: one load.</summary>
/// <param name="Index">Its place in the suite.</param>
/// <param name="Load">The load.</param>
/// <param name="RequestsOfAll">Requests of all loads together.</param>
internal sealed record LoadPlan(int Index, LoadSpec Load, int RequestsOfAll);
