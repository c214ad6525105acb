using Eval.FakeEndpoint.Requests;

namespace Eval.FakeEndpoint.Language;

/// <summary>A vocabulary with the probabilities of what comes next.</summary>
internal interface ILanguage
{
    /// <summary>Number of tokens.</summary>
    int Size { get; }

    /// <summary>The token that begins a text, or null where none does.</summary>
    int? Bos { get; }

    /// <summary>True for a token that ends an answer.</summary>
    bool Ends(int token);

    /// <summary>The tokens of a text; nothing is put before or behind.</summary>
    int[] Encode(string text);

    /// <summary>The tokens of a conversation by the model's own template, or null where it has none.</summary>
    int[]? EncodeChat(IReadOnlyList<Turn> turns);

    /// <summary>The bytes of a token; none for a control token.</summary>
    byte[] Bytes(int token);

    /// <summary>The text of tokens.</summary>
    string Decode(IEnumerable<int> tokens);

    /// <summary>Natural log-probabilities of every token after a context; <see cref="Bos"/> goes before a context that lacks it.</summary>
    double[] LogProbabilities(ReadOnlySpan<int> context);
}
