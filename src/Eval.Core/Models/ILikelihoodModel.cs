namespace Eval.Core.Models;

/// <summary>
/// A model that tells how probable a given text is. <c>IChatClient</c> has no log-probabilities, so this is a contract of its own; the
/// requests are those of the academic harnesses. Members may be called from several threads; a local model answers them one after the other.
/// All logarithms are natural.
/// </summary>
/// <remarks>
/// A request that cannot be answered (too long, text that the vocabulary cannot encode) is reported in its own result's
/// <c>Failure</c>, never by an exception, so that it cannot spoil its neighbours. Exceptions mean the model itself is gone:
/// <see cref="ModelUnavailableException"/>.
/// </remarks>
public interface ILikelihoodModel
{
    /// <summary>
    /// Log-likelihood of each continuation given its context. One call is one work unit: what shares a call shares batches, so that the
    /// same call always gives the same numbers. Order of results equals the order of requests.
    /// </summary>
    Task<IReadOnlyList<ContinuationScore>> ScoreContinuationsAsync(
        IReadOnlyList<ContinuationRequest> requests, CancellationToken cancellationToken);

    /// <summary>Cuts a text into windows and tells how many there are, without evaluating them.</summary>
    Task<TextWindows> MeasureTextAsync(string text, WindowRule rule, CancellationToken cancellationToken);

    /// <summary>Scores some consecutive windows of a text. One call is one work unit.</summary>
    Task<IReadOnlyList<WindowScore>> ScoreWindowsAsync(WindowRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Compares the next-token distributions of this model with those of a reference model over the same windows (the KL-divergence mode
    /// of llama.cpp's perplexity tool). The two must share a vocabulary.
    /// </summary>
    Task<IReadOnlyList<DivergenceScore>> CompareWindowsAsync(
        WindowRequest request, string referenceLogitsFile, CancellationToken cancellationToken);

    /// <summary>Writes this model's next-token distributions over some windows to a file that <see cref="CompareWindowsAsync"/> reads.</summary>
    Task WriteReferenceLogitsAsync(WindowRequest request, string file, CancellationToken cancellationToken);

    /// <summary>Number of tokens of each text, without BOS or EOS; -1 for a text that the vocabulary cannot encode.</summary>
    Task<IReadOnlyList<int>> CountTokensAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
