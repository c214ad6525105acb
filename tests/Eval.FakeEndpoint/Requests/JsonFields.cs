using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.FakeEndpoint.Requests;

/// <summary>Typed fields of a request, with the errors of real endpoints.</summary>
internal static class JsonFields
{
    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    public static string RequiredText(this JsonObject body, string name) =>
        body.Text(name) ?? throw new RequestFormatException($"Missing required parameter: '{name}'.", name, "missing_required_parameter");

    public static string? Text(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw WrongType(name, "a string"),
    };

    public static bool Flag(this JsonObject body, string name) => body[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw WrongType(name, "a boolean"),
    };

    public static int? Integer(this JsonObject body, string name, int least = int.MinValue, int most = int.MaxValue)
    {
        if (body[name] is not { } node)
        {
            return null;
        }

        if (node is not JsonValue value || !value.TryGetValue<int>(out var number))
        {
            throw WrongType(name, "an integer");
        }

        if (number < least)
        {
            throw new RequestFormatException(
                $"Invalid '{name}': integer below minimum value. Expected a value >= {least}, but got {number} instead.", name, "integer_below_min_value");
        }

        return number <= most
            ? number
            : throw new RequestFormatException(
                $"Invalid '{name}': integer above maximum value. Expected a value <= {most}, but got {number} instead.", name, "integer_above_max_value");
    }

    public static long? Long(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => throw WrongType(name, "an integer"),
    };

    public static double? Number(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<double>(),
        _ => throw WrongType(name, "a number"),
    };

    public static IReadOnlyList<string> Texts(this JsonObject body, string name) => body[name] switch
    {
        null => [],
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        JsonArray array when array.All(a => a is JsonValue v && v.TryGetValue<string>(out _)) => [.. array.Select(a => a!.GetValue<string>())],
        _ => throw WrongType(name, "a string or an array of strings"),
    };

    public static RequestFormatException WrongType(string name, string wanted) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Invalid type for '{name}': expected {wanted}."), name, "invalid_type");

    private static RequestFormatException Unreadable() => new(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. " +
        "The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)");
}
