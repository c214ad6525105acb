using System.Text;
using Eval.Core.Models;
using Eval.FakeEndpoint.Requests;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Generation;
using Eval.LlamaCpp.Native;

namespace Eval.FakeEndpoint.Language;

/// <summary>
/// A local GGUF model in this process, at the reference setting (one sequence, f32 KV cache, flash attention off, CPU), so that its
/// log-probabilities are those that the program itself gives for the same file. One request at a time; what is evaluated stays for the next.
/// </summary>
internal sealed unsafe class GgufLanguage : ILanguage, IDisposable
{
    private readonly Lock _lock = new();
    private readonly LoadedModel _model;
    private readonly LlamaContextHandle _context;
    private readonly ChatEncoder? _chat;
    private readonly nint _memory;
    private readonly List<int> _evaluated = [];

    /// <summary>Loads a file. Throws <see cref="FormatException"/> with the reason where that cannot be done.</summary>
    public GgufLanguage(string file)
    {
        try
        {
            var library = LlamaLibrary.Load(new LlamaLibraryOptions());
            var header = LoadedModel.Check(file);
            var spec = new LocalModelSpec { File = file, GpuLayers = GpuLayers.Of(0) };
            _model = LoadedModel.Load(header, EngineSettings.Choose(header, spec, exact: true, library.Devices, ProcessorCores.Count()));
            _context = _model.NewContext(_model.ContextParameters());
            _memory = LlamaApi.GetMemory(_context);
            _chat = ChatTemplate.Problem(header.ChatTemplate, isModelsOwn: true) is null
                ? new ChatEncoder(_model.Vocabulary, ChatTemplate.Of(header.ChatTemplate, isModelsOwn: true))
                : null;
        }
        catch (ModelUnavailableException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public int Size => _model.Vocabulary.Size;

    public int? Bos => _model.Vocabulary.AddsBos ? _model.Vocabulary.Bos : null;

    /// <summary>Tokens that fit.</summary>
    public int ContextLength => _model.Settings.ContextLength;

    public bool Ends(int token) => _model.Vocabulary.IsEndOfGeneration(token);

    public int[] Encode(string text) => _model.Vocabulary.WhyNot(text) is { } problem ? throw new RequestFormatException(problem.Message) : _model.Vocabulary.Encode(text);

    public int[]? EncodeChat(IReadOnlyList<Turn> turns) => _chat?.Encode([.. turns.Select(t => new ChatTurn(t.Role, t.Text))]).Tokens;

    public byte[] Bytes(int token) => _model.Vocabulary.Piece(token);

    public string Decode(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(Bytes)]);

    public double[] LogProbabilities(ReadOnlySpan<int> context)
    {
        int[] tokens = Bos is { } bos && (context.IsEmpty || context[0] != bos) ? [bos, .. context] : [.. context];
        lock (_lock)
        {
            var logits = new ReadOnlySpan<float>(Evaluate(tokens), Size);
            var (_, normaliser) = LogSoftmax.Normaliser(logits);
            var values = new double[Size];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = logits[i] - normaliser;
            }

            return values;
        }
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    // The logits after the last token. What agrees with the last call is kept, but the last token is always evaluated.
    private float* Evaluate(int[] tokens)
    {
        if (tokens.Length > ContextLength)
        {
            throw new RequestFormatException($"the prompt has {tokens.Length} tokens, and the context holds {ContextLength}");
        }

        var kept = Math.Min(tokens.AsSpan(0, tokens.Length - 1).CommonPrefixLength(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_evaluated)), tokens.Length - 1);
        if (kept == 0 || !LlamaApi.MemoryRemove(_memory, 0, kept, -1))
        {
            kept = 0;
            LlamaApi.MemoryClear(_memory, data: true);
        }

        _evaluated.Clear();
        for (var start = kept; start < tokens.Length;)
        {
            var count = Math.Min(_model.Settings.Batch, tokens.Length - start);
            fixed (int* t = &tokens[start])
            {
                if (LlamaApi.Decode(_context, new LlamaBatch { NTokens = count, Token = t }) is not 0 and var result)
                {
                    throw new InvalidOperationException($"llama_decode gave {result}");
                }
            }

            start += count;
        }

        _evaluated.AddRange(tokens);
        return LlamaApi.GetLogits(_context, -1);
    }
}
