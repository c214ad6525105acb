using System.Numerics;
using System.Runtime.InteropServices;

namespace Eval.LlamaCpp.Engine;

/// <summary>
/// A row of log-probabilities in 16 bits, and its comparison with a row of logits, number for number as llama.cpp's perplexity tool does
/// it (research/benchmark-harnesses.md 2.4).
/// </summary>
internal static class QuantisedRow
{
    // What is 16 nats or more below the top is kept as that, and weighs nothing in a divergence.
    private const float Range = 16;

    private const int Numbers = 4;

    /// <summary>Writes a row: scale and smallest log-probability as floats, then one number for each token.</summary>
    public static void Write(ReadOnlySpan<float> logits, Span<ushort> row)
    {
        var max = LogSoftmax.Max(logits);
        var min = MathF.Max(LogSoftmax.Min(logits), max - Range);
        var logSum = (float)Math.Log(LogSoftmax.SumOfExp(logits, max));
        var scale = (max - min) / 65535f;
        var header = MemoryMarshal.Cast<ushort, float>(row[..Numbers]);
        header[0] = scale;
        header[1] = min - max - logSum;
        var numbers = row[Numbers..];
        numbers.Clear();
        if (scale > 0)
        {
            var inverse = 1 / scale;
            for (var i = 0; i < logits.Length; i++)
            {
                numbers[i] = logits[i] > min ? (ushort)MathF.Round(inverse * (logits[i] - min)) : (ushort)0;
            }
        }
    }

    /// <summary>Compares a model's logits with a reference.</summary>
    /// <param name="reference">The reference's row.</param>
    /// <param name="logits">The model's logits.</param>
    /// <param name="target">The true token.</param>
    public static RowDivergence Compare(ReadOnlySpan<ushort> reference, ReadOnlySpan<float> logits, int target)
    {
        var header = MemoryMarshal.Cast<ushort, float>(reference[..Numbers]);
        float scale = header[0], min = header[1];
        var numbers = reference.Slice(Numbers, logits.Length);
        var max = LogSoftmax.Max(logits);
        var normaliser = max + (float)Math.Log(LogSoftmax.SumOfExp(logits, max));
        return new RowDivergence(
            logits[target] - normaliser,
            (scale * numbers[target]) + min,
            Divergence(numbers, scale, min, logits, normaliser),
            logits.IndexOf(max) == IndexOfMax(numbers));
    }

    private static float Divergence(ReadOnlySpan<ushort> numbers, float scale, float min, ReadOnlySpan<float> logits, float normaliser)
    {
        var sum = 0.0;
        var i = 0;
        var width = Vector<float>.Count;
        for (; i <= logits.Length - (2 * width); i += 2 * width)
        {
            Vector.Widen(new Vector<ushort>(numbers[i..]), out var low, out var high);
            var part = Terms(low, new Vector<float>(logits[i..]), scale, min, normaliser)
                + Terms(high, new Vector<float>(logits[(i + width)..]), scale, min, normaliser);
            sum += Vector.Sum(part);
        }

        for (; i < logits.Length; i++)
        {
            var logP = (scale * numbers[i]) + min;
            if (logP > -Range)
            {
                sum += MathF.Exp(logP) * (logP - logits[i] + normaliser);
            }
        }

        return (float)sum;
    }

    private static Vector<float> Terms(Vector<uint> numbers, Vector<float> logits, float scale, float min, float normaliser)
    {
        var logP = (Vector.ConvertToSingle(numbers) * scale) + new Vector<float>(min);
        var terms = Vector.Exp(logP) * (logP - logits + new Vector<float>(normaliser));
        return Vector.ConditionalSelect(Vector.GreaterThan(logP, new Vector<float>(-Range)), terms, Vector<float>.Zero);
    }

    private static int IndexOfMax(ReadOnlySpan<ushort> numbers)
    {
        var max = Vector<ushort>.Zero;
        var i = 0;
        for (; i <= numbers.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            max = Vector.Max(max, new Vector<ushort>(numbers[i..]));
        }

        ushort largest = 0;
        for (var lane = 0; lane < Vector<ushort>.Count; lane++)
        {
            largest = Math.Max(largest, max[lane]);
        }

        for (; i < numbers.Length; i++)
        {
            largest = Math.Max(largest, numbers[i]);
        }

        return numbers.IndexOf(largest);
    }
}

/// <summary>One position's comparison.</summary>
/// <param name="LogProbability">Log-probability of the true token under the model.</param>
/// <param name="ReferenceLogProbability">The same under the reference.</param>
/// <param name="Divergence">KL(reference ‖ model) in nats.</param>
/// <param name="SameTop">Whether both have the same most probable token.</param>
internal readonly record struct RowDivergence(float LogProbability, float ReferenceLogProbability, float Divergence, bool SameTop);
