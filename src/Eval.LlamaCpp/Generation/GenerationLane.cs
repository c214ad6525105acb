using System.Security.Cryptography;
using System.Text;
using Eval.Core.Models;
using Eval.LlamaCpp.Engine;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>
/// One context that generates several answers at a time. An answer that ends makes room for the next at once.
/// </summary>
/// <remarks>
/// On a CPU an answer does not depend on its neighbours, to the last bit of its logits: prompts are evaluated alone, and two rows or
/// sixteen give each row the same numbers. For weights in F32 one row does not: it has kernels of its own. A context finds that out when
/// it is made (<see cref="LoneRow"/>) and pads lone rows where it must (measured on x64 for F32, F16, Q8_0, Q4_0 and Q4_K_M; a
/// test repeats it). GPUs choose kernels by more than that: there only the same work beside the same neighbours gives the same text.
/// </remarks>
internal sealed unsafe class GenerationLane : IDisposable
{
    private readonly LoadedModel _model;
    private readonly Func<ChatEncoder> _chat;
    private readonly TimeProvider _time;
    private readonly LlamaContextHandle _context;
    private readonly ThreadPoolHandle? _threads;
    private readonly GenerationBatch _batch;
    private readonly nint _memory;
    private readonly int _contextLength;
    private readonly GenerationSequence?[] _sequences;
    private readonly LlamaTokenData[] _scratch;
    private readonly bool _padsLoneRows;

    public GenerationLane(LoadedModel model, GenerationShape shape, Func<ChatEncoder> chat, TimeProvider time)
    {
        _model = model;
        _chat = chat;
        _time = time;
        _sequences = new GenerationSequence?[shape.Slots];
        var parameters = model.ContextParameters();
        parameters.NCtx = (uint)(model.Settings.ContextLength * shape.Slots);
        parameters.NSeqMax = (uint)shape.Slots;
        parameters.KvUnified = false;
        parameters.NBatch = (uint)Math.Max(model.Settings.Batch, shape.Slots);
        parameters.NThreads = parameters.NThreadsBatch = shape.Threads;
        _context = model.NewContext(parameters);
        _threads = shape.Threads > 1 ? ThreadPoolHandle.Create(shape.Threads) : null;
        _threads?.AttachTo(_context);
        _memory = LlamaApi.GetMemory(_context);
        _contextLength = Math.Min(model.Settings.ContextLength, (int)LlamaApi.ContextSizePerSequence(_context));
        _batch = new GenerationBatch((int)parameters.NBatch);
        _scratch = new LlamaTokenData[model.Vocabulary.Size];
        _padsLoneRows = shape.Slots > 1 && model.Settings.GpuLayers == 0 && !LoneRow.IsTheSame(_context, _batch, model.Vocabulary.Size);
    }

    public int ActiveCount { get; private set; }
    /// <summary>Evaluates a prompt and takes the first token.</summary>
    public void Begin(GenerationJob job)
    {
        if (Prepare(job) is not { } prepared)
        {
            return;
        }

        var (prompt, sampler) = prepared;
        var slot = Array.IndexOf(_sequences, null);
        var sequence = new GenerationSequence(
            job, slot, prompt.Tokens.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt.Text))),
            sampler, _model.Vocabulary, _contextLength, _time);
        _sequences[slot] = sequence;
        ActiveCount++;
        for (var at = 0; at < prompt.Tokens.Length;)
        {
            _batch.Clear();
            for (; at < prompt.Tokens.Length && !_batch.IsFull; at++)
            {
                _batch.Add(prompt.Tokens[at], at, slot, wantsLogits: at == prompt.Tokens.Length - 1);
            }

            if (_batch.Decode(_context) is not 0 and var code)
            {
                Fail(sequence, code);
                return;
            }
        }

        Take(sequence, _batch.Count - 1);
    }

    /// <summary>One token for every active answer.</summary>
    public void Step()
    {
        foreach (var sequence in _sequences)
        {
            if (sequence?.Job.CancellationToken.IsCancellationRequested == true)
            {
                Release(sequence);
                sequence.Job.OnEnd(null);
            }
        }

        if (ActiveCount == 0)
        {
            return;
        }

        _batch.Clear();
        var rows = StepLayout.Rows<GenerationSequence>(_sequences, _padsLoneRows);
        foreach (var slot in rows)
        {
            if (_sequences[slot] is { } sequence)
            {
                _batch.Add(sequence.NextToken, sequence.Position++, slot, wantsLogits: true);
            }
            else
            {
                // Padding is a text of one token.
                _batch.Add(_model.Vocabulary.Prefix ?? 0, 0, slot, wantsLogits: true);
            }
        }

        var code = _batch.Decode(_context);
        for (var i = 0; i < rows.Count; i++)
        {
            if (_sequences[rows[i]] is not { } sequence)
            {
                LlamaApi.MemoryRemove(_memory, rows[i], -1, -1);
            }
            else if (code == 0)
            {
                Take(sequence, i);
            }
            else
            {
                Fail(sequence, code);
            }
        }
    }

    public void Dispose()
    {
        foreach (var sequence in _sequences)
        {
            sequence?.Dispose();
        }

        _context.Dispose();
        _threads?.Dispose();
        _batch.Dispose();
    }

    private (ChatPrompt Prompt, TokenSampler Sampler)? Prepare(GenerationJob job)
    {
        if (job.CancellationToken.IsCancellationRequested)
        {
            job.OnEnd(null);
            return null;
        }

        job.OnBegin();
        var request = job.Request;
        try
        {
            var prompt = Encode(request);
            if (prompt.Tokens.Length == 0)
            {
                job.OnEnd(GeneratedText.Failed(new RequestFailure(RequestFailureKind.NothingToScore, "the prompt is empty and the vocabulary has no token to begin with")));
                return null;
            }

            if (prompt.Tokens.Length >= _contextLength)
            {
                job.OnEnd(GeneratedText.Failed(new RequestFailure(
                    RequestFailureKind.TooLong, $"the prompt has {prompt.Tokens.Length} tokens; the context holds {_contextLength} and must have room for an answer")));
                return null;
            }

            var sampler = TokenSampler.Create(request.Sampling, request.Grammar, _model.Vocabulary, _contextLength)
                ?? throw new ArgumentException($"llama.cpp does not understand the grammar: {LlamaLog.ProblemsAsText()}");
            return (prompt, sampler);
        }
        catch (ArgumentException e)
        {
            job.OnEnd(GeneratedText.Failed(new RequestFailure(RequestFailureKind.Unencodable, e.Message)));
            return null;
        }
    }

    private ChatPrompt Encode(GenerationRequest request)
    {
        if (request.Messages is { } messages)
        {
            return _chat().Encode(messages);
        }

        var tokens = _model.Vocabulary.EncodeWithBos(request.Prompt!);
        return new ChatPrompt(request.Prompt!, tokens.Length == 0 && _model.Vocabulary.Prefix is { } prefix ? [prefix] : tokens);
    }

    private void Take(GenerationSequence sequence, int row)
    {
        var logits = LlamaApi.GetLogits(_context, row);
        if (logits is null)
        {
            Fail(sequence, code: 0);
            return;
        }

        if (sequence.Take(new ReadOnlySpan<float>(logits, _model.Vocabulary.Size), _scratch))
        {
            Release(sequence);
        }
    }

    private void Fail(GenerationSequence sequence, int code)
    {
        Release(sequence);
        sequence.Job.OnEnd(GeneratedText.Failed(new RequestFailure(
            RequestFailureKind.EngineFailed, code == 0 ? "llama.cpp gave no logits" : $"llama_decode gave {code}: {LlamaLog.ProblemsAsText()}")));
    }

    private void Release(GenerationSequence sequence)
    {
        _sequences[sequence.Slot] = null;
        ActiveCount--;
        sequence.Dispose();
        LlamaApi.MemoryRemove(_memory, sequence.Slot, -1, -1);
    }
}
