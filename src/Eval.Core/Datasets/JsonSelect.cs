using System.Globalization;
using System.Text.Json;
using Eval.Core.Workspaces;

namespace Eval.Core.Datasets;

/// <summary>
/// The part of JSONPath (RFC 9535) that picks rows out of a document: <c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[0]</c>, <c>[*]</c> and
/// <c>.*</c>. A wildcard over a map remembers the keys it went through. Anything else (<c>..</c>, filters, slices) is an error.
/// </summary>
public sealed class JsonSelect
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonSelect(string text, IReadOnlyList<Step> steps) => (Text, _steps) = (text, steps);

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>Reads a path.</summary>
    /// <exception cref="EvalConfigurationException">It is malformed or uses what is not supported.</exception>
    public static JsonSelect Parse(string text, SourcePosition? at = null)
    {
        if (!text.StartsWith('$'))
        {
            throw new EvalConfigurationException(at, $"\"{text}\" must begin with $", "for example $.examples[*]");
        }

        var steps = new List<Step>();
        var i = 1;
        while (i < text.Length)
        {
            if (text[i] == '.' && i + 1 < text.Length && text[i + 1] is not ('.' or '['))
            {
                var end = text.AsSpan(i + 1).IndexOfAny('.', '[') is var n and >= 0 ? i + 1 + n : text.Length;
                var name = text[(i + 1)..end];
                steps.Add(name == "*" ? Step.Any : new Step(name, -1));
                i = end;
            }
            else if (text[i] == '[' && text.IndexOf(']', i) is var close and > 0)
            {
                var inner = text[(i + 1)..close].Trim();
                if (inner is ['\'', .., '\''] or ['"', .., '"'])
                {
                    steps.Add(new Step(inner[1..^1], -1));
                }
                else if (inner == "*")
                {
                    steps.Add(Step.Any);
                }
                else if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    steps.Add(new Step(null, index));
                }
                else
                {
                    throw Unsupported(text, at);
                }

                i = close + 1;
            }
            else
            {
                throw Unsupported(text, at);
            }
        }

        return new JsonSelect(text, steps);
    }

    /// <summary>The values that the path finds, in the document's order.</summary>
    /// <exception cref="JsonException">The document is not JSON.</exception>
    internal List<Slice> Find(ReadOnlySpan<byte> document)
    {
        var found = new List<Slice>();
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 64 });
        reader.Read();
        Walk(ref reader, 0, [], found);
        if (reader.Read())
        {
            throw new JsonException("there is more after the document's end");
        }

        return found;
    }

    private static EvalConfigurationException Unsupported(string text, SourcePosition? at) =>
        new(at, $"\"{text}\" is not a supported JSON path", "use $, .name, ['name'], [0], [*] and .* only");

    private void Walk(ref Utf8JsonReader reader, int depth, string[] keys, List<Slice> found)
    {
        if (depth == _steps.Count)
        {
            var start = reader.TokenStartIndex;
            reader.Skip();
            found.Add(new Slice((int)start, (int)(reader.BytesConsumed - start), keys));
            return;
        }

        var step = _steps[depth];
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var match = step.IsAny || (step.Name is not null && reader.ValueTextEquals(step.Name));
                var next = step.IsAny ? [.. keys, reader.GetString()!] : keys;
                reader.Read();
                Enter(ref reader, match, depth, next, found);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Enter(ref reader, step.IsAny || step.Index == index, depth, keys, found);
            }
        }
    }

    private void Enter(ref Utf8JsonReader reader, bool match, int depth, string[] keys, List<Slice> found)
    {
        if (match)
        {
            Walk(ref reader, depth + 1, keys, found);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Gives the path as written.</summary>
    public override string ToString() => Text;

    /// <summary>A value's place in the document, and the keys that wildcards went through.</summary>
    internal readonly record struct Slice(int Start, int Length, string[] Keys);

    private readonly record struct Step(string? Name, int Index)
    {
        public static Step Any { get; } = new(null, -2);

        public bool IsAny => Index == -2;
    }
}
