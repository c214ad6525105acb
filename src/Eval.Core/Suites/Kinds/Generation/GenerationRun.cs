using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eval.Core.Models;
using Eval.Core.Running;
using Eval.Core.Scoring;
using Microsoft.Extensions.AI;

namespace Eval.Core.Suites.Kinds.Generation;

/// <summary>Asks for one answer and has it scored.</summary>
internal sealed class GenerationRun(Suite suite, WorkUnit unit, SampleContext context, IChatClient chat, bool raw)
{
    private readonly GenerationSettings _settings = (GenerationSettings)suite.Settings;
    private readonly GenerationPrompt _prompt = new(suite, context);

    public async Task<SampleResult> RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        var messages = _prompt.Messages(sample, raw);
        var references = _prompt.References(sample);
        var start = SampleResults.Start(suite, unit, sample, SampleOutcome.ProviderError) with
        {
            Prompt = GenerationPrompt.Text(messages),
            Target = references.Count == 0 ? null : string.Join(" | ", references.Select(r => r.Text)),
        };
        var answer = await ModelCalls.AskAsync(chat, messages, Options(sample), start, cancellationToken);
        return answer.Sample.Outcome.IsScored() ? await ScoreAsync(sample, references, answer, cancellationToken) : answer.Sample;
    }

    /// <summary>Asks several questions in one prompt and scores each part of the answer. Tokens, time and cost are shared out evenly.</summary>
    public async Task<IReadOnlyList<SampleResult>> RunBatchAsync(CancellationToken cancellationToken)
    {
        var samples = unit.Samples;
        var messages = _prompt.Batch(samples);
        var options = Options(samples[0]);
        options.MaxOutputTokens = _settings.MaxTokens * samples.Count;
        var start = SampleResults.Start(suite, unit, samples[0], SampleOutcome.ProviderError) with { Prompt = GenerationPrompt.Text(messages) };
        var answer = await ModelCalls.AskAsync(chat, messages, options, start, cancellationToken);
        var parts = BatchAnswer.Split(_settings.Reasoning is { } tags ? tags.Strip(answer.Sample.Answer ?? "", out _) : answer.Sample.Answer ?? "");
        var results = new List<SampleResult>(samples.Count);
        for (var i = 0; i < samples.Count; i++)
        {
            var references = _prompt.References(samples[i]);
            var own = BatchAnswer.Share(answer.Sample, i, samples.Count) with
            {
                Answer = answer.Response is null ? null : parts.GetValueOrDefault(i + 1, ""),
                Target = references.Count == 0 ? null : string.Join(" | ", references.Select(r => r.Text)),
            };
            var place = SampleResults.Start(suite, unit, samples[i], own.Outcome);
            own = own with { Ordinal = place.Ordinal, SampleId = place.SampleId, Slices = place.Slices, Cluster = place.Cluster };
            results.Add(own.Outcome.IsScored() ? await ScoreAsync(samples[i], references, answer with { Sample = own }, cancellationToken) : own);
        }

        return results;
    }

    /// <summary>How a sample is asked.</summary>
    public ChatOptions Options(Sample sample) => new()
    {
        Temperature = (float)_settings.Temperature,
        TopP = (float?)_settings.TopP,
        MaxOutputTokens = _settings.MaxTokens,
        StopSequences = _settings.Stop.Count == 0 ? null : [.. _settings.Stop],
        Seed = (long)context.Seed + unit.Epoch,
        Tools = _settings.Tools is { } tools ? [.. tools.Of(sample)] : null,
        AdditionalProperties = raw ? new() { [ModelCapabilities.RawPromptProperty] = true } : null,
    };

    private async Task<SampleResult> ScoreAsync(Sample sample, List<Reference> references, ModelAnswer answer, CancellationToken cancellationToken)
    {
        var isRefused = answer.Sample.Outcome == SampleOutcome.Refused;
        var thoughtCutOff = false;
        var text = isRefused ? "" : Scored(answer.Sample.Answer ?? "", out thoughtCutOff);
        var isLong = answer.Response?.FinishReason == ChatFinishReason.Length;
        var input = new ScoringInput(text, references, sample)
        {
            Prompt = answer.Sample.Prompt!,
            ToolCalls = isRefused ? [] : ToolCalls(answer.Response),
            Context = context,
        };
        var sheet = new ScoreSheet();
        try
        {
            foreach (var use in _settings.Scoring)
            {
                sheet.Add(use.Scorer, await use.Scorer.ScoreAsync(input, use.Options, cancellationToken));
            }
        }
        catch (Exception e) when (e is ScorerException or RegexMatchTimeoutException)
        {
            return answer.Sample with
            {
                Outcome = SampleOutcome.ScorerError,
                Reason = e is RegexMatchTimeoutException ? "a regular expression of the suite takes too long on this answer" : e.Message,
            };
        }

        sheet.Add(GenerationKind.Truncated, isLong ? 1 : 0);
        sheet.Add(GenerationKind.ThoughtTruncated, thoughtCutOff ? 1 : 0);
        var (outcome, reason) = isRefused ? (SampleOutcome.Refused, answer.Sample.Reason)
            : (sheet.IsRead || _settings.Scoring.Count == 0) && (text.Length > 0 || input.ToolCalls.Count > 0) ? (SampleOutcome.Completed, sheet.Note ?? (isLong ? "the answer reached the length limit" : null))
            : thoughtCutOff ? (SampleOutcome.Truncated, "the thoughts were cut off before an answer")
            : isLong ? (SampleOutcome.Truncated, "the answer reached the length limit before it could be read")
            : (SampleOutcome.Unparsed, text.Length == 0 ? "the answer is empty" : "no scorer could read an answer");
        return answer.Sample with
        {
            Outcome = outcome,
            Reason = reason,
            Measures = sheet.Measures,
            DetailJson = sheet.DetailJson(answer.Response?.FinishReason?.Value),
        };
    }

    private static List<ToolCall> ToolCalls(ChatResponse? response) =>
    [
        .. (response?.Messages ?? []).SelectMany(m => m.Contents).OfType<FunctionCallContent>().Select(c => new ToolCall(
            c.Name, (JsonObject)JsonSerializer.SerializeToNode(c.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal))!)),
    ];

    /// <summary>The part of an answer that is scored; see <see cref="GenerationSettings.Scored"/>.</summary>
    public string Scored(string answer, out bool thoughtCutOff) => _settings.Scored(answer, out thoughtCutOff);
}
