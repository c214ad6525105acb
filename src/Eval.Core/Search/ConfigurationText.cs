using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Search;

/// <summary>Reads the text of a configuration, which may come from a file that somebody else wrote.</summary>
internal static class ConfigurationText
{
    private const int MostCharacters = 1 << 16;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    public static IReadOnlyDictionary<string, ParameterValue> Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new EvalConfigurationException(null, $"the text of a configuration has {text.Length} characters; at most {MostCharacters} are read");
        }

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Wrong("it is no object");
            }

            var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                values[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString()!,
                    JsonValueKind.Number when property.Value.TryGetDouble(out var number) && double.IsFinite(number) => number,
                    _ => throw Wrong($"\"{property.Name}\" is neither a text nor a finite number"),
                };
            }

            return values;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair.
            throw Wrong(error.Message);
        }
    }

    private static EvalConfigurationException Wrong(string why) => new(null, $"the text of a configuration cannot be read: {why}");
}
