using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Core.Running;

namespace Eval.Core.Search;

/// <summary>The values of the parameters that are active together. Two are equal where their texts are. Made by a <see cref="SearchSpace"/>, which checks it.</summary>
public sealed class Configuration : IEquatable<Configuration>
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal Configuration(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        Values = values.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Text = Write(Values);
    }

    /// <summary>The value of each active parameter, in ordinal order of their names.</summary>
    public ImmutableSortedDictionary<string, ParameterValue> Values { get; }

    /// <summary>One text for one configuration: JSON with the names in ordinal order and no white space. <see cref="SearchSpace.Read"/> reads it.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Hash => ContentHash.Of(Text);

    /// <summary>The value of an active parameter.</summary>
    /// <exception cref="KeyNotFoundException">The parameter is not active here.</exception>
    public ParameterValue this[string name] => Values[name];

    /// <summary>Whether a parameter is active here.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && other.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Write(ImmutableSortedDictionary<string, ParameterValue> values)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
            {
                if (value.Choice is { } choice)
                {
                    writer.WriteString(name, choice);
                }
                else
                {
                    writer.WriteNumber(name, value.Number);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
