using System.Globalization;
using Eval.LlamaCpp.Gguf;

namespace Eval.Cli.Documents;

/// <summary>A GGUF file: written by <c>models inspect</c>.</summary>
internal sealed record ModelFileDocument(
    int Schema,
    string File,
    long SizeBytes,
    string Sha256,
    int GgufVersion,
    string Architecture,
    string? Problem,
    string? Name,
    long Parameters,
    string Quantisation,
    int? TrainingContext,
    int? EmbeddingLength,
    int? Layers,
    int? Heads,
    int? HeadSize,
    int? VocabularySize,
    string? Tokenizer,
    string? VocabularyHash,
    string? ChatTemplate,
    IReadOnlyDictionary<string, int> TensorsByType,
    IReadOnlyDictionary<string, string> Metadata)
{
    public static ModelFileDocument Of(GgufFile file, string sha256) => new(
        1, Path.GetFullPath(file.Path), file.FileBytes, sha256, (int)file.Version, file.Architecture, Architectures.Problem(file.Architecture),
        file.Name, file.ParameterCount, file.Quantisation, file.TrainingContext, file.EmbeddingLength, file.LayerCount, file.HeadCount,
        file.HeadSize, file.VocabularySize, file.TokenizerModel, file.VocabularyHash, file.ChatTemplate,
        file.Tensors.GroupBy(t => t.Type.Name).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
        file.Metadata.ToDictionary(m => m.Key, m => Text(m.Value)));

    private static string Text(object value) => value is GgufArray array
        ? $"({array.Count} values)"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
