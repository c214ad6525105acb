using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// One context and what it needs to evaluate trees of tokens. One thread at a time uses it. What it computes for a job depends on the job
/// alone: the KV cache is cleared before, or holds the job's preamble exactly as this lane evaluated it, alone and in its own batches.
/// </summary>
internal sealed unsafe class EngineLane : IDisposable
{
    // Rows of fewer numbers altogether are read faster by one thread than they are shared out.
    private const long ParallelReadingFrom = 1 << 20;

    private readonly LoadedModel _model;
    private readonly EngineSettings _settings;
    private readonly LlamaContextHandle _context;
    private readonly ThreadPoolHandle? _pool;
    private readonly TokenBatch _batch;
    private readonly nint _memory;
    private readonly List<int> _outputs = [];
    private int[] _preamble = [];

    /// <summary>Makes the context. Throws <see cref="Eval.Core.Models.ModelUnavailableException"/> where llama.cpp cannot.</summary>
    internal EngineLane(LoadedModel model)
    {
        _model = model;
        _settings = model.Settings;
        _context = model.NewContext(model.ContextParameters());
        _pool = ThreadPoolHandle.Create(_settings.ThreadsPerContext);
        _pool?.AttachTo(_context);
        _batch = new TokenBatch(_settings.Batch, _settings.Sequences);
        _memory = LlamaApi.GetMemory(_context);
    }

    /// <summary>
    /// Evaluates a job and gives the logits that it needs to a reader. Throws <see cref="EvaluationException"/> where llama.cpp fails; the
    /// lane can be used again.
    /// </summary>
    public void Evaluate(EvaluationJob job, RowReader reader, CancellationToken cancellationToken)
    {
        try
        {
            Prepare(job.Preamble, cancellationToken);
            if (job.Layout == EvaluationLayout.Tree)
            {
                EvaluateTogether(job.Tree, reader, cancellationToken);
            }
            else
            {
                EvaluatePathByPath(job.Tree, reader, cancellationToken);
            }
        }
        catch
        {
            Forget();
            throw;
        }
    }

    public void Dispose()
    {
        _context.Dispose();
        _pool?.Dispose();
        _batch.Dispose();
    }

    private void Prepare(ReadOnlySpan<int> preamble, CancellationToken cancellationToken)
    {
        if (preamble.Length > 0 && preamble.SequenceEqual(_preamble) && LlamaApi.MemoryRemove(_memory, -1, preamble.Length, -1))
        {
            return;
        }

        LlamaApi.MemoryClear(_memory, data: false);
        _preamble = preamble.ToArray();
        EvaluateSilently(_preamble, cancellationToken);
    }

    private void EvaluateSilently(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        for (var start = 0; start < tokens.Length; start += _batch.Capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _batch.Clear();
            for (var i = start; i < Math.Min(tokens.Length, start + _batch.Capacity); i++)
            {
                _batch.Add(tokens[i], i, needsLogits: false, 0, _settings.Sequences);
            }

            Decode();
        }
    }

    private void EvaluateTogether(TokenTree tree, RowReader reader, CancellationToken cancellationToken)
    {
        var nodes = tree.Nodes;
        for (var start = 0; start < nodes.Length; start += _batch.Capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _batch.Clear();
            _outputs.Clear();
            for (var i = start; i < Math.Min(nodes.Length, start + _batch.Capacity); i++)
            {
                Add(nodes[i], i, nodes[i].FirstSequence, nodes[i].SequenceCount);
            }

            DecodeAndRead(tree, reader);
        }
    }

    private void EvaluatePathByPath(TokenTree tree, RowReader reader, CancellationToken cancellationToken)
    {
        var nodes = tree.Nodes;
        var evaluated = tree.Start;
        var i = 0;
        while (i < nodes.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (nodes[i].Position < evaluated)
            {
                Rewind(tree, i, cancellationToken);
                evaluated = nodes[i].Position;
            }

            _batch.Clear();
            _outputs.Clear();
            do
            {
                Add(nodes[i], i, 0, 1);
                evaluated++;
                i++;
            }
            while (i < nodes.Length && !nodes[i].StartsBranch && _batch.Count < _batch.Capacity);
            DecodeAndRead(tree, reader);
        }
    }

    /// <summary>Takes the cache back to where a node begins.</summary>
    private void Rewind(TokenTree tree, int node, CancellationToken cancellationToken)
    {
        var position = tree.Nodes[node].Position;
        if (LlamaApi.MemoryRemove(_memory, 0, position, -1))
        {
            return;
        }

        // Recurrent and sliding-window memories cannot forget a part: evaluate the beginning again.
        LlamaApi.MemoryClear(_memory, data: false);
        _preamble = [];
        EvaluateSilently(tree.Sequences[tree.Nodes[node].FirstSequence].Tokens.AsSpan(0, position), cancellationToken);
    }

    private void Add(TokenNode node, int index, int firstSequence, int sequenceCount)
    {
        _batch.Add(node.Token, node.Position, node.NeedsLogits, firstSequence, sequenceCount);
        if (node.NeedsLogits)
        {
            _outputs.Add(index);
        }
    }

    private void DecodeAndRead(TokenTree tree, RowReader reader)
    {
        Decode();
        if (_outputs.Count == 0)
        {
            return;
        }

        var rows = LlamaApi.GetLogits(_context);
        if (rows is null)
        {
            throw new EvaluationException("llama.cpp gave no logits");
        }

        var width = _model.Vocabulary.Size;
        if (_settings.Contexts > 1 || (long)_outputs.Count * width < ParallelReadingFrom)
        {
            for (var row = 0; row < _outputs.Count; row++)
            {
                reader.Read(tree, _outputs[row], new ReadOnlySpan<float>(rows + ((long)row * width), width));
            }

            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = _settings.ThreadsPerContext };
        Parallel.For(0, _outputs.Count, options, row =>
            reader.Read(tree, _outputs[row], new ReadOnlySpan<float>(rows + ((long)row * width), width)));
    }

    private void Decode()
    {
        switch (LlamaApi.Decode(_context, _batch.Native))
        {
            case 0:
                return;
            case 1:
                throw new EvaluationException($"the KV cache of {_settings.Cells} tokens has no room for {_batch.Count} more");
            case -1:
                throw new EvaluationException("llama.cpp refused the batch: " + LlamaLog.ProblemsAsText());
            case var code:
                throw new EvaluationException($"llama.cpp failed ({code}): {LlamaLog.ProblemsAsText()}");
        }
    }

    private void Forget()
    {
        // With the data: a number that is not finite would outlive its cell.
        LlamaApi.MemoryClear(_memory, data: true);
        _preamble = [];
    }
}
