using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Eval.Cli.Documents;

/// <summary>Writes a document to standard output.</summary>
internal static class JsonOutput
{
    public static void Write<T>(TextWriter output, T document, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(document, type));
}
