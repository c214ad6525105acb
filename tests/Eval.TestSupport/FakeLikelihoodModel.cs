using System.Globalization;
using Eval.Core.Models;
using Eval.Core.Statistics;

namespace Eval.TestSupport;

/// <summary>
/// A likelihood model without a model: every number is a hash of what was asked, so that tests can compute what must come out. A token is four
/// characters; a token's log-probability lies between −4 and 0 and depends on the seed, its text and its place. Thread-safe.
/// </summary>
public sealed class FakeLikelihoodModel : ILikelihoodModel
{
    public const int CharactersPerToken = 4;

    private readonly Lock _gate = new();
    private int _calls;

    /// <summary>Two models with the same seed give the same numbers.</summary>
    public int Seed { get; init; }

    /// <summary>Tokens that fit; longer requests are reported as too long.</summary>
    public int ContextLength { get; init; } = 512;

    /// <summary>Characters that the vocabulary cannot encode.</summary>
    public string Unencodable { get; init; } = "";

    /// <summary>Replaces the answer to a request; null leaves it.</summary>
    public Func<ContinuationRequest, ContinuationScore?>? Answer { get; init; }

    /// <summary>Runs before each call that scores, with the call's number from 0: may wait, throw, or cancel.</summary>
    public Func<int, CancellationToken, Task>? BeforeCall { get; init; }

    /// <summary>Replaces a window's score; null leaves it.</summary>
    public Func<WindowScore, WindowScore?>? AnswerWindow { get; init; }

    /// <summary>Every call of <see cref="ScoreContinuationsAsync"/>, in order.</summary>
    public List<IReadOnlyList<ContinuationRequest>> ContinuationCalls { get; } = [];

    /// <summary>Every call of <see cref="ScoreWindowsAsync"/>, in order.</summary>
    public List<WindowRequest> WindowCalls { get; } = [];

    /// <summary>Every call of <see cref="WriteReferenceLogitsAsync"/>, in order.</summary>
    public List<WindowRequest> ReferenceCalls { get; } = [];

    public static int Tokens(string text) => (text.Length + CharactersPerToken - 1) / CharactersPerToken;

    public async Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken)
    {
        await EnterAsync(() => ContinuationCalls.Add(requests), cancellationToken);
        return [.. requests.Select(Score)];
    }

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken)
    {
        var length = rule.ContextLength == 0 ? ContextLength : rule.ContextLength;
        if (FirstUnencodable(text) is { } c)
        {
            return Task.FromResult(new TextWindows(0, 0, length, Unknown(c)));
        }

        var tokens = Tokens(text) + (rule.Kind == WindowKind.HalfWindow ? 1 : 0);
        return Task.FromResult(new TextWindows(tokens, TextWindowing.Count(rule.Kind, tokens, length), length));
    }

    public async Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(() => WindowCalls.Add(request), cancellationToken);
        return [.. Windows(request).Select(w =>
        {
            var logs = LogProbs(Seed, request, w.Window);
            var score = new WindowScore(w.Index, logs.Length, logs.Sum(), logs.Sum(x => x * x), logs.Length * CharactersPerToken);
            return AnswerWindow?.Invoke(score) ?? score;
        })];
    }

    public async Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken)
    {
        await EnterAsync(() => { }, cancellationToken);
        var lines = await File.ReadAllLinesAsync(referenceLogitsFile, cancellationToken);
        if (lines is not [var seed, var what] || what != Describe(request))
        {
            throw new InvalidOperationException("the reference file belongs to other windows");
        }

        var other = int.Parse(seed, CultureInfo.InvariantCulture);
        return [.. Windows(request).Select(w =>
        {
            var own = LogProbs(Seed, request, w.Window);
            var reference = LogProbs(other, request, w.Window);
            return new DivergenceScore(
                w.Index, [.. own.Select(x => (float)x)], [.. reference.Select(x => (float)x)],
                [.. own.Zip(reference, (a, b) => (float)(Math.Abs(a - b) / 4))], [.. own.Zip(reference, (a, b) => Math.Abs(a - b) < 1)]);
        })];
    }

    public async Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken)
    {
        await EnterAsync(() => ReferenceCalls.Add(request), cancellationToken);
        await File.WriteAllLinesAsync(file, [Seed.ToString(CultureInfo.InvariantCulture), Describe(request)], cancellationToken);
    }

    public Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<int>>([.. texts.Select(t => FirstUnencodable(t) is null ? Tokens(t) : -1)]);

    /// <summary>The log-probabilities of the scored tokens of one window, as every method here uses them.</summary>
    public static double[] LogProbs(int seed, WindowRequest request, TokenWindow window) =>
        [.. Enumerable.Range(window.ScoreStart, window.ScoreCount).Select(i => LogProb(seed, $"{request.Rule.Kind}|{i}|{request.Text.Length}"))];

    /// <summary>The score of a continuation where nothing is in its way.</summary>
    public ContinuationScore Score(ContinuationRequest request)
    {
        if (Answer?.Invoke(request) is { } answer)
        {
            return answer;
        }

        if (FirstUnencodable(request.Context + request.Continuation) is { } c)
        {
            return ContinuationScore.Failed(Unknown(c));
        }

        if (request.Continuation.Length == 0)
        {
            return ContinuationScore.Failed(new RequestFailure(RequestFailureKind.NothingToScore, "the continuation is empty"));
        }

        var (context, tokens) = (1 + Tokens(request.Context), Tokens(request.Continuation));
        if (context + tokens > ContextLength && request.TruncateLeft && tokens < ContextLength)
        {
            request = request with { Context = request.Context[^((ContextLength - tokens - 1) * CharactersPerToken)..] };
            context = ContextLength - tokens;
        }

        if (context + tokens > ContextLength)
        {
            return ContinuationScore.Failed(new RequestFailure(RequestFailureKind.TooLong, $"{context + tokens} tokens, the context holds {ContextLength}"));
        }

        var sum = Enumerable.Range(0, tokens).Sum(i => LogProb(Seed, $"{request.Context}|{request.Continuation}|{i}"));
        return new ContinuationScore(sum, tokens, IsGreedy: sum > -tokens, context);
    }

    private async Task EnterAsync(Action record, CancellationToken cancellationToken)
    {
        int call;
        lock (_gate)
        {
            call = _calls++;
            record();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (BeforeCall is { } before)
        {
            await before(call, cancellationToken);
        }
    }

    private IEnumerable<(int Index, TokenWindow Window)> Windows(WindowRequest request)
    {
        var length = request.Rule.ContextLength == 0 ? ContextLength : request.Rule.ContextLength;
        var tokens = Tokens(request.Text) + (request.Rule.Kind == WindowKind.HalfWindow ? 1 : 0);
        return Enumerable.Range(request.FirstWindow, request.WindowCount)
            .Select(i => (i, TextWindowing.Window(request.Rule.Kind, tokens, length, i)));
    }

    private static string Describe(WindowRequest request) =>
        $"{SeededRandom.StableHash(0, request.Text)} {request.Rule.Kind} {request.Rule.ContextLength} {request.FirstWindow} {request.WindowCount}";

    private char? FirstUnencodable(string text) => text.IndexOfAny(Unencodable.ToCharArray()) is var at and >= 0 ? text[at] : null;

    private static RequestFailure Unknown(char c) => new(RequestFailureKind.Unencodable, $"the vocabulary has no token for \"{c}\"");

    private static double LogProb(int seed, string what) => -4.0 * ((SeededRandom.StableHash(seed, what) >> 11) * (1.0 / (1UL << 53)));
}
