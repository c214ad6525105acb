using System.Runtime.InteropServices;
using Eval.LlamaCpp.Native;

namespace Eval.LlamaCpp.Engine;

/// <summary>The arrays of a <see cref="LlamaBatch"/>, allocated once. A token belongs to consecutive sequences.</summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _sequenceCounts;
    private readonly int** _sequences;
    private readonly sbyte* _logits;
    private readonly int* _numbers;

    /// <summary>Allocates room.</summary>
    /// <param name="capacity">Tokens at most.</param>
    /// <param name="maxSequences">Sequences at most.</param>
    internal TokenBatch(int capacity, int maxSequences)
    {
        Capacity = capacity;
        _tokens = Allocate<int>(capacity);
        _positions = Allocate<int>(capacity);
        _sequenceCounts = Allocate<int>(capacity);
        _sequences = (int**)Allocate<nint>(capacity);
        _logits = Allocate<sbyte>(capacity);

        // 0, 1, 2 …: consecutive sequences are a stretch of it.
        _numbers = Allocate<int>(maxSequences);
        for (var i = 0; i < maxSequences; i++)
        {
            _numbers[i] = i;
        }
    }

    /// <summary>Tokens at most.</summary>
    public int Capacity { get; }

    /// <summary>Tokens in it.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens whose logits are asked for.</summary>
    public int Outputs { get; private set; }

    /// <summary>What llama.cpp takes.</summary>
    internal LlamaBatch Native => new()
    {
        NTokens = Count,
        Token = _tokens,
        Pos = _positions,
        NSeqId = _sequenceCounts,
        SeqId = _sequences,
        Logits = _logits,
    };

    /// <summary>Empties it.</summary>
    public void Clear() => Count = Outputs = 0;

    /// <summary>Adds a token to some consecutive sequences.</summary>
    public void Add(int token, int position, bool needsLogits, int firstSequence = 0, int sequenceCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, Capacity);
        _tokens[Count] = token;
        _positions[Count] = position;
        _sequenceCounts[Count] = sequenceCount;
        _sequences[Count] = _numbers + firstSequence;
        _logits[Count] = needsLogits ? (sbyte)1 : (sbyte)0;
        Count++;
        Outputs += needsLogits ? 1 : 0;
    }

    public void Dispose()
    {
        NativeMemory.Free(_tokens);
        NativeMemory.Free(_positions);
        NativeMemory.Free(_sequenceCounts);
        NativeMemory.Free(_sequences);
        NativeMemory.Free(_logits);
        NativeMemory.Free(_numbers);
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.Alloc((nuint)count, (nuint)sizeof(T));
}
