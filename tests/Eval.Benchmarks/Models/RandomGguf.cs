using System.Runtime.InteropServices;
using System.Text;
using Eval.Core.Statistics;

namespace Eval.Benchmarks.Models;

/// <summary>
/// Writes GGUF files (version 3, as ggml's gguf.md describes them) of llama architecture with seeded random weights. Their answers mean
/// nothing, but they cost what those of real models of that shape cost.
/// </summary>
internal static class RandomGguf
{
    private const int Alignment = 32;
    private const int Seed = 20261122;

    /// <summary>The file of a shape in a folder; made where it is absent.</summary>
    public static string Ensure(RandomModelShape shape, string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, shape.FileName);
        if (!File.Exists(path))
        {
            // Written aside and moved, so that an interrupted run leaves no half file behind.
            var fresh = $"{path}.{Guid.NewGuid():N}.tmp";
            using (var stream = File.Create(fresh))
            {
                Write(shape, stream);
            }

            File.Move(fresh, path, overwrite: true);
        }

        return path;
    }

    public static RandomVocabulary VocabularyOf(RandomModelShape shape) => new(shape.Vocabulary, Seed);

    public static void Write(RandomModelShape shape, Stream stream)
    {
        var tensors = Tensors(shape).ToList();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        var metadata = Metadata(shape).ToList();
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        var offset = 0L;
        foreach (var tensor in tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write(tensor.Rows > 0 ? 2u : 1u);
            writer.Write((ulong)tensor.Columns);
            if (tensor.Rows > 0)
            {
                writer.Write((ulong)tensor.Rows);
            }

            writer.Write(tensor.Type);
            writer.Write((ulong)offset);
            offset += Padded(tensor.Bytes);
        }

        Pad(writer);
        var random = SeededRandom.For(Seed, shape.FileName);
        foreach (var tensor in tensors)
        {
            WriteWeights(writer, tensor, random);
            Pad(writer);
        }
    }

    private static IEnumerable<(string Key, object Value)> Metadata(RandomModelShape shape)
    {
        var vocabulary = VocabularyOf(shape);
        var heads = (uint)(shape.Width / shape.HeadSize);
        yield return ("general.architecture", "llama");
        yield return ("general.name", $"random weights, {shape.Name}");
        yield return ("general.file_type", shape.Weights == WeightType.F16 ? 1u : 7u);
        yield return ("general.quantization_version", 2u);
        yield return ("llama.vocab_size", (uint)shape.Vocabulary);
        yield return ("llama.context_length", (uint)shape.Context);
        yield return ("llama.embedding_length", (uint)shape.Width);
        yield return ("llama.block_count", (uint)shape.Layers);
        yield return ("llama.feed_forward_length", (uint)shape.FeedForward);
        yield return ("llama.attention.head_count", heads);
        yield return ("llama.attention.head_count_kv", heads);
        yield return ("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        yield return ("llama.rope.dimension_count", (uint)shape.HeadSize);
        yield return ("tokenizer.ggml.model", "llama");
        yield return ("tokenizer.ggml.tokens", vocabulary.Tokens.Select(t => t.Text).ToArray());
        yield return ("tokenizer.ggml.scores", vocabulary.Tokens.Select(t => t.Score).ToArray());
        yield return ("tokenizer.ggml.token_type", vocabulary.Tokens.Select(t => (int)t.Type).ToArray());
        yield return ("tokenizer.ggml.bos_token_id", (uint)RandomVocabulary.Bos);
        yield return ("tokenizer.ggml.eos_token_id", (uint)RandomVocabulary.Eos);
        yield return ("tokenizer.ggml.unknown_token_id", (uint)RandomVocabulary.Unknown);
        yield return ("tokenizer.ggml.add_bos_token", true);
        yield return ("tokenizer.ggml.add_eos_token", false);
    }

    private static IEnumerable<Tensor> Tensors(RandomModelShape shape)
    {
        var (width, inner, type) = (shape.Width, shape.FeedForward, (uint)shape.Weights);
        yield return new Tensor("token_embd.weight", width, shape.Vocabulary, type);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            yield return new Tensor($"blk.{layer}.attn_norm.weight", width, 0, 0);
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
            {
                yield return new Tensor($"blk.{layer}.{name}.weight", width, width, type);
            }

            yield return new Tensor($"blk.{layer}.ffn_norm.weight", width, 0, 0);
            yield return new Tensor($"blk.{layer}.ffn_gate.weight", width, inner, type);
            yield return new Tensor($"blk.{layer}.ffn_up.weight", width, inner, type);
            yield return new Tensor($"blk.{layer}.ffn_down.weight", inner, width, type);
        }

        yield return new Tensor("output_norm.weight", width, 0, 0);
    }

    private static void WriteWeights(BinaryWriter writer, Tensor tensor, SeededRandom random)
    {
        // Uniform weights with the usual deviation of 0.02 (a uniform number of ±a has a deviation of a/√3).
        const float Spread = 0.0346f;
        if (tensor.Type == 0)
        {
            for (var i = 0; i < tensor.Columns; i++)
            {
                writer.Write(1f);
            }

            return;
        }

        var row = new byte[tensor.RowBytes];
        Span<ulong> bits = stackalloc ulong[1];
        for (var r = 0; r < tensor.Rows; r++)
        {
            if (tensor.Type == (uint)WeightType.F16)
            {
                var halves = MemoryMarshal.Cast<byte, Half>(row.AsSpan());
                for (var i = 0; i < halves.Length; i++)
                {
                    halves[i] = (Half)(((2 * (float)random.NextDouble()) - 1) * Spread);
                }
            }
            else
            {
                for (var block = 0; block < row.Length; block += 34)
                {
                    MemoryMarshal.Write(row.AsSpan(block), (Half)(Spread / 127));
                    for (var i = 0; i < 32; i += 8)
                    {
                        bits[0] = random.NextBits();
                        MemoryMarshal.AsBytes(bits).CopyTo(row.AsSpan(block + 2 + i));
                    }
                }
            }

            writer.Write(row);
        }
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        // Numbers of the types in gguf.md: 4 unsigned, 5 signed, 6 float, 7 bool, 8 text, 9 list.
        switch (value)
        {
            case uint number:
                writer.Write(4u);
                writer.Write(number);
                break;
            case float number:
                writer.Write(6u);
                writer.Write(number);
                break;
            case bool truth:
                writer.Write(7u);
                writer.Write(truth);
                break;
            case string text:
                writer.Write(8u);
                WriteText(writer, text);
                break;
            case string[] texts:
                WriteList(writer, 8, texts, t => WriteText(writer, t));
                break;
            case float[] numbers:
                WriteList(writer, 6, numbers, writer.Write);
                break;
            case int[] numbers:
                WriteList(writer, 5, numbers, writer.Write);
                break;
            default:
                throw new ArgumentException($"no GGUF type for {value.GetType()}");
        }
    }

    private static void WriteList<T>(BinaryWriter writer, uint type, T[] items, Action<T> write)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)items.Length);
        Array.ForEach(items, write);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        var position = writer.BaseStream.Position;
        writer.Write(new byte[Padded(position) - position]);
    }

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    /// <summary>A matrix, or a vector of ones where there are no rows. Types are ggml's: 0 F32, 1 F16, 8 Q8_0.</summary>
    private sealed record Tensor(string Name, int Columns, int Rows, uint Type)
    {
        public int RowBytes => Type switch { 0 => Columns * 4, 1 => Columns * 2, _ => Columns / 32 * 34 };

        public long Bytes => (long)RowBytes * Math.Max(Rows, 1);
    }
}
