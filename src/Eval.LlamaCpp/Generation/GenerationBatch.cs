using System.Runtime.InteropServices;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Generation;

/// <summary>A batch of tokens, each in one sequence, in memory that stays where it is.</summary>
internal sealed unsafe class GenerationBatch : IDisposable
{
    private readonly int _capacity;
    private readonly int* _sequences;
    private LlamaBatch _batch;
    private bool _disposed;

    public GenerationBatch(int capacity)
    {
        _capacity = capacity;
        _batch.Token = Allocate<int>(capacity);
        _batch.Pos = Allocate<int>(capacity);
        _batch.NSeqId = Allocate<int>(capacity);
        _batch.Logits = Allocate<sbyte>(capacity);
        _batch.SeqId = (int**)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(int*));
        _sequences = Allocate<int>(capacity);
        for (var i = 0; i < capacity; i++)
        {
            _batch.NSeqId[i] = 1;
            _batch.SeqId[i] = _sequences + i;
        }
    }

    public int Count => _batch.NTokens;

    public bool IsFull => _batch.NTokens == _capacity;

    public void Clear() => _batch.NTokens = 0;

    public void Add(int token, int position, int sequence, bool wantsLogits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfEqual(IsFull, true);
        var i = _batch.NTokens++;
        _batch.Token[i] = token;
        _batch.Pos[i] = position;
        _sequences[i] = sequence;
        _batch.Logits[i] = wantsLogits ? (sbyte)1 : (sbyte)0;
    }

    /// <summary>Evaluates the batch; see <see cref="LlamaApi.Decode"/>.</summary>
    public int Decode(LlamaContextHandle context) => LlamaApi.Decode(context, _batch);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        NativeMemory.Free(_batch.Token);
        NativeMemory.Free(_batch.Pos);
        NativeMemory.Free(_batch.NSeqId);
        NativeMemory.Free(_batch.Logits);
        NativeMemory.Free(_batch.SeqId);
        NativeMemory.Free(_sequences);
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T));
}
