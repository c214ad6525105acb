using System.Text;
using Eval.Core.Models;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// Text to tokens and back. Text of users and data sets is never parsed for special tokens; BOS is put in front by the vocabulary's own
/// flag; EOS is never added. Safe for use by several threads.
/// </summary>
internal sealed unsafe class Vocabulary
{
    private readonly LlamaModelHandle _model;
    private readonly nint _vocab;
    private readonly EncodableText _encodable;
    private readonly Lazy<int[]> _pieceBytes;

    internal Vocabulary(LlamaModelHandle model)
    {
        _model = model;
        _vocab = LlamaApi.ModelGetVocab(model);
        Type = LlamaApi.VocabType(_vocab);
        Size = LlamaApi.VocabTokenCount(_vocab);
        Bos = Optional(LlamaApi.VocabBos(_vocab));
        Eos = Optional(LlamaApi.VocabEos(_vocab));
        AddsBos = Bos is not null && LlamaApi.VocabAddsBos(_vocab);
        _encodable = EncodableText.Of(this);
        _pieceBytes = new(() => [.. Enumerable.Range(0, Size).Select(t => Piece(t).Length)]);
    }

    /// <summary>Kind of tokenizer.</summary>
    public LlamaVocabType Type { get; }

    /// <summary>Number of tokens.</summary>
    public int Size { get; }

    /// <summary>The token that begins a text, or null where there is none.</summary>
    public int? Bos { get; }

    /// <summary>The token that ends a text, or null where there is none.</summary>
    public int? Eos { get; }

    /// <summary>True where BOS belongs in front of every text.</summary>
    public bool AddsBos { get; }

    /// <summary>What conditions the first token of a text that has nothing before it: BOS, else EOS; null where there is neither.</summary>
    public int? Prefix => Bos ?? Eos;

    /// <summary>The native vocabulary; alive as long as the model.</summary>
    internal nint Handle => _vocab;

    /// <summary>
    /// Why a text cannot be encoded, or null. llama.cpp ends the whole process at a character for which a vocabulary without byte tokens
    /// has no token, so this is asked before <see cref="Encode"/>.
    /// </summary>
    public RequestFailure? WhyNot(string text) => _encodable.FirstProblem(text) is { } rune
        ? new RequestFailure(RequestFailureKind.Unencodable, $"the vocabulary has no token for {Describe(rune)}")
        : null;

    /// <summary>
    /// The tokens of a text, without BOS or EOS. Throws <see cref="ArgumentException"/> for a text that <see cref="WhyNot"/> refuses.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="parseSpecial">True only for rendered chat templates: their markers become control tokens.</param>
    public int[] Encode(string text, bool parseSpecial = false)
    {
        if (WhyNot(text) is { } failure)
        {
            throw new ArgumentException(failure.Message, nameof(text));
        }

        if (text.Length == 0)
        {
            return [];
        }

        // Never more tokens than bytes, but for the space that some tokenizers put in front.
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = GC.AllocateUninitializedArray<int>(bytes.Length + 8);
        int count;
        fixed (byte* from = bytes)
        fixed (int* to = tokens)
        {
            count = LlamaApi.Tokenize(_vocab, from, bytes.Length, to, tokens.Length, addSpecial: false, parseSpecial);
        }

        if (count < 0)
        {
            throw new InvalidOperationException($"llama_tokenize wants room for {-(long)count} tokens for {bytes.Length} bytes");
        }

        GC.KeepAlive(_model);
        return tokens[..count];
    }

    /// <summary>The tokens of a text with BOS in front where the vocabulary asks for it.</summary>
    public int[] EncodeWithBos(string text) => AddsBos ? [Bos!.Value, .. Encode(text)] : Encode(text);

    /// <summary>The text of tokens; control tokens give nothing.</summary>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new MemoryStream();
        foreach (var token in tokens)
        {
            bytes.Write(Piece(token));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The UTF-8 bytes of one token, possibly part of a character only; empty for control tokens unless asked for.</summary>
    public byte[] Piece(int token, bool withSpecial = false)
    {
        var buffer = stackalloc byte[256];
        var length = LlamaApi.TokenToPiece(_vocab, token, buffer, 256, 0, withSpecial);
        if (length >= 0)
        {
            return new ReadOnlySpan<byte>(buffer, length).ToArray();
        }

        var large = new byte[-length];
        fixed (byte* to = large)
        {
            length = LlamaApi.TokenToPiece(_vocab, token, to, large.Length, 0, withSpecial);
        }

        return large[..Math.Max(0, length)];
    }

    /// <summary>Length of <see cref="Piece"/> in bytes, from a table.</summary>
    public int PieceBytes(int token) => _pieceBytes.Value[token];

    /// <summary>
    /// The stored text of a token (SentencePiece writes a space as U+2581, byte-level BPE every byte as a printable character); what
    /// <see cref="EncodableText"/> works on.
    /// </summary>
    internal string StoredText(int token) => NativeText.Read(LlamaApi.VocabText(_vocab, token)) ?? "";

    /// <summary>True for every token that ends a turn or a text, which may be more than <see cref="Eos"/>.</summary>
    public bool IsEndOfGeneration(int token) => LlamaApi.VocabIsEndOfGeneration(_vocab, token);

    private static int? Optional(int token) => token < 0 ? null : token;

    private static string Describe(Rune rune) =>
        Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? $"U+{rune.Value:X4}" : $"\"{rune}\" (U+{rune.Value:X4})";
}
