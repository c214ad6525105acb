using Eval.Core.Models;

namespace Eval.LlamaCpp.Engine;

/// <summary>Whole distributions: the KL-divergence mode of llama.cpp's perplexity tool.</summary>
internal sealed partial class LlamaEngine
{
    public async Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var (text, windows, contextLength) = HalfWindows(request);
        var tokens = text.Tokens.AsSpan(request.FirstWindow * contextLength, request.WindowCount * contextLength).ToArray();
        var scratch = $"{file}.{Environment.ProcessId}.part";
        try
        {
            using (var logits = ReferenceLogits.Create(scratch, contextLength, _model.Vocabulary.Size, tokens))
            {
                var failures = await EvaluateAsync(
                    EvaluationJob.CutWindows(windows, _model.Settings), windows.Length, new DistributionWriter(logits), cancellationToken);
                ThrowFirst(failures);
            }

            File.Move(scratch, file, overwrite: true);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    public async Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var (text, windows, contextLength) = HalfWindows(request);
        using var logits = ReferenceLogits.Open(referenceLogitsFile);
        var first = Match(logits, text, request, contextLength, referenceLogitsFile);
        var reader = new DivergenceReader(logits, first, windows.Length);
        ThrowFirst(await EvaluateAsync(EvaluationJob.CutWindows(windows, _model.Settings), windows.Length, reader, cancellationToken));
        if (windows.Where((_, i) => reader.Rows(i).Any(r => !float.IsFinite(r.LogProbability) || !float.IsFinite(r.Divergence))).Any())
        {
            throw new ModelUnavailableException(NotFinite.Message, isPermanent: true);
        }

        return [.. windows.Select((_, i) => ToScore(request.FirstWindow + i, reader.Rows(i)))];
    }

    private static DivergenceScore ToScore(int index, IReadOnlyList<RowDivergence> rows) => new(
        index,
        [.. rows.Select(r => r.LogProbability)],
        [.. rows.Select(r => r.ReferenceLogProbability)],
        [.. rows.Select(r => r.Divergence)],
        [.. rows.Select(r => r.SameTop)]);

    private static void ThrowFirst(RequestFailure?[] failures)
    {
        if (failures.FirstOrDefault(f => f is not null) is { } failure)
        {
            throw new ModelUnavailableException(failure.Message, isPermanent: false);
        }
    }

    private (TokenisedText Text, TokenSequence[] Windows, int ContextLength) HalfWindows(WindowRequest request)
    {
        if (request.Rule.Kind != WindowKind.HalfWindow)
        {
            throw new ArgumentException("distributions are compared over half-window chunks only, as the tool does", nameof(request));
        }

        var text = Tokenise(request.Text, request.Rule.Kind);
        var measured = Measure(text, request.Rule);
        if (measured.Failure is { } failure)
        {
            throw new ArgumentException(failure.Message, nameof(request));
        }

        CheckRange(request, measured);
        return (text, Sequences(request, text, measured.ContextLength), measured.ContextLength);
    }

    /// <summary>The window of a file that is the first one asked for: the file holds those windows alone, or the text from its start.</summary>
    private int Match(ReferenceLogits logits, TokenisedText text, WindowRequest request, int contextLength, string file)
    {
        if (logits.VocabularySize != _model.Vocabulary.Size)
        {
            throw new InvalidDataException(
                $"{file}: the reference has a vocabulary of {logits.VocabularySize} tokens, this model one of {_model.Vocabulary.Size}; "
                + "only models with the same vocabulary can be compared");
        }

        var wanted = text.Tokens.AsSpan(request.FirstWindow * contextLength, request.WindowCount * contextLength);
        foreach (var first in (ReadOnlySpan<int>)[0, request.FirstWindow])
        {
            if (logits.ContextLength == contextLength && first + request.WindowCount <= logits.WindowCount
                && wanted.SequenceEqual(logits.Tokens.AsSpan(first * contextLength, wanted.Length)))
            {
                return first;
            }
        }

        throw new InvalidDataException($"{file}: the reference was made from another text or another context length");
    }
}
