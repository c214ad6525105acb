using System.Collections.Concurrent;
using Eval.Core.Models;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Encodes a context and its continuation as lm-evaluation-harness does (research/benchmark-harnesses.md 2.5): trailing white space of the
/// context moves to the continuation, both are encoded as one text, and the continuation's tokens are those after as many as the context
/// has alone.
/// </summary>
internal sealed class PairEncoder
{
    private readonly ConcurrentDictionary<string, int[]> _contexts = new(StringComparer.Ordinal);
    private readonly Vocabulary _vocabulary;
    private readonly int _contextLength;

    /// <summary>Creates the encoder of one call; it remembers contexts, which the choices of a question share.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="contextLength">Tokens that the model evaluates at most.</param>
    internal PairEncoder(Vocabulary vocabulary, int contextLength)
    {
        _vocabulary = vocabulary;
        _contextLength = contextLength;
    }

    /// <summary>The tokens, or why there are none.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="index">Its index.</param>
    public EncodedPair Encode(ContinuationRequest request, int index)
    {
        var context = request.Context.TrimEnd();
        var whole = request.Context + request.Continuation;
        if (_vocabulary.WhyNot(whole) is { } unencodable)
        {
            return new EncodedPair(null, 0, unencodable);
        }

        int[] tokens;
        int contextTokens;
        if (context.Length == 0)
        {
            if (_vocabulary.Prefix is not { } prefix)
            {
                return Failed(RequestFailureKind.NothingToScore, "the vocabulary has neither BOS nor EOS to stand for an empty context");
            }

            tokens = [prefix, .. _vocabulary.Encode(whole)];
            contextTokens = 1;
        }
        else
        {
            tokens = _vocabulary.EncodeWithBos(whole);
            contextTokens = Context(context).Length;
        }

        if (request.Continuation.Length == 0 || tokens.Length <= contextTokens)
        {
            return Failed(RequestFailureKind.NothingToScore, "the continuation has no token of its own");
        }

        return Fit(request, index, tokens, contextTokens);
    }

    private EncodedPair Fit(ContinuationRequest request, int index, int[] tokens, int contextTokens)
    {
        if (tokens.Length <= _contextLength + 1)
        {
            return new EncodedPair(new TokenSequence(tokens, contextTokens, index), PreambleLength(request, tokens, contextTokens), null);
        }

        var scored = tokens.Length - contextTokens;
        if (!request.TruncateLeft || scored > _contextLength)
        {
            return Failed(
                RequestFailureKind.TooLong,
                $"{tokens.Length - 1} tokens ({contextTokens} of context, {scored} of continuation) do not fit the context of {_contextLength}");
        }

        tokens = tokens[^(_contextLength + 1)..];
        return new EncodedPair(new TokenSequence(tokens, tokens.Length - scored, index), 0, null);
    }

    private int PreambleLength(ContinuationRequest request, int[] tokens, int contextTokens)
    {
        if (request.SharedPrefixLength <= 0)
        {
            return 0;
        }

        // Tokens may reach over the preamble's end; only those that agree with it alone are shared by every request.
        var text = request.Context[..Math.Min(request.SharedPrefixLength, request.Context.Length)];
        return Math.Min(Context(text).AsSpan().CommonPrefixLength(tokens), contextTokens - 1);
    }

    private int[] Context(string text) => _contexts.GetOrAdd(text, static (t, vocabulary) => vocabulary.EncodeWithBos(t), _vocabulary);

    private static EncodedPair Failed(RequestFailureKind kind, string message) => new(null, 0, new RequestFailure(kind, message));
}

/// <summary>A request in tokens.</summary>
/// <param name="Sequence">The tokens, or null where there is a failure.</param>
/// <param name="PreambleLength">How many at the start are a preamble that other requests share; 0 for none.</param>
/// <param name="Failure">Why there are none, or null.</param>
internal sealed record EncodedPair(TokenSequence? Sequence, int PreambleLength, RequestFailure? Failure);
