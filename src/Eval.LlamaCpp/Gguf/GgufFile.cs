using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Eval.LlamaCpp.Gguf;

/// <summary>
/// The header of a GGUF file: what a model is, without loading it. <see cref="Read"/> also finds files that are cut off, damaged or of
/// another format, so that llama.cpp is never given one.
/// </summary>
public sealed class GgufFile
{
    private const uint Magic = 0x46554747;
    private const int DefaultAlignment = 32;
    private const int MaxDimensions = 4;

    private GgufFile(
        string path, uint version, long length, IReadOnlyDictionary<string, object> metadata, IReadOnlyList<GgufTensor> tensors)
    {
        Path = path;
        Version = version;
        FileBytes = length;
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>The file's path, as given.</summary>
    public string Path { get; }

    /// <summary>Version of the format: 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>Bytes of the file.</summary>
    public long FileBytes { get; }

    /// <summary>All metadata; arrays as <see cref="GgufArray"/>.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>The model's architecture, for example <c>llama</c>.</summary>
    public string Architecture => Text("general.architecture") ?? "";

    /// <summary>The model's own name, or null.</summary>
    public string? Name => Text("general.name");

    /// <summary>Numbers in all tensors.</summary>
    public long ParameterCount => Tensors.Sum(t => t.ElementCount);

    /// <summary>Quantisation by the usual name: the file's own statement, else the type that holds most of the weights.</summary>
    public string Quantisation =>
        (Number("general.file_type") is { } type ? GgufTensorType.FileTypeName(type) : null)
        ?? Tensors.GroupBy(t => t.Type.Name).OrderByDescending(g => g.Sum(t => t.ElementCount)).Select(g => g.Key).FirstOrDefault() ?? "?";

    /// <summary>The longest context of training in tokens, or null.</summary>
    public int? TrainingContext => OfArchitecture("context_length");

    /// <summary>Width of the model.</summary>
    public int? EmbeddingLength => OfArchitecture("embedding_length");

    /// <summary>Number of layers.</summary>
    public int? LayerCount => OfArchitecture("block_count");

    /// <summary>Attention heads (of the first layer where they differ).</summary>
    public int? HeadCount => OfArchitecture("attention.head_count");

    /// <summary>Numbers in one attention head, or null where the model has none.</summary>
    public int? HeadSize =>
        OfArchitecture("attention.key_length") ?? (HeadCount is > 0 and var heads && EmbeddingLength is { } width ? width / heads : null);

    /// <summary>Tokens of the vocabulary, or null.</summary>
    public int? VocabularySize => (Metadata.GetValueOrDefault("tokenizer.ggml.tokens") as GgufArray) is { } tokens
        ? (int)tokens.Count
        : OfArchitecture("vocab_size");

    /// <summary>Kind of tokenizer, for example <c>llama</c> (SentencePiece) or <c>gpt2</c> (byte-level BPE); null where there is none.</summary>
    public string? TokenizerModel => Text("tokenizer.ggml.model");

    /// <summary>The chat template, or null where the model has none.</summary>
    public string? ChatTemplate => Text("tokenizer.chat_template");

    /// <summary>True for models with a state in place of, or beside, a KV cache: a part of a sequence cannot be taken back.</summary>
    public bool IsRecurrent =>
        Metadata.ContainsKey($"{Architecture}.ssm.state_size") || Metadata.ContainsKey($"{Architecture}.wkv.head_size")
        || Metadata.ContainsKey($"{Architecture}.shortconv.l_cache");

    /// <summary>True where the rope factors depend on the length of the context that is asked for (longrope).</summary>
    public bool HasLongRope => Tensors.Any(t => t.Name.StartsWith("rope_factors_long", StringComparison.Ordinal));

    /// <summary>
    /// Fingerprint of the vocabulary: SHA-256 over the tokens, their types, scores and merges and the tokenizer's settings. Models with
    /// the same one give the same tokens, with the same numbers, to every text.
    /// </summary>
    public string? VocabularyHash
    {
        get
        {
            if (TokenizerModel is null)
            {
                return null;
            }

            var parts = Metadata
                .Where(m => m.Key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal))
                .OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => $"{m.Key}={(m.Value is GgufArray array ? array.Sha256 : Convert.ToString(m.Value, CultureInfo.InvariantCulture))}\n");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
        }
    }

    /// <summary>
    /// Reads and checks a file's header. Throws <see cref="GgufFormatException"/> where it is not a whole GGUF file, and
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where it cannot be read.
    /// </summary>
    public static GgufFile Read(string path)
    {
        using var reader = new GgufReader(path);
        if (reader.Length == 0)
        {
            throw reader.Bad("the file is empty");
        }

        if (reader.Length < 4 || reader.ReadUInt32() != Magic)
        {
            throw reader.Bad("this is not a GGUF file");
        }

        var version = reader.ReadUInt32();
        if (version is not (2 or 3))
        {
            throw reader.Bad(version switch
            {
                1 => "GGUF version 1 is no longer read by llama.cpp; convert the model again",
                _ when (version & 0xFFFF) == 0 => "this GGUF file was written for big-endian machines",
                _ => $"GGUF version {version} is newer than llama.cpp 0.5.0 reads",
            });
        }

        var tensorCount = reader.ReadCount("tensors", 24);
        var metadataCount = reader.ReadCount("metadata values", 13);
        var metadata = ReadMetadata(reader, metadataCount);
        var tensors = ReadTensors(reader, tensorCount);
        var file = new GgufFile(path, version, reader.Length, metadata, tensors);
        file.Check(reader);
        return file;
    }

    /// <summary>A text of the metadata, or null.</summary>
    public string? Text(string key) => Metadata.GetValueOrDefault(key) as string;

    /// <summary>A whole number of the metadata, or null; the first one where there is an array.</summary>
    public long? Number(string key) => Metadata.GetValueOrDefault(key) switch
    {
        GgufArray { Values: [var first, ..] } => AsNumber(first),
        { } value => AsNumber(value),
        null => null,
    };

    private static long? AsNumber(object value) => value switch
    {
        byte v => v,
        sbyte v => v,
        ushort v => v,
        short v => v,
        uint v => v,
        int v => v,
        ulong v when v <= long.MaxValue => (long)v,
        long v => v,
        _ => null,
    };

    private int? OfArchitecture(string key) =>
        Number($"{Architecture}.{key}") is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    private static Dictionary<string, object> ReadMetadata(GgufReader reader, long count)
    {
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0L; i < count; i++)
        {
            var key = reader.ReadKey();
            if (!metadata.TryAdd(key, reader.ReadValue((GgufValueType)reader.ReadUInt32())))
            {
                throw reader.Bad($"the metadata hold \"{key}\" twice");
            }
        }

        return metadata;
    }

    private static List<GgufTensor> ReadTensors(GgufReader reader, long count)
    {
        var tensors = new List<GgufTensor>((int)Math.Min(count, 100_000));
        for (var i = 0L; i < count; i++)
        {
            var name = reader.ReadKey();
            var rank = reader.ReadUInt32();
            if (rank > MaxDimensions)
            {
                throw reader.Bad($"the tensor {name} has {rank} dimensions: the file is damaged");
            }

            var dimensions = new long[rank];
            var elements = 1L;
            for (var d = 0; d < rank; d++)
            {
                var size = reader.ReadUInt64();
                if (size is 0 or > int.MaxValue || elements > long.MaxValue / 8 / (long)size)
                {
                    throw reader.Bad($"the tensor {name} has an impossible size: the file is damaged");
                }

                dimensions[d] = (long)size;
                elements *= (long)size;
            }

            var typeId = reader.ReadUInt32();
            if (typeId > int.MaxValue || !GgufTensorType.All.TryGetValue((int)typeId, out var type))
            {
                throw reader.Bad($"the tensor {name} is stored in a type ({typeId}) that llama.cpp 0.5.0 does not know");
            }

            if (rank > 0 && dimensions[0] % type.BlockSize != 0)
            {
                throw reader.Bad($"the tensor {name} has rows that are not whole blocks of {type.Name}: the file is damaged");
            }

            var offset = reader.ReadUInt64();
            if (offset > long.MaxValue / 2)
            {
                throw reader.Bad($"the tensor {name} lies beyond any file: the file is damaged");
            }

            tensors.Add(new GgufTensor(name, type, dimensions, (long)offset));
        }

        return tensors;
    }

    private void Check(GgufReader reader)
    {
        if (Architecture.Length == 0)
        {
            throw reader.Bad("general.architecture is missing: this GGUF file is no model");
        }

        var alignment = Number("general.alignment") ?? DefaultAlignment;
        if (alignment <= 0 || (alignment & (alignment - 1)) != 0 || alignment > 1 << 20)
        {
            throw reader.Bad($"general.alignment is {alignment}, not a power of two: the file is damaged");
        }

        var start = (reader.Position + alignment - 1) / alignment * alignment;
        var needed = Tensors.Count == 0 ? 0 : start + Tensors.Max(t => t.Offset + t.ByteCount);
        if (needed > FileBytes)
        {
            throw reader.Bad($"the file has {FileBytes:N0} bytes, but its tensors need {needed:N0}: it is incomplete; fetch it again");
        }
    }
}
