using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Core.Metrics;
using Eval.Core.Models;
using Eval.Core.Running;

namespace Eval.Core.Suites.Kinds.Perplexity;

/// <summary>Scores one part of a text in all passes of the suite.</summary>
internal sealed class PartScorer(Suite suite, SampleContext context, IModelSession session, ILikelihoodModel model)
{
    private readonly PerplexitySettings _settings = (PerplexitySettings)suite.Settings;
    private readonly PerplexityPasses _passes = PerplexityPasses.Of(suite.Metrics);
    private readonly Dictionary<string, double> _measures = new(StringComparer.Ordinal);
    private readonly JsonObject _detail = [];
    private readonly List<string> _left = [];
    private int _inputTokens;
    private bool _engineFailed;

    public async Task<SampleResult> RunAsync(SampleResult start, PerplexityPart part, CancellationToken cancellationToken)
    {
        if (part.Rolling is { } rolling)
        {
            await RollingAsync(part, rolling, cancellationToken);
        }

        if (part.Chunks is { } chunks)
        {
            await (_passes.Compared ? ComparedAsync(part, chunks, cancellationToken) : HalfWindowAsync(part, chunks, cancellationToken));
        }

        var reason = _left.Count == 0 ? null : string.Join("; ", _left);
        return _measures.Count == 0
            ? start with { Outcome = _engineFailed ? SampleOutcome.ProviderError : SampleOutcome.Skipped, Reason = reason }
            : start with
            {
                Reason = reason,
                Measures = _measures,
                DetailJson = _detail.Count == 0 ? null : _detail.ToJsonString(),
                InputTokens = _inputTokens,
            };
    }

    private async Task RollingAsync(PerplexityPart part, TextWindows windows, CancellationToken cancellationToken)
    {
        if (windows.Failure is { } failure)
        {
            Leave("rolling", failure);
            return;
        }

        var count = part.CountIn(windows);
        double logLikelihood = 0, tokens = 0;
        if (count > 0)
        {
            if (await ScoreAsync("rolling", part, new WindowRule(WindowKind.Rolling, _settings.ContextLength), count, cancellationToken) is not { } scores)
            {
                return;
            }

            logLikelihood = scores.Sum(s => s.LogLikelihood);
            tokens = scores.Sum(s => (double)s.ScoredTokens);
        }

        // Words and bytes belong to the whole text: each part carries its share by tokens, so that they count once in all, and a part that is
        // missing takes its share with it. An empty text has them, too (one word, as the harness counts).
        var share = windows.TokenCount > 0 ? tokens / windows.TokenCount : 1;
        _measures[MeasureNames.RollingLogLikelihood] = logLikelihood;
        _measures[MeasureNames.RollingTokens] = tokens;
        _measures[MeasureNames.Words] = share * part.Words;
        _measures[MeasureNames.Bytes] = share * part.Bytes;
    }

    private async Task HalfWindowAsync(PerplexityPart part, TextWindows windows, CancellationToken cancellationToken)
    {
        if (!HasChunks(windows))
        {
            return;
        }

        var count = part.CountIn(windows);
        IReadOnlyList<WindowScore>? scores = [];
        if (count > 0)
        {
            scores = await ScoreAsync("half window", part, new WindowRule(WindowKind.HalfWindow, _settings.ContextLength), count, cancellationToken);
        }

        if (scores is not null)
        {
            _measures[MeasureNames.HalfTokens] = scores.Sum(s => (double)s.ScoredTokens);
            _measures[MeasureNames.HalfLogLikelihood] = scores.Sum(s => s.LogLikelihood);
            _measures[MeasureNames.HalfSquares] = scores.Sum(s => s.SumOfSquares);
        }
    }

    private async Task ComparedAsync(PerplexityPart part, TextWindows windows, CancellationToken cancellationToken)
    {
        if (!HasChunks(windows))
        {
            return;
        }

        var sums = new DivergenceSums();
        var count = part.CountIn(windows);
        if (count > 0)
        {
            var request = new WindowRequest(part.Text, new WindowRule(WindowKind.HalfWindow, _settings.ContextLength), part.First, count);
            var logits = new ReferenceLogits(_settings.Reference!, context);
            var (file, problem) = await logits.FileAsync(session, request, cancellationToken);
            if (file is null)
            {
                Leave("comparison", problem!);
                return;
            }

            foreach (var score in await model.CompareWindowsAsync(request, file, cancellationToken))
            {
                sums.Add(score);
            }

            _inputTokens += count * windows.ContextLength;
        }

        if (!sums.IsFinite)
        {
            Leave("comparison", new RequestFailure(RequestFailureKind.EngineFailed, "the model gave numbers that are not finite"));
            return;
        }

        sums.Write(_measures, withPerplexity: _passes.HalfWindow);
        _detail[PackedFloats.DivergenceProperty] = PackedFloats.Pack(sums.Divergences);
    }

    private async Task<IReadOnlyList<WindowScore>?> ScoreAsync(
        string pass, PerplexityPart part, WindowRule rule, int count, CancellationToken cancellationToken)
    {
        var scores = await model.ScoreWindowsAsync(new WindowRequest(part.Text, rule, part.First, count), cancellationToken);
        var failure = scores.Select(s => s.Failure ?? (double.IsFinite(s.LogLikelihood)
            ? null
            : new RequestFailure(RequestFailureKind.EngineFailed, $"window {s.Index}: the model gave no finite number"))).FirstOrDefault(f => f is not null);
        if (failure is not null)
        {
            Leave(pass, failure);
            return null;
        }

        _inputTokens += scores.Sum(s => s.ScoredTokens);
        _detail[rule.Kind == WindowKind.Rolling ? "rolling" : "half"] = JsonSerializer.SerializeToNode(
            scores.Select(s => new { i = s.Index, n = s.ScoredTokens, ll = s.LogLikelihood, sq = s.SumOfSquares, bytes = s.ScoredBytes }));
        return scores;
    }

    private bool HasChunks(TextWindows windows)
    {
        if (windows.Failure is null && windows.WindowCount > 0)
        {
            return true;
        }

        Leave("half window", windows.Failure ?? new RequestFailure(
            RequestFailureKind.NothingToScore,
            $"the text has {windows.TokenCount} tokens, the rule needs two windows of {windows.ContextLength} at least"));
        return false;
    }

    // One pass may fail where another stands; the metrics of the failed one lose coverage.
    private void Leave(string pass, RequestFailure failure)
    {
        _left.Add($"{pass}: {failure.Message}");
        _engineFailed |= failure.Kind == RequestFailureKind.EngineFailed;
    }
}
