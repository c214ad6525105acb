using System.Text;
using Eval.LlamaCpp.Native;

namespace Eval.Benchmarks.Baseline;

/// <summary>
/// The baseline that everything is compared with: what one would write first over the same library. One sequence, one context with
/// llama.cpp's default settings and <c>n_batch</c> 512, logits of every position asked for, log-softmax in scalar double precision on one
/// thread, and every request evaluated from its beginning.
/// </summary>
internal sealed unsafe class NaiveModel : IDisposable
{
    private const int Batch = 512;

    private readonly LlamaModelHandle _model;
    private readonly LlamaContextHandle _context;
    private readonly nint _vocab;
    private readonly int _size;

    public NaiveModel(string file, int context, int threads, bool gpu = false)
    {
        LlamaLibrary.Load(new LlamaLibraryOptions());
        var modelParameters = LlamaApi.ModelDefaultParams();
        modelParameters.NGpuLayers = gpu ? -1 : 0;
        _model = LlamaApi.ModelLoadFromFile(file, modelParameters);
        var parameters = LlamaApi.ContextDefaultParams();
        parameters.NCtx = (uint)context;
        parameters.NBatch = Batch;
        parameters.NSeqMax = 1;
        parameters.NThreads = parameters.NThreadsBatch = threads;
        _context = _model.IsInvalid ? throw new InvalidOperationException($"{file} cannot be loaded: {LlamaLog.ProblemsAsText()}")
            : LlamaContextHandle.Create(_model, parameters) ?? throw new InvalidOperationException(LlamaLog.ProblemsAsText());
        _vocab = LlamaApi.ModelGetVocab(_model);
        _size = LlamaApi.VocabTokenCount(_vocab);
    }

    /// <summary>Perplexity by the rule of llama.cpp's tool: chunks of a size, BOS first, second half scored.</summary>
    public double Perplexity(string text, int chunk, int maxChunks)
    {
        var tokens = Tokenize(text, addSpecial: true);
        var chunks = Math.Min(tokens.Length / chunk, maxChunks);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < chunks; i++)
        {
            var part = tokens.AsSpan(i * chunk, chunk).ToArray();
            part[0] = LlamaApi.VocabBos(_vocab);
            sum += Score(part, chunk / 2);
            count += chunk - (chunk / 2) - 1;
        }

        return Math.Exp(-sum / count);
    }

    /// <summary>Log-probability of a continuation; the context is evaluated anew.</summary>
    public double Continuation(string context, string continuation)
    {
        var head = Tokenize(context, addSpecial: true);
        var all = Tokenize(context + continuation, addSpecial: true);
        return Score(all, head.Length - 1);
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    public int[] Tokenize(string text, bool addSpecial)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 8];
        fixed (byte* b = bytes)
        fixed (int* t = tokens)
        {
            var count = LlamaApi.Tokenize(_vocab, b, bytes.Length, t, tokens.Length, addSpecial, parseSpecial: false);
            return tokens[..count];
        }
    }

    /// <summary>Sum of the log-probabilities of the tokens after a position.</summary>
    private double Score(int[] tokens, int after)
    {
        LlamaApi.MemoryClear(LlamaApi.GetMemory(_context), data: true);
        var sum = 0.0;
        var logits = stackalloc sbyte[Batch];
        new Span<sbyte>(logits, Batch).Fill(1);
        for (var start = 0; start < tokens.Length; start += Batch)
        {
            var count = Math.Min(Batch, tokens.Length - start);
            fixed (int* t = &tokens[start])
            {
                var result = LlamaApi.Decode(_context, new LlamaBatch { NTokens = count, Token = t, Logits = logits });
                _ = result == 0 ? 0 : throw new InvalidOperationException($"llama_decode gave {result}");
            }

            for (var i = 0; i < count; i++)
            {
                var next = start + i + 1;
                if (next > after && next < tokens.Length)
                {
                    sum += LogProbability(LlamaApi.GetLogits(_context, i), tokens[next]);
                }
            }
        }

        return sum;
    }

    private double LogProbability(float* logits, int token)
    {
        var max = logits[0];
        for (var i = 1; i < _size; i++)
        {
            max = Math.Max(max, logits[i]);
        }

        var sum = 0.0;
        for (var i = 0; i < _size; i++)
        {
            sum += Math.Exp((double)logits[i] - max);
        }

        return logits[token] - max - Math.Log(sum);
    }
}
