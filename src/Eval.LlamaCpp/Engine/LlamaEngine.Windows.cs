using System.Text;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Engine;

/// <summary>Windows over whole texts.</summary>
internal sealed partial class LlamaEngine
{
    private TokenisedText? _lastText;

    public Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Measure(Tokenise(text, rule.Kind), rule));
    }

    public async Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var text = Tokenise(request.Text, request.Rule.Kind);
        var measured = Measure(text, request.Rule);
        CheckRange(request, measured);
        if (measured.Failure is { } failure)
        {
            return [.. Indices(request).Select(i => new WindowScore(i, 0, double.NaN, double.NaN, 0, failure))];
        }

        var sequences = Sequences(request, text, measured.ContextLength);
        var reader = new LogProbabilityReader([.. sequences.Select(s => s.ScoredLength)]);
        var failures = await EvaluateAsync(EvaluationJob.CutWindows(sequences, _model.Settings), sequences.Length, reader, cancellationToken);
        return
        [
            .. Indices(request).Select((index, i) =>
                Score(index, text, Window(request, text, measured.ContextLength, index), reader, i, failures[i])),
        ];
    }

    private static WindowScore Score(
        int index, TokenisedText text, TokenWindow window, LogProbabilityReader reader, int i, RequestFailure? failure)
    {
        double sum = 0, squares = 0;
        foreach (var logProbability in reader.LogProbabilities(i))
        {
            sum += logProbability;
            squares += logProbability * logProbability;
        }

        failure ??= double.IsFinite(sum) ? null : NotFinite;
        return failure is null
            ? new WindowScore(index, window.ScoreCount, sum, squares, text.ScoredBytes(window))
            : new WindowScore(index, 0, double.NaN, double.NaN, 0, failure);
    }

    private static IEnumerable<int> Indices(WindowRequest request) => Enumerable.Range(request.FirstWindow, request.WindowCount);

    private static TokenWindow Window(WindowRequest request, TokenisedText text, int contextLength, int index) =>
        TextWindowing.Window(request.Rule.Kind, text.RuleTokenCount, contextLength, index);

    private static TokenSequence[] Sequences(WindowRequest request, TokenisedText text, int contextLength) =>
        [.. Indices(request).Select((index, i) => text.Sequence(Window(request, text, contextLength, index), i))];

    private static void CheckRange(WindowRequest request, TextWindows measured)
    {
        if (measured.Failure is null
            && (request.FirstWindow < 0 || request.WindowCount < 0 || request.FirstWindow > measured.WindowCount - request.WindowCount))
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), $"windows {request.FirstWindow} to {request.FirstWindow + request.WindowCount} of {measured.WindowCount}");
        }
    }

    private TextWindows Measure(TokenisedText text, WindowRule rule)
    {
        var length = rule.ContextLength > 0 ? rule.ContextLength : _model.Settings.ContextLength;
        var failure = text.Failure
            ?? (length > _model.Settings.ContextLength
                ? new RequestFailure(
                    RequestFailureKind.TooLong,
                    $"windows of {length} tokens do not fit the model's context of {_model.Settings.ContextLength}")
                : null);
        if (failure is not null)
        {
            return new TextWindows(0, 0, length, failure);
        }

        var count = TextWindowing.Count(rule.Kind, text.RuleTokenCount, length);
        return new TextWindows(text.RuleTokenCount, count, length, count > 0 ? null : TooShort(rule, text.RuleTokenCount, length));
    }

    private static RequestFailure TooShort(WindowRule rule, int tokens, int length) => new(
        RequestFailureKind.NothingToScore,
        rule.Kind == WindowKind.HalfWindow
            ? $"the text has {tokens} tokens; half-window perplexity at a context of {length} needs {2 * length}"
            : "the text is empty");

    /// <summary>Tokens of a text; the last one's are kept, because its windows are asked for piece by piece.</summary>
    private TokenisedText Tokenise(string text, WindowKind kind)
    {
        var last = Volatile.Read(ref _lastText);
        if (last is null || last.Text != text || last.Kind != kind)
        {
            last = TokenisedText.Of(_model.Vocabulary, text, kind);
            Volatile.Write(ref _lastText, last);
        }

        return last;
    }

    /// <summary>A text in tokens, as a rule of windows sees it.</summary>
    private sealed record TokenisedText(
        string Text, WindowKind Kind, Vocabulary Vocabulary, int[] Tokens, int Prefix, RequestFailure? Failure)
    {
        /// <summary>Tokens that the rule counts: with BOS for the tool's rule, without for the harness'.</summary>
        public int RuleTokenCount => Tokens.Length;

        internal static TokenisedText Of(Vocabulary vocabulary, string text, WindowKind kind)
        {
            var failure = vocabulary.WhyNot(text);
            if (failure is null && kind == WindowKind.Rolling && vocabulary.Prefix is null)
            {
                failure = new(RequestFailureKind.NothingToScore, "the vocabulary has neither BOS nor EOS to begin a text with");
            }

            int[] tokens = failure is not null ? [] : kind == WindowKind.HalfWindow ? vocabulary.EncodeWithBos(text) : vocabulary.Encode(text);
            return new TokenisedText(text, kind, vocabulary, tokens, vocabulary.Prefix ?? -1, failure);
        }

        internal TokenSequence Sequence(TokenWindow window, int request)
        {
            var tokens = new int[window.InputLength + 1];
            for (var i = 0; i < tokens.Length; i++)
            {
                var at = window.InputStart + i;
                tokens[i] = at < 0 ? Prefix : Tokens[at];
            }

            if (Kind == WindowKind.HalfWindow && Vocabulary.AddsBos)
            {
                // The tool's own rule: the text's token there is lost.
                tokens[0] = Vocabulary.Bos!.Value;
            }

            return new TokenSequence(tokens, window.ContextLength, request);
        }

        internal int ScoredBytes(TokenWindow window)
        {
            var bytes = 0;
            foreach (var token in Tokens.AsSpan(window.ScoreStart, window.ScoreCount))
            {
                bytes += Vocabulary.PieceBytes(token);
            }

            return window.ScoreStart == 0 ? bytes - AddedBytes() : bytes;
        }

        /// <summary>The space that SentencePiece puts in front of a text is none of its bytes.</summary>
        private int AddedBytes() =>
            Kind == WindowKind.Rolling && Tokens.Length > 0 && Encoding.UTF8.GetByteCount(Text) < Tokens.Sum(Vocabulary.PieceBytes) ? 1 : 0;
    }
}
