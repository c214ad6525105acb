using System.Text.Json;

namespace Eval.Core.Imports;

/// <summary>Goes through a JSON document in pieces, takes the elements of one list out, and copies what is around it where that is wanted.</summary>
/// <param name="path">The keys that lead to the list.</param>
/// <param name="outside">Where to copy what is around the list, or null.</param>
internal sealed class JsonListWalk(string[] path, Utf8JsonWriter? outside)
{
    // Objects of the path that the reader is in; the next value is that of the path's next key where _isNext.
    private int _matched;
    private bool _isNext;
    private int _listDepth = -1;

    /// <summary>True once the list has ended.</summary>
    public bool IsPastList { get; private set; }

    /// <summary>Reads on, as far as the bytes reach.</summary>
    public void Read(ref Utf8JsonReader reader, List<JsonDocument> found)
    {
        while (!(IsPastList && outside is null))
        {
            var before = reader;
            if (!reader.Read())
            {
                return;
            }

            if (_listDepth < 0)
            {
                Follow(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == _listDepth)
            {
                (_listDepth, IsPastList) = (-1, true);
                outside?.WriteEndArray();
            }
            else if (outside is null)
            {
                if (!JsonDocument.TryParseValue(ref reader, out var document))
                {
                    reader = before;
                    return;
                }

                found.Add(document);
            }
        }
    }

    private void Follow(ref Utf8JsonReader reader)
    {
        var wasNext = _isNext;
        _isNext = false;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _isNext = !IsPastList && _matched < path.Length && reader.CurrentDepth == _matched + 1 && reader.ValueTextEquals(path[_matched]);
                break;
            case JsonTokenType.StartObject when wasNext && _matched + 1 < path.Length:
                _matched++;
                break;
            case JsonTokenType.EndObject when _matched > 0 && reader.CurrentDepth == _matched:
                _matched--;
                break;
            case JsonTokenType.StartArray when wasNext && _matched + 1 == path.Length:
                _listDepth = reader.CurrentDepth;
                break;
        }

        Copy(ref reader);
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        if (outside is null)
        {
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                outside.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.StartObject:
                outside.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                outside.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                outside.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                outside.WriteEndArray();
                break;
            case JsonTokenType.String:
                outside.WriteStringValue(reader.GetString());
                break;
            default:
                outside.WriteRawValue(reader.ValueSpan);
                break;
        }
    }
}
